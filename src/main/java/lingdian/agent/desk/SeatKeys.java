package lingdian.agent.desk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a café's seats: each is made from one secret and the terminal's id, so none is stored, and one that is stolen
 * speaks for its own terminal alone.
 */
public final class SeatKeys {
    private static final String FILE = "seat-secret";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 20;

    private final SecretKeySpec secret;

    private SeatKeys(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), ALGORITHM);
    }

    /** By the secret in the agent's directory, which is made where there is none. Blocking. */
    public static SeatKeys in(Path directory, RandomGenerator random) throws IOException {
        return new SeatKeys(LocalSecret.in(directory.resolve(FILE), random));
    }

    /** The key of a terminal. */
    public String key(String terminal) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(terminal.getBytes(StandardCharsets.UTF_8)), 0, BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    boolean isKeyOf(String terminal, String key) {
        return MessageDigest.isEqual(
                key(terminal).getBytes(StandardCharsets.US_ASCII), key.getBytes(StandardCharsets.UTF_8));
    }
}
