package lingdian.record.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lingdian.law.judge.Listening;
import lingdian.law.judge.Listening.Stretch;

/**
 * When the service was receiving, according to its records; one for all cafés.
 *
 * @param stretches in which some node was receiving
 * @param until the time up to which the record contains everything received
 */
record ReceptionTimes(List<Stretch> stretches, Instant until) {
    /** For a record without findings about missing events. */
    static final ReceptionTimes NONE = new ReceptionTimes(List.of(), Instant.EPOCH);

    ReceptionTimes {
        stretches = List.copyOf(stretches);
    }

    /** What the records show about reception since {@code last}. A check at that time knew at least as much. */
    Listening listening(Instant last, Instant now, Duration reconnect) {
        var since = new ArrayList<Stretch>(0);
        for (Stretch one : stretches) { // each pause of each café asks
            if (!one.over() || !one.until().plus(reconnect).isBefore(last)) {
                since.add(one);
            }
        }
        return new Listening(since, now, reconnect);
    }
}
