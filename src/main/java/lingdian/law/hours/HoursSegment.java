package lingdian.law.hours;

import java.time.Instant;

/**
 * An interval that is permitted, or closed, throughout: includes its beginning, excludes its end.
 *
 * <p>{@link Hours#at} returns maximal ones: the adjoining ones are of the other kind.
 */
public record HoursSegment(boolean permitted, Instant from, Instant to) {
    public HoursSegment {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a segment must end after its beginning");
        }
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
