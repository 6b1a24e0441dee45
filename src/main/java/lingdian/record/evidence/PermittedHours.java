package lingdian.record.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lingdian.law.hours.Hours;
import lingdian.law.hours.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A café's permitted hours around a violation. Of a very long one only the hours of its first and its last days: an agent
 * whose clock is in the year 1 begins a session that has 740,000 intervals since.
 *
 * @param leftOut the time whose intervals are not listed; null if all of them are
 */
record PermittedHours(List<Interval> intervals, @Nullable Interval leftOut) {
    /** At each end, so that half a year is listed as a whole. */
    private static final Duration LISTED = Duration.ofDays(100);

    PermittedHours {
        intervals = List.copyOf(intervals);
    }

    static PermittedHours between(Hours hours, Instant from, Instant to) {
        Instant first = from.plus(LISTED);
        Instant last = to.minus(LISTED);
        if (!first.isBefore(last)) {
            return new PermittedHours(hours.permitted(from, to), null);
        }
        var intervals = new ArrayList<Interval>(hours.permitted(from, first));
        intervals.addAll(hours.permitted(last, to));
        return new PermittedHours(intervals, new Interval(first, last));
    }
}
