package lingdian.record.evidence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import lingdian.vault.seal.KeySuite;
import org.bouncycastle.jcajce.provider.digest.SM3;

/**
 * The hash that chains a database's records and makes its checkpoints and bundles (handbook, evidence.md).
 *
 * <p>A database has one for good, that of its suite: a chain cannot change its hash. Both make 32 bytes.
 */
public enum RecordHash {
    /** SHA-256 (FIPS 180-4), in the international suite. */
    SHA_256("sha256", RecordHash::sha256),
    /** SM3 (GB/T 32905), in the guomi suite. */
    SM3("sm3", SM3.Digest::new);

    private final String word;

    /** One for each thread, because creating one takes as long as a short digest. */
    private final ThreadLocal<MessageDigest> own;

    RecordHash(String word, Supplier<MessageDigest> digest) {
        this.word = word;
        this.own = ThreadLocal.withInitial(digest);
    }

    /** The hash of a suite's databases. */
    public static RecordHash of(KeySuite suite) {
        return switch (suite) {
            case INTERNATIONAL -> SHA_256;
            case GUOMI -> SM3;
        };
    }

    /** @throws IllegalArgumentException if no hash has this name */
    static RecordHash named(String word) {
        for (RecordHash hash : values()) {
            if (hash.word.equals(word)) {
                return hash;
            }
        }
        throw new IllegalArgumentException("an unknown hash");
    }

    public byte[] of(byte[] bytes) {
        return begun().digest(bytes);
    }

    /** The thread's own digest, empty: it is to be finished before the thread asks for another. */
    public MessageDigest begun() {
        MessageDigest digest = own.get();
        digest.reset();
        return digest;
    }

    /**
     * A digest of its own, of SHA-256 whatever the suite: for the chains that PostgreSQL computes, which has no SM3.
     */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As in checkpoints and manifests. */
    @Override
    public String toString() {
        return word;
    }
}
