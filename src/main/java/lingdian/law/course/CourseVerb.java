package lingdian.law.course;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an officer does with a case. Verbs are actions, and the steps that they lead to are states. */
public enum CourseVerb {
    ASSIGN,
    DISPATCH,
    CHECK,
    CORRECT,
    RECHECK,
    FILE,
    DECLINE,
    SPOT,
    REVIEW,
    NOTIFY,
    HEAR,
    DECIDE,
    SERVE,
    PAY,
    EXECUTE,
    TRANSFER,
    COMMENT,
    MERGE,
    CLOSE,
    REOPEN;

    /** The word in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it decides what the penalty is. */
    public boolean decides() {
        return this == SPOT || this == DECIDE;
    }

    /**
     * Whether the café that a case is about may know when this was done. It is told what concerns itself. It is not told who
     * is coming, what an office does internally, or of a check: its violations tell the check's results one by one.
     */
    public boolean isToldToCafe() {
        return switch (this) {
            case CORRECT,
                    RECHECK,
                    FILE,
                    DECLINE,
                    SPOT,
                    NOTIFY,
                    HEAR,
                    DECIDE,
                    SERVE,
                    PAY,
                    EXECUTE,
                    TRANSFER,
                    CLOSE,
                    REOPEN -> true;
            case ASSIGN, DISPATCH, CHECK, REVIEW, COMMENT, MERGE -> false;
        };
    }

    /** The verb of this word; empty if there is none. */
    public static Optional<CourseVerb> of(String wire) {
        return Arrays.stream(values()).filter(verb -> verb.wire().equals(wire)).findFirst();
    }
}
