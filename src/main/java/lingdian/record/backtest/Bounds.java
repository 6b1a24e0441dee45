package lingdian.record.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import lingdian.law.judge.Code;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay of one café can tell: what lies outside is counted apart, and never as added, removed or changed.
 *
 * @param from what began before is at the edge of what is kept
 * @param toldFrom what began before may have been led to by what was not kept yet; null: all was kept
 * @param asked findings that an outside verifier's late answer may have made
 * @param unsettled silences that nobody may have looked at yet when the record was read
 */
record Bounds(Instant from, @Nullable Instant toldFrom, Set<UUID> asked, Set<UUID> unsettled) {
    /** By then no session is open any more that began before the first record: the rules end it after 24 hours. */
    private static final Duration EDGE = Duration.ofDays(2);

    /** Of findings about persons, which only events lead to. */
    static Bounds ofPersons(Instant from) {
        return new Bounds(from, null, Set.of(), Set.of());
    }

    static Bounds of(CafeReplay.ReplayedCafe replayed, @Nullable Instant toldSince) {
        Instant since = replayed.wholeSince();
        return new Bounds(
                since == null ? Instant.EPOCH : since.plus(EDGE),
                toldSince == null ? null : toldSince.plus(EDGE),
                replayed.asked().keySet(),
                replayed.unsettled());
    }

    /**
     * Why nothing can be said of a finding; null where it can.
     *
     * @param found whether the replay found it
     */
    @Nullable
    Outside outside(UUID id, Code code, Instant startedAt, boolean found) {
        if (startedAt.isBefore(from)) {
            return Outside.EDGE;
        }
        if (unsettled.contains(id)) {
            return Outside.UNSETTLED;
        }
        return toldFrom != null && startedAt.isBefore(toldFrom) && mayHaveBeenTold(id, code, found)
                ? Outside.NOT_KEPT
                : null;
    }

    private boolean mayHaveBeenTold(UUID id, Code code, boolean found) {
        return switch (code) {
            case MEASURES_STOPPED, COVERAGE_LOW -> true;
            case RECORDS_BROKEN -> !found;
            case IDENTITY_UNVERIFIED -> !found && asked.contains(id);
            case OVERTIME_OPERATION,
                    MINOR_ADMITTED,
                    IDENTITY_SHARED,
                    TERMINAL_UNREGISTERED,
                    OPERATION_SUSPENDED,
                    CARD_ON_MANY_SEATS,
                    SESSION_TOO_LONG,
                    DOCUMENTS_TYPED_BY_HAND,
                    MIDNIGHT_BRIDGED,
                    CLOCK_WRONG,
                    PATROL_MISSING -> false;
        };
    }
}
