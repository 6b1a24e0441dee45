package lingdian.law.returns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a county is towards a target.
 *
 * <p>What is counted are inspections that name their cafés. Where a county entered none, or premises without naming them, more may
 * have been done than is known: then nothing is said to be missed.
 *
 * @param cafes that the county has
 * @param reached those of them that were inspected
 * @param unnamed Internet cafés that inspections counted and did not name
 * @param inspections of the county in the period, of all kinds
 */
public record CountyProgress(long cafes, long reached, long unnamed, long inspections) {
    public static final CountyProgress NONE = new CountyProgress(0, 0, 0, 0);

    private static final int WHOLE = 100;

    /** How it is with a target. */
    public enum State {
        REACHED,
        /** The period runs. */
        OPEN,
        MISSED,
        /** The records do not say. */
        UNKNOWN;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How many cafés a share is, rounded up: 10 % of 31 cafés are 4. */
    public long required(int percent) {
        return (cafes * percent + WHOLE - 1) / WHOLE;
    }

    /** The share that was reached, rounded down, so that 100 means all; null where there are no cafés. */
    public @Nullable Long percent() {
        return cafes == 0 ? null : (Long) (reached * WHOLE / cafes);
    }

    /** @param over whether the period is */
    public State state(int percent, boolean over) {
        if (cafes == 0) {
            return State.UNKNOWN;
        }
        if (reached >= required(percent)) {
            return State.REACHED;
        }
        if (!over) {
            return State.OPEN;
        }
        return inspections == 0 || reached + unnamed >= required(percent) ? State.UNKNOWN : State.MISSED;
    }

    /** Why the share may be another one than what was done. */
    public List<String> cautions() {
        var cautions = new ArrayList<String>();
        if (cafes == 0) {
            cautions.add("no-cafes");
        } else if (inspections == 0) {
            cautions.add("nothing-recorded");
        }
        if (unnamed > 0) {
            cautions.add("unnamed");
        }
        return cautions;
    }
}
