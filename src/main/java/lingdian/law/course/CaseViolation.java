package lingdian.law.course;

import java.util.ArrayList;
import java.util.List;
import lingdian.domain.ViolationId;
import lingdian.law.casework.Case;
import lingdian.law.casework.CaseAction;
import org.jspecify.annotations.Nullable;

/**
 * A violation that belongs to a case.
 *
 * @param progress its own, which both authorities share
 * @param outcome what this case's authority found; null: not checked
 * @param dismissedBefore whether it was dismissed before it was closed
 */
public record CaseViolation(
        ViolationId id, Case progress, @Nullable CheckOutcome outcome, boolean dismissedBefore) {
    /** Steps that the violation itself takes, one after another, and the violation after them. */
    record Progressed(CaseViolation violation, List<CaseAction> steps) {}

    /** Whether an officer of either authority found it untrue, also if it was closed since. */
    public boolean isDismissed() {
        return progress instanceof Case.Dismissed || dismissedBefore || outcome == CheckOutcome.UNTRUE;
    }

    /** What a new one becomes when its case is assigned. */
    Progressed acknowledged() {
        return progress instanceof Case.New ? taking(CaseAction.ACKNOWLEDGE) : taking();
    }

    /** One on which nobody has decided is on the way to be checked. */
    Progressed dispatched() {
        return switch (progress) {
            case Case.New ignored -> taking(CaseAction.ACKNOWLEDGE, CaseAction.DISPATCH);
            case Case.Acknowledged ignored -> taking(CaseAction.DISPATCH);
            default -> taking();
        };
    }

    /**
     * With what was found. Its own progress takes the first outcome; a later one of the other authority stands beside it,
     * in the case alone.
     */
    Progressed checked(CheckOutcome found) {
        Progressed before = dispatched();
        var steps = new ArrayList<>(before.steps());
        Case after = before.violation().progress();
        if (after instanceof Case.Dispatched) {
            steps.add(found.ofViolation);
            after = after.after(found.ofViolation).orElseThrow();
        }
        return new Progressed(new CaseViolation(id, after, found, dismissedBefore), steps);
    }

    private Progressed taking(CaseAction... steps) {
        Case after = progress;
        for (CaseAction step : steps) {
            after = after.after(step).orElseThrow();
        }
        return new Progressed(new CaseViolation(id, after, outcome, dismissedBefore), List.of(steps));
    }
}
