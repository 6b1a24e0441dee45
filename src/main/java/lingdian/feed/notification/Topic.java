package lingdian.feed.notification;

import java.util.Locale;

/** What a message is about. */
public enum Topic {
    /** Violations that were found. */
    VIOLATIONS,
    /** Steps of cases and on violations, and what a café says to them. */
    CASES;

    /** The name on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if {@code wire} is not a topic */
    static Topic of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
