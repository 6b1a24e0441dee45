package lingdian.office.inspection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A random draw for 双随机 checks that anyone can repeat from its published seed.
 *
 * <p>For each name in the pool, take the SHA-256 of the seed, a line feed and the name, in hexadecimal; the names with
 * the smallest hashes are drawn, in that order. In a shell: {@code printf '%s\n%s' "$seed" "$one" | sha256sum}. A seed
 * that cannot be chosen, such as the numbers of a public lottery, makes a draw that cannot be steered.
 */
final class Draw {
    private Draw() {}

    /**
     * @param pool the names to draw from; repeats count once
     * @param count the most to draw
     * @return the drawn names, in order
     */
    public static List<String> of(String seed, Collection<String> pool, int count) {
        return pool.stream()
                .distinct()
                .sorted(Comparator.comparing((String one) -> hash(seed, one)).thenComparing(one -> one))
                .limit(count)
                .toList();
    }

    static String hash(String seed, String one) {
        try {
            byte[] input = (seed + '\n' + one).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
