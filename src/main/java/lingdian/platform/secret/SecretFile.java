package lingdian.platform.secret;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a file with a secret is closed to other users of the machine. */
public final class SecretFile {
    private SecretFile() {}

    /**
     * What is wrong with the file's protection and how to mend it, to follow the file's name; empty if nothing is, or if
     * the file system has none.
     */
    public static Optional<String> fault(Path file) throws IOException {
        return FileProtection.of(file).fault(file);
    }
}
