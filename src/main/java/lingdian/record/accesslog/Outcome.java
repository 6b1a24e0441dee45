package lingdian.record.accesslog;

import java.util.Locale;

/** The outcome of an action. */
public enum Outcome {
    /** It was done, or is done by the transaction that commits the entry. */
    DONE,
    /** The service refused. */
    REFUSED,
    /** It was begun; another entry tells whether it was completed. */
    ATTEMPTED;

    /** The word on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
