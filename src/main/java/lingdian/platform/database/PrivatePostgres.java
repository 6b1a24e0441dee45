package lingdian.platform.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import lingdian.platform.secret.Tokens;

/**
 * Keeps the other users of a machine out of an embedded PostgreSQL: it demands a password of everybody, opens no socket
 * in a shared directory, and its programs are unpacked where only their owner can write.
 *
 * <p>The library is made for tests. By itself it makes a superuser without a password, and runs programs from a
 * directory that everybody can write to.
 */
public final class PrivatePostgres {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivatePostgres() {}

    /**
     * A builder for a server that is private in this sense.
     *
     * @param programs the directory to unpack PostgreSQL to; made if it does not exist
     * @param passwordFile of the superuser, who gets it when the cluster is made
     */
    public static EmbeddedPostgres.Builder builder(Path programs, Path passwordFile) throws IOException {
        return EmbeddedPostgres.builder()
                // The library lets everybody write to the directory that it is given, so that one is inside a closed
                // one.
                .setOverrideWorkingDirectory(
                        directory(programs).resolve("unpacked").toFile())
                // The library passes these to initdb after its own --auth=trust, and the last one counts.
                .setLocaleConfig("auth", "scram-sha-256")
                // Iterations protect guessable passwords; on random ones they only slow every connection down.
                .setLocaleConfig("set", "scram_iterations=1")
                .setLocaleConfig("pwfile", passwordFile.toAbsolutePath().toString())
                .setConnectConfig("password", Files.readString(passwordFile).strip())
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("unix_socket_directories", "");
    }

    /** Makes a directory that only its owner can enter. An existing one that others can enter is closed to them. */
    public static Path directory(Path directory) throws IOException {
        Files.createDirectories(directory, attributes("rwx------"));
        if (POSIX && !Files.getPosixFilePermissions(directory).equals(PosixFilePermissions.fromString("rwx------"))) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        return directory;
    }

    /** A new password in a new file that only its owner can read. */
    public static Path newPassword(Path file) throws IOException {
        Files.createFile(file, attributes("rw-------"));
        return Files.writeString(file, newPassword() + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    }

    static String newPassword() {
        return new Tokens(new SecureRandom()).next();
    }

    /** Whether nobody but the owner can read the file, as far as the file system can say so. */
    static boolean isPrivate(Path file) throws IOException {
        return !POSIX
                || Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).stream()
                        .allMatch(permission -> permission.name().startsWith("OWNER"));
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
