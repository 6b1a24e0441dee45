package lingdian.record.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lingdian.law.judge.Listening;
import lingdian.law.judge.Listening.Stretch;

/**
 * When the service was receiving, according to its records; one for all cafés.
 *
 * @param stretches in which some node was receiving
 * @param until up to which everything received is in the record
 */
record ReceptionTimes(List<Stretch> stretches, Instant until) {
    /** Never listened: nothing in the record concerns missing events. */
    static final ReceptionTimes NONE = new ReceptionTimes(List.of(), Instant.EPOCH);

    ReceptionTimes {
        stretches = List.copyOf(stretches);
    }

    /** What is known afterwards about the time since {@code last}; a check at that time knew no less. */
    Listening listening(Instant last, Instant now, Duration reconnect) {
        List<Stretch> since = stretches.stream()
                .filter(one -> !one.over() || !one.until().plus(reconnect).isBefore(last))
                .toList();
        return new Listening(since, now, reconnect);
    }
}
