package lingdian.law.judge;

import java.time.Instant;
import lingdian.law.hours.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A time in which nobody waits for a café's agent: a suspension, an expiry of its licence, or a closure.
 *
 * @param to the first instant after it; null: without end
 */
record Excuse(Instant from, @Nullable Instant to) {
    /** Cancelled before it began. */
    boolean isEmpty() {
        return to != null && !from.isBefore(to);
    }

    boolean contains(Instant at) {
        return !at.isBefore(from) && (to == null || at.isBefore(to));
    }

    /** As far as it lies before {@code horizon}; it begins before that. */
    Interval until(Instant horizon) {
        return new Interval(from, to == null || to.isAfter(horizon) ? horizon : to);
    }
}
