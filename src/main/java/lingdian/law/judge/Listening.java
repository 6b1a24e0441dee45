package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lingdian.law.hours.Interval;

/**
 * The times in which the service could receive. All other time is never counted as a café's silence.
 *
 * @param stretches in which some node received, of all nodes
 * @param heardUntil up to here everything that any running node received is committed
 * @param reconnect the time that agents get to come back after a node went away or began
 */
public record Listening(List<Stretch> stretches, Instant heardUntil, Duration reconnect) {
    /**
     * A time in which one node received without a break.
     *
     * @param until up to here everything that it received is committed
     * @param over whether the node has gone since, or lost its database; otherwise it continues
     */
    public record Stretch(Instant from, Instant until, boolean over) {
        public Stretch {
            if (until.isBefore(from)) {
                throw new IllegalArgumentException("a stretch ends no earlier than it begins");
            }
        }
    }

    public Listening {
        stretches = List.copyOf(stretches);
    }

    /**
     * The times in which a café whose agent was received last at {@code last} could have been received again, in order,
     * as if the current stretches lasted until {@code to}.
     */
    List<Interval> since(Instant last, Instant to) {
        List<Interval> on = on(last, to);
        return on.isEmpty() ? on : without(joined(on), off(last));
    }

    /** A node that began after it counts from when the agent had time to find it. */
    private List<Interval> on(Instant last, Instant to) {
        var on = new ArrayList<Interval>();
        for (Stretch stretch : stretches) {
            Instant from = stretch.from().isAfter(last) ? stretch.from().plus(reconnect) : last;
            Instant until = stretch.over() && stretch.until().isBefore(to) ? stretch.until() : to;
            if (from.isBefore(until)) {
                on.add(new Interval(from, until));
            }
        }
        on.sort(Comparator.comparing(Interval::from));
        return on;
    }

    /** A node that went away leaves its cafés to look for another. */
    private List<Interval> off(Instant last) {
        var off = new ArrayList<Interval>(0);
        for (Stretch stretch : stretches) {
            if (stretch.over() && stretch.until().isAfter(last) && !reconnect.isZero()) {
                off.add(new Interval(stretch.until(), stretch.until().plus(reconnect)));
            }
        }
        off.sort(Comparator.comparing(Interval::from));
        return off;
    }

    private static List<Interval> joined(List<Interval> sorted) {
        var joined = new ArrayList<Interval>();
        for (Interval next : sorted) {
            Interval before = joined.isEmpty() ? null : joined.getLast();
            if (before == null || next.from().isAfter(before.to())) {
                joined.add(next);
            } else if (next.to().isAfter(before.to())) {
                joined.set(joined.size() - 1, new Interval(before.from(), next.to()));
            }
        }
        return joined;
    }

    /** What of disjoint intervals lies outside all of {@code holes}; both in order of their beginning. */
    static List<Interval> without(List<Interval> intervals, List<Interval> holes) {
        var rest = new ArrayList<Interval>();
        for (Interval interval : intervals) {
            Instant cursor = interval.from();
            for (Interval hole : holes) {
                if (!hole.from().isBefore(interval.to())) {
                    break;
                }
                if (cursor.isBefore(hole.from())) {
                    rest.add(new Interval(cursor, hole.from()));
                }
                cursor = hole.to().isAfter(cursor) ? hole.to() : cursor;
            }
            if (cursor.isBefore(interval.to())) {
                rest.add(new Interval(cursor, interval.to()));
            }
        }
        return rest;
    }
}
