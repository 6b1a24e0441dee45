package lingdian.platform.secret;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import java.util.Set;

/**
 * Closes files with secrets to other users of the machine, in the way of its file system.
 *
 * <p>An interface, because POSIX has modes and Windows has access control lists.
 */
public sealed interface FileProtection permits PosixProtection, AclProtection, NoProtection {
    /** The protection that the file system of {@code path} offers. */
    static FileProtection of(Path path) {
        Set<String> views = path.getFileSystem().supportedFileAttributeViews();
        if (views.contains("posix")) {
            return new PosixProtection();
        }
        return views.contains("acl") ? AclProtection.on(path.getFileSystem()) : new NoProtection();
    }

    /** The attributes to create a file with. */
    FileAttribute<?>[] ofNewFile();

    /** The attributes to create a directory with. */
    FileAttribute<?>[] ofNewDirectory();

    /** To be called once a file was created with {@link #ofNewFile} and is still empty. */
    void completeFile(Path file) throws IOException;

    /** Closes a directory, whether it was just created or existed before. */
    void closeDirectory(Path directory) throws IOException;

    /** What is wrong with a file's protection and how to mend it, to follow the file's name; empty if nothing is. */
    Optional<String> fault(Path file) throws IOException;
}
