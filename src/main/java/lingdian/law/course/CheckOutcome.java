package lingdian.law.course;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import lingdian.law.casework.CaseAction;

/** What people found of a violation on the spot. */
public enum CheckOutcome {
    /** 属实. */
    TRUE(CaseAction.CONFIRM),
    /** 不属实. */
    UNTRUE(CaseAction.DISMISS),
    /** 无法核实. */
    UNVERIFIABLE(CaseAction.MARK_UNVERIFIABLE);

    /** The step of the violation itself that says the same. */
    final CaseAction ofViolation;

    CheckOutcome(CaseAction ofViolation) {
        this.ofViolation = ofViolation;
    }

    /** The word in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What was found of several together: one that is true makes all of it true. Empty where nothing was found. */
    public static Optional<CheckOutcome> together(Collection<CheckOutcome> found) {
        return Stream.of(TRUE, UNVERIFIABLE, UNTRUE).filter(found::contains).findFirst();
    }

    /** The outcome that a step of a violation itself says; empty if it says none. */
    public static Optional<CheckOutcome> found(CaseAction step) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.ofViolation == step)
                .findFirst();
    }

    /** The outcome of this word; empty if there is none. */
    public static Optional<CheckOutcome> of(String wire) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.wire().equals(wire))
                .findFirst();
    }
}
