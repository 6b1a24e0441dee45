package lingdian.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Corrupts valid texts: cuts parts out, doubles them, or replaces them by strings that break parsers. */
public final class Damage {
    private static final List<String> STUMBLES = List.of(
            "\u0000",
            "\uFEFF",
            "\uD800",
            "\uFFFF",
            "\"",
            "'",
            "\\",
            "{",
            "}",
            "[",
            "]",
            "[".repeat(3_000),
            ":",
            ": ",
            ",",
            "\n",
            "\r",
            "\t",
            "&a *a",
            "*a",
            "!!java.net.URL [x]",
            "<<: *a",
            "|",
            ">",
            "---\n",
            "...\n",
            "%YAML 9.9\n",
            "- ",
            "# ",
            "null",
            "~",
            "-1",
            "1e999",
            "9".repeat(400),
            "0x7fffffff",
            "NaN",
            "2026-02-30",
            "24:61",
            "é".repeat(70_000),
            "🀄");

    private Damage() {}

    /** A corrupted text, chosen by {@code random}. */
    public static byte[] of(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(40));
        String instead = switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> text;
            case 2 -> new String(Character.toChars(random.nextInt(0xD800))).repeat(random.nextInt(20));
            default -> STUMBLES.get(random.nextInt(STUMBLES.size()));
        };
        return (text.substring(0, from) + instead + text.substring(to))
                .getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    /** Corrupted texts as bytes, because a file need not be UTF-8. */
    public static Arbitrary<byte[]> of(String text) {
        Arbitrary<Integer> place = Arbitraries.integers().between(0, text.length());
        Arbitrary<Integer> length = Arbitraries.integers().between(0, 40);
        Arbitrary<String> instead = Arbitraries.oneOf(
                Arbitraries.of(STUMBLES),
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.just(""),
                Arbitraries.just(text));
        Arbitrary<String> changed = Combinators.combine(place, length, instead)
                .as((from, size, put) ->
                        text.substring(0, from) + put + text.substring(Math.min(text.length(), from + size)));
        return Arbitraries.oneOf(
                changed.map(damaged -> damaged.getBytes(StandardCharsets.UTF_8)),
                changed.map(damaged -> damaged.getBytes(StandardCharsets.ISO_8859_1)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(200));
    }
}
