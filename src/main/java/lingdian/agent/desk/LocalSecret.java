package lingdian.agent.desk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import lingdian.vault.seal.NewFile;

/**
 * The secret that terminals and the page need, in a file that only its owner can read.
 *
 * <p>Generated at the first start, so that the API is never open and the operator need not invent a secret.
 */
public final class LocalSecret {
    /** A shorter secret could be guessed. */
    public static final int CHARACTERS_MIN = 16;

    private static final int BYTES = 32;

    private LocalSecret() {}

    /**
     * The secret in the file, which is created if it is missing.
     *
     * @throws IOException if the file can be neither read nor created
     */
    public static String in(Path file, RandomGenerator random) throws IOException {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        try {
            NewFile.write(file, (HexFormat.of().formatHex(bits) + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (FileAlreadyExistsException madeBefore) {
            // it exists, as at every start but the first
        }
        return Files.readString(file).strip();
    }
}
