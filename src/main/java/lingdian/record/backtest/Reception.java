package lingdian.record.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lingdian.law.judge.Listening;
import lingdian.law.judge.Listening.Stretch;

/**
 * When the service was there to receive, and what it wrote down of that; the same for all cafés.
 *
 * @param stretches in which some node received
 * @param until up to here everything that was received is in the record
 */
record Reception(List<Stretch> stretches, Instant until) {
    /** Nobody ever listened: nothing of the record is about what was not received. */
    static final Reception NONE = new Reception(List.of(), Instant.EPOCH);

    Reception {
        stretches = List.copyOf(stretches);
    }

    /** As it is known afterwards of the time since {@code last}, which a look at the time could know no less of. */
    Listening listening(Instant last, Instant now, Duration reconnect) {
        List<Stretch> since = stretches.stream()
                .filter(one -> !one.over() || !one.until().plus(reconnect).isBefore(last))
                .toList();
        return new Listening(since, now, reconnect);
    }
}
