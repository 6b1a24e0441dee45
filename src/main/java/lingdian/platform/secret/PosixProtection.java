package lingdian.platform.secret;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Modes: 0600 for files and 0700 for directories.
 *
 * <p>An existing secret may have what PostgreSQL allows for its private key: 0600 or less, or 0640 or less if the file
 * belongs to root. The second is how Kubernetes and Docker mount a secret for a process that is not root.
 */
record PosixProtection() implements FileProtection {
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE);
    private static final Set<PosixFilePermission> OWNERS_AND_GROUPS =
            EnumSet.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE, GROUP_READ);
    private static final int ROOT = 0;

    @Override
    public FileAttribute<?>[] ofNewFile() {
        return attributes(EnumSet.of(OWNER_READ, OWNER_WRITE));
    }

    @Override
    public FileAttribute<?>[] ofNewDirectory() {
        return attributes(OWNERS);
    }

    @Override
    public void completeFile(Path file) {}

    @Override
    public void closeDirectory(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, OWNERS);
    }

    @Override
    public Optional<String> fault(Path file) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        boolean byRoot = file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(file, "unix:uid").equals(ROOT);
        return isClosed(mode, byRoot)
                ? Optional.empty()
                : Optional.of("is open to other users of this machine (" + PosixFilePermissions.toString(mode)
                        + "): set its mode to 0600, or, if it belongs to root, at most to 0640; mount a container's"
                        + " secret with mode 0440");
    }

    static boolean isClosed(Set<PosixFilePermission> mode, boolean byRoot) {
        return (byRoot ? OWNERS_AND_GROUPS : OWNERS).containsAll(mode);
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> mode) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)};
    }
}
