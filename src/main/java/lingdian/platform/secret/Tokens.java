package lingdian.platform.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Bearer tokens, agent keys and ids of sessions: 256 random bits, of which the database holds only the SHA-256.
 *
 * <p>A plain hash suffices, because 256 random bits cannot be guessed. The duration of an index look-up reveals nothing
 * either, because attackers cannot control the hash of their input.
 */
public final class Tokens {
    private static final int BYTES = 32;
    private final RandomGenerator random;

    /** @param random a cryptographically strong source */
    public Tokens(RandomGenerator random) {
        this.random = random;
    }

    /** A new secret, 43 characters of base64url. */
    public String next() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The stored hash of a secret. */
    public static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
