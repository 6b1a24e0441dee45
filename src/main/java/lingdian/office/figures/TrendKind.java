package lingdian.office.figures;

import java.util.List;
import java.util.Locale;

/** The kinds of figures of days and hours. */
public enum TrendKind {
    VIOLATIONS,
    PREMISES,
    LOGINS,
    TERMINALS;

    /** The field of the answer that has them. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Those that a query is answered with: by hour an hour has too few persons, and terminals are counted once a day. */
    static List<TrendKind> of(TrendQuery query) {
        return query.hourly() ? List.of(VIOLATIONS, PREMISES) : List.of(values());
    }
}
