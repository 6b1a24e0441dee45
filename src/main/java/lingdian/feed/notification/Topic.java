package lingdian.feed.notification;

import java.util.Locale;

/** What a message is about. */
public enum Topic {
    /** Violations that were found. */
    VIOLATIONS,
    /** Steps of cases and on violations, and what a café says to them. */
    CASES,
    /** Requests that wait for the account's decision. */
    APPROVALS,
    /** Cases that are due; for a café, what it must correct. */
    DEADLINES;

    /** Whether a message is about the account's own work rather than about a café. What it tells is counted when it is sent. */
    public boolean isReminder() {
        return this == APPROVALS || this == DEADLINES;
    }

    /** The name on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if {@code wire} is not a topic */
    static Topic of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
