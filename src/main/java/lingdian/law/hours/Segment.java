package lingdian.law.hours;

import java.time.Instant;

/**
 * A stretch of time that is permitted, or closed, throughout: includes its beginning, excludes its end.
 *
 * <p>{@link Hours#at} gives maximal ones: what adjoins them on either side is of the other kind.
 */
public record Segment(boolean permitted, Instant from, Instant to) {
    public Segment {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a segment ends after its beginning");
        }
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
