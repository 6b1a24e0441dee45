package lingdian.office.inspection;

import java.util.Collection;

/**
 * A count, exact or as a lower bound.
 *
 * <p>Past reports say "over 100 premises": a sum that includes such a number is a lower bound too, and has to say so.
 *
 * @param lowerBound whether the true number is higher
 */
public record Count(long number, boolean lowerBound) {
    public static final Count NONE = exactly(0);

    public Count {
        if (number < 0) {
            throw new IllegalArgumentException("a count must not be negative");
        }
    }

    public static Count exactly(long number) {
        return new Count(number, false);
    }

    /** "Over {@code number}". */
    public static Count over(long number) {
        return new Count(number, true);
    }

    public static Count sum(Collection<Count> counts) {
        return counts.stream().reduce(NONE, Count::plus);
    }

    public Count plus(Count other) {
        return new Count(Math.addExact(number, other.number), lowerBound || other.lowerBound);
    }

    /** Whether this is too large to be part of {@code whole}. */
    public boolean exceeds(Count whole) {
        return !whole.lowerBound && number > whole.number;
    }

    /** This count of a whole, raised to that of its parts where it is a lower bound below it. */
    public Count atLeast(Count parts) {
        return lowerBound && parts.number > number ? over(parts.number) : this;
    }
}
