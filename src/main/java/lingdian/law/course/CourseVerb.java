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

    /** The verb of this word; empty if there is none. */
    public static Optional<CourseVerb> of(String wire) {
        return Arrays.stream(values()).filter(verb -> verb.wire().equals(wire)).findFirst();
    }
}
