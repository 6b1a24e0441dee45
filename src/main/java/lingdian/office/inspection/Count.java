package lingdian.office.inspection;

import java.util.Collection;

/**
 * How many, as far as it is known.
 *
 * <p>Reports of the past say "over 100 premises": a sum with such a number in it is a lower bound too, and has to say so.
 *
 * @param lowerBound whether it was more than this
 */
public record Count(long number, boolean lowerBound) {
    public static final Count NONE = exactly(0);

    public Count {
        if (number < 0) {
            throw new IllegalArgumentException("a count is not negative");
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

    /** Whether this many cannot be part of {@code whole}. */
    public boolean exceeds(Count whole) {
        return !whole.lowerBound && number > whole.number;
    }
}
