package lingdian.testing;

import java.util.List;
import java.util.stream.Stream;

/** Texts that cost a naive program most: runs of marks that a normaliser has to sort, and characters that expand. */
public final class WorstText {
    private static final List<String> MARKS_OUT_OF_ORDER = List.of("\u0301", "\u0316");

    private WorstText() {}

    /** Each of at most two hundred code points, the longest name of an event. */
    public static Stream<String> all() {
        return Stream.of(
                ofCharacters(200),
                "a" + "\u0344".repeat(100) + "\u0316".repeat(99),
                "\uFF76" + "\uFF9E".repeat(100) + "\u0316".repeat(99),
                "a" + "\uD834\uDD65".repeat(100) + "\uD834\uDD7B".repeat(99));
    }

    /** A letter, then marks of a higher combining class before those of a lower one, in UTF-16 code units. */
    public static String ofCharacters(int length) {
        int marks = length - 1;
        return "a" + MARKS_OUT_OF_ORDER.get(0).repeat(marks / 2)
                + MARKS_OUT_OF_ORDER.get(1).repeat(marks - marks / 2);
    }
}
