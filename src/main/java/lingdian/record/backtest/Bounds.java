package lingdian.record.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import lingdian.domain.ViolationId;
import org.jspecify.annotations.Nullable;

/**
 * The limits of what a replay of one café can decide: findings outside them are counted apart, and never as added,
 * removed or changed.
 *
 * @param from findings that began before it are at the edge of the kept record
 * @param unsettled silences that may not have been checked yet when the record was read
 */
record Bounds(Instant from, Set<ViolationId> unsettled) {
    /**
     * How long the edge of the record is. By its end every session that began before the first record is closed,
     * because the rules end it after 24 hours.
     */
    private static final Duration EDGE = Duration.ofDays(2);

    /** The bounds of findings about persons, which depend on events only. */
    static Bounds ofPersons(Instant from) {
        return new Bounds(from, Set.of());
    }

    static Bounds of(CafeReplay.ReplayedCafe replayed) {
        Instant since = replayed.wholeSince();
        return new Bounds(since == null ? Instant.EPOCH : since.plus(EDGE), replayed.unsettled());
    }

    /** Why a finding cannot be decided; null if it can. */
    @Nullable
    UndecidableReason outside(ViolationId id, Instant startedAt) {
        if (startedAt.isBefore(from)) {
            return UndecidableReason.EDGE;
        }
        return unsettled.contains(id) ? UndecidableReason.UNSETTLED : null;
    }
}
