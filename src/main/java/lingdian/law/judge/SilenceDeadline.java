package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import lingdian.law.hours.Interval;
import lingdian.law.hours.SuspensionPeriod;
import org.jspecify.annotations.Nullable;

/**
 * When a café that still sends nothing will have been silent for too long (handbook, silence.md). Pure.
 *
 * <p>Only permitted time in which the service could receive is counted. A café whose licence is suspended may not
 * operate, so that time is not permitted; over it, as over a closed night, counting pauses.
 */
public final class SilenceDeadline {
    private SilenceDeadline() {}

    /**
     * @param receivedAt when anything was last received from the café
     * @param silence of counted time
     * @param horizon up to where it is looked ahead
     * @return the instant at which {@code silence} is full; null where that is after {@code horizon}
     */
    public static @Nullable Instant of(
            CafeFacts facts, Instant receivedAt, Listening listening, Duration silence, Instant horizon) {
        List<Interval> suspended = suspended(facts.suspensions(), horizon);
        Duration left = silence;
        for (Interval heard : listening.since(receivedAt, horizon)) {
            List<Interval> permitted = facts.hours().permitted(heard.from(), heard.to());
            for (Interval counted : Listening.without(permitted, suspended)) {
                Duration length = Duration.between(counted.from(), counted.to());
                if (length.compareTo(left) >= 0) {
                    return counted.from().plus(left);
                }
                left = left.minus(length);
            }
        }
        return null;
    }

    private static List<Interval> suspended(List<SuspensionPeriod> suspensions, Instant horizon) {
        return suspensions.stream()
                .filter(one -> one.from().isBefore(one.to() == null ? horizon : one.to()))
                .map(one -> new Interval(one.from(), one.to() == null ? horizon : one.to()))
                .sorted(Comparator.comparing(Interval::from))
                .toList();
    }
}
