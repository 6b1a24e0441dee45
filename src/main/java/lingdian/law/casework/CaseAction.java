package lingdian.law.casework;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person may do to a violation's case (handbook, enforcement.md).
 *
 * <p>Verbs, where the steps that they lead to are states: an officer says what to do, and reads where the case stands.
 */
public enum CaseAction {
    ACKNOWLEDGE,
    DISPATCH,
    CONFIRM,
    DISMISS,
    MARK_UNVERIFIABLE,
    CLOSE;

    /** The word in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The action of this word; empty where there is none. */
    public static Optional<CaseAction> of(String wire) {
        return Arrays.stream(values())
                .filter(action -> action.wire().equals(wire))
                .findFirst();
    }
}
