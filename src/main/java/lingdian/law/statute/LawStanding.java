package lingdian.law.statute;

import java.util.Locale;

/** How well a text of law is known (handbook, law.md). */
public enum LawStanding {
    /** The text was read, if only in a public mirror of the official database. */
    CONFIRMED,
    /** Others quote it; the text itself was not read. */
    SECOND_HAND,
    /** General knowledge, or our own reading. */
    TO_BE_CHECKED;

    /** {@code second-hand}, as in {@code rules.yaml}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is none of this word */
    public static LawStanding of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
