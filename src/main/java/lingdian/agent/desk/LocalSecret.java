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
 * <p>Made at the first start, so that there is never a time without one and nobody has to think one up.
 */
public final class LocalSecret {
    /** A shorter one could be guessed. */
    public static final int CHARACTERS_MIN = 16;

    private static final int BYTES = 32;

    private LocalSecret() {}

    /**
     * The secret in the file, which is made where there is none.
     *
     * @throws IOException where the file can be neither read nor made
     */
    public static String in(Path file, RandomGenerator random) throws IOException {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        try {
            NewFile.write(file, (HexFormat.of().formatHex(bits) + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (FileAlreadyExistsException madeBefore) {
            // as at every start but the first
        }
        return Files.readString(file).strip();
    }
}
