package lingdian.access.account;

import java.util.Locale;

/** The purpose of an account (handbook, law.md#who-may-see-what). */
public enum Role {
    /** Configuration, no personal data. */
    ADMIN,
    /** One authority, one region and below. */
    REGULATOR,
    /** Reads the access log and checkpoints. */
    AUDITOR,
    /** One café's own state. */
    OPERATOR;

    /** The word in the API and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if {@code wire} is not a role */
    public static Role of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
