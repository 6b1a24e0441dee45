package lingdian.record.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay of one café can tell: what lies outside is counted apart, and never as added, removed or changed.
 *
 * @param from what began before is at the edge of what is kept
 * @param unsettled silences that nobody may have looked at yet when the record was read
 */
record Bounds(Instant from, Set<UUID> unsettled) {
    /** By then no session is open any more that began before the first record: the rules end it after 24 hours. */
    private static final Duration EDGE = Duration.ofDays(2);

    /** Of findings about persons, which only events lead to. */
    static Bounds ofPersons(Instant from) {
        return new Bounds(from, Set.of());
    }

    static Bounds of(CafeReplay.ReplayedCafe replayed) {
        Instant since = replayed.wholeSince();
        return new Bounds(since == null ? Instant.EPOCH : since.plus(EDGE), replayed.unsettled());
    }

    /** Why nothing can be said of a finding; null where something can. */
    @Nullable
    Outside outside(UUID id, Instant startedAt) {
        if (startedAt.isBefore(from)) {
            return Outside.EDGE;
        }
        return unsettled.contains(id) ? Outside.UNSETTLED : null;
    }
}
