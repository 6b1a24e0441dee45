package lingdian.record.accesslog;

import java.util.Locale;

/** What came of it. */
public enum Outcome {
    /** It was done, or is done by the transaction that the entry is committed with. */
    DONE,
    /** The service said no. */
    REFUSED,
    /** It was begun; whether it came to its end, another entry says. */
    ATTEMPTED;

    /** The word on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
