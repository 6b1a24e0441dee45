package lingdian.law.hours;

import java.time.Instant;

/** An interval that includes its beginning and excludes its end. */
public record Interval(Instant from, Instant to) {
    public Interval {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("an interval must end after its beginning");
        }
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
