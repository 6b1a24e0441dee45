package lingdian.record.backtest;

import java.util.Locale;

/** The result of comparing a finding. */
enum DifferenceKind {
    /** Found again, with every compared field equal. */
    SAME("相同"),
    /** Found now, and not stored. */
    ADDED("新增"),
    /** Stored, and not found now. */
    REMOVED("减少"),
    /** Found again with differences. */
    CHANGED("变化"),
    /** Stored, but of a kind that no replay of the journal can decide ({@link UndecidableReason}). */
    OUTSIDE("范围外");

    private final String chinese;

    DifferenceKind(String chinese) {
        this.chinese = chinese;
    }

    String chinese() {
        return chinese;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
