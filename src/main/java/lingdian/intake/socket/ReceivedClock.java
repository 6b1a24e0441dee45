package lingdian.intake.socket;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.DatabaseClock;

/**
 * When messages were received, in whole microseconds. For one café it never goes back, except where a wrong clock was set
 * right: what was dated by it was not judged.
 */
final class ReceivedClock {
    private final InstantSource clock;
    private final ConcurrentMap<PlaceCode, Instant> latest = new ConcurrentHashMap<>();

    ReceivedClock(InstantSource clock) {
        this.clock = clock;
    }

    /** When the first byte of a message was handed over. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * The received time of a message that is handed on: when it came, or that of a message of the café which was handed
     * on before although it came later.
     */
    Instant inOrder(PlaceCode placeCode, Instant received) {
        Instant latestYet = latest.merge(
                placeCode, received, (before, now) -> now.isAfter(before) || isOfWrongClock(before) ? now : before);
        return latestYet == null ? received : latestYet;
    }

    private boolean isOfWrongClock(Instant before) {
        return before.isAfter(clock.instant().plus(DatabaseClock.DIFFERENCE_MAX));
    }
}
