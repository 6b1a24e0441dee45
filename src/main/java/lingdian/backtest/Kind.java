package lingdian.backtest;

import java.util.Locale;

/** What became of a finding. */
enum Kind {
    /** Found again, the same in all that is compared. */
    SAME,
    /** Found now, and not stored. */
    ADDED,
    /** Stored, and not found now. */
    REMOVED,
    /** Found again, but otherwise. */
    CHANGED,
    /** Stored, but of a kind that no replay of the journal can decide ({@link Outside}). */
    OUTSIDE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
