package lingdian.access.account;

import java.util.Locale;

/** What an account is for (handbook, law.md#who-may-see-what). */
public enum Role {
    /** Configuration, no personal data. */
    ADMIN,
    /** One authority, one region and below. */
    REGULATOR,
    /** Reads the access log and checkpoints. */
    AUDITOR,
    /** One café's own state. */
    OPERATOR;

    /** The word on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException where {@code wire} is no role */
    public static Role of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
