package lingdian.law.casework;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * An action of a person on a violation's case (handbook, enforcement.md).
 *
 * <p>Actions are verbs, and the steps that they lead to are states: an officer chooses an action, and reads the state.
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

    /** The action of this word; empty if there is none. */
    public static Optional<CaseAction> of(String wire) {
        return Arrays.stream(values())
                .filter(action -> action.wire().equals(wire))
                .findFirst();
    }
}
