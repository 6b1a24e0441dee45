package lingdian.office.inspection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A random draw for 双随机 checks that anyone can repeat (handbook, enforcement.md#random-draws).
 *
 * <p>For each name in the pool, take the SHA-256 of the seed, a line feed and the name, in hexadecimal; the names with
 * the smallest hashes are drawn, in that order. The pool is fixed by its commitment before the seed exists, so nobody can
 * try draws until one suits.
 */
final class Draw {
    private Draw() {}

    /**
     * What is fixed when a draw is announced.
     *
     * @param beaconDay the seed is the hash of the first daily checkpoint of this day or a later one
     * @param count the most cafés to draw
     * @param officers none where no officers are drawn
     */
    record Terms(
            UUID id,
            String region,
            LocalDate beaconDay,
            int count,
            List<String> pool,
            int officerCount,
            List<String> officers) {
        Terms {
            pool = List.copyOf(pool);
            officers = List.copyOf(officers);
        }

        /** The SHA-256 of all of it, one value a line, in hexadecimal. */
        String commitment() {
            Stream<Object> values = Stream.of(
                    "lingdian draw", id, region, beaconDay, count, pool.size(), officerCount, officers.size());
            return sha256(Stream.of(values, pool.stream(), officers.stream())
                    .flatMap(part -> part)
                    .map(String::valueOf)
                    .collect(Collectors.joining("\n")));
        }

        @Override
        public String toString() {
            return "Terms[" + id + "]"; // it names officers
        }
    }

    /**
     * @param pool the names to draw from; repeats count once
     * @param count the most to draw
     * @return the drawn names, in order
     */
    public static List<String> of(String seed, Collection<String> pool, int count) {
        return pool.stream()
                .distinct()
                .map(one -> new Hashed(hash(seed, one), one)) // once: a sort would ask for it at each comparison
                .sorted(Comparator.comparing(Hashed::hash).thenComparing(Hashed::name))
                .limit(count)
                .map(Hashed::name)
                .toList();
    }

    private record Hashed(String hash, String name) {
        @Override
        public String toString() {
            return "Hashed[" + hash + "]"; // it may be an officer's name
        }
    }

    static String hash(String seed, String one) {
        return sha256(seed + '\n' + one);
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
