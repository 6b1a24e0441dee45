package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lingdian.law.hours.Interval;
import org.jspecify.annotations.Nullable;

/**
 * When a café that still sends nothing will have been silent, or absent, for too long (handbook, silence.md). Pure.
 *
 * <p>Only permitted time in which the service could receive is counted. A café whose licence is suspended may not
 * operate, and one that is closed does not; over that time, as over a closed night, counting pauses.
 */
public final class SilenceDeadline {
    private SilenceDeadline() {}

    /**
     * @param since from when it is counted
     * @param silence of counted time
     * @param horizon up to where it is looked ahead
     * @return the instant at which {@code silence} is full; null where that is after {@code horizon}
     */
    public static @Nullable Instant of(
            CafeFacts facts, Instant since, Listening listening, Duration silence, Instant horizon) {
        Duration left = silence;
        for (Interval counted : countedIntervals(facts, since, listening, horizon)) {
            Duration length = Duration.between(counted.from(), counted.to());
            if (length.compareTo(left) >= 0) {
                return counted.from().plus(left);
            }
            left = left.minus(length);
        }
        return null;
    }

    /** How much of the time from {@code since} to {@code until} counts. */
    static Duration counted(CafeFacts facts, Instant since, Listening listening, Instant until) {
        return countedIntervals(facts, since, listening, until).stream()
                .map(one -> Duration.between(one.from(), one.to()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static List<Interval> countedIntervals(
            CafeFacts facts, Instant since, Listening listening, Instant horizon) {
        List<Interval> listened = listening.since(since, horizon);
        if (listened.isEmpty()) {
            return listened;
        }
        var excused = new ArrayList<Interval>(0);
        for (Excuse one : facts.excuses()) {
            if (one.from().isBefore(horizon)) {
                excused.add(one.until(horizon));
            }
        }
        var counted = new ArrayList<Interval>();
        for (Interval heard : listened) {
            counted.addAll(Listening.without(facts.hours().permitted(heard.from(), heard.to()), excused));
        }
        return counted;
    }
}
