package lingdian;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts that were right once: with some of it cut out, doubled, or replaced by what parsers stumble over. */
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

    /** As bytes, because a file need not be UTF-8. */
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
