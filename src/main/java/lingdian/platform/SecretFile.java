package lingdian.platform;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a file with a secret is closed to other users of the machine.
 *
 * <p>The rule is PostgreSQL's for its private key: 0600 or less, or 0640 or less if the file belongs to root. The second
 * is how Kubernetes and Docker mount a secret for a process that is not root.
 */
public final class SecretFile {
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE);
    private static final Set<PosixFilePermission> OWNERS_AND_GROUPS =
            EnumSet.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE, GROUP_READ);
    private static final int ROOT = 0;

    private SecretFile() {}

    /**
     * What is wrong with the file's mode and how to mend it, to follow the file's name; empty if nothing is, or if the
     * file system has no such modes.
     */
    public static Optional<String> fault(Path file) throws IOException {
        Set<String> views = file.getFileSystem().supportedFileAttributeViews();
        if (!views.contains("posix")) {
            return Optional.empty();
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        boolean byRoot =
                views.contains("unix") && Files.getAttribute(file, "unix:uid").equals(ROOT);
        return isClosed(mode, byRoot)
                ? Optional.empty()
                : Optional.of("is open to other users of this machine (" + PosixFilePermissions.toString(mode)
                        + "): set its mode to 0600, or, if it belongs to root, at most to 0640; mount a container's"
                        + " secret with mode 0440");
    }

    static boolean isClosed(Set<PosixFilePermission> mode, boolean byRoot) {
        return (byRoot ? OWNERS_AND_GROUPS : OWNERS).containsAll(mode);
    }
}
