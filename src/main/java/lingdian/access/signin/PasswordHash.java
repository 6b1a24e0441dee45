package lingdian.access.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * The stored form of a password: Argon2id (RFC 9106) in the usual text form, which states its parameters.
 *
 * <p>So the cost can be raised while hashes of the earlier cost can still be checked: {@link #isOutdated}.
 */
record PasswordHash(Cost cost, byte[] salt, byte[] hash) {
    static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,8}),t=(\\d{1,4}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    /** The cost parameters of one hash. */
    record Cost(int memoryKibibytes, int iterations, int parallelism) {}

    /**
     * @param salt {@value #SALT_BYTES} random bytes
     * @param memory where it takes its blocks of memory from
     */
    static PasswordHash of(String password, Cost cost, byte[] salt, BlockPool memory) {
        return new PasswordHash(cost, salt, argon2(password, cost, salt, HASH_BYTES, memory));
    }

    /** @throws IllegalArgumentException if the text is not such a hash */
    static PasswordHash parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("this is not a password hash");
        }
        var cost = new Cost(number(form, 1), number(form, 2), number(form, 3));
        return new PasswordHash(
                cost,
                Base64.getDecoder().decode(form.group(4)),
                Base64.getDecoder().decode(form.group(5)));
    }

    /** Takes equal time whether the password is right or wrong. */
    boolean isOf(String password, BlockPool memory) {
        return MessageDigest.isEqual(hash, argon2(password, cost, salt, hash.length, memory));
    }

    boolean isOutdated(Cost wanted) {
        return !cost.equals(wanted);
    }

    /** The stored text. */
    String text() {
        return "$argon2id$v=19$m=" + cost.memoryKibibytes() + ",t=" + cost.iterations() + ",p=" + cost.parallelism()
                + "$" + ENCODER.encodeToString(salt) + "$" + ENCODER.encodeToString(hash);
    }

    @Override
    public String toString() {
        return "PasswordHash[" + cost + "]";
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }

    /** Keyboards encode one character in several ways; NFKC unifies them (NIST SP 800-63B, 5.1.1.2). */
    private static byte[] argon2(String password, Cost cost, byte[] salt, int length, BlockPool memory) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKibibytes())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .withBlockPool(memory)
                .build());
        var hash = new byte[length];
        generator.generateBytes(
                Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
