package lingdian.platform.database;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * For how long this machine's clock has gone evenly: since it was first looked at, or was last set. A machine whose clock lost its
 * time, and whose database is on it, agrees with that until a time service sets it right.
 */
final class ClockSteps {
    private final LongSupplier nanos;
    private @Nullable ClockLook begin;
    private @Nullable ClockLook last;

    /** @param nanos such as {@link System#nanoTime} */
    ClockSteps(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param wall what the clock shows now */
    synchronized Duration evenFor(Instant wall) {
        var now = new ClockLook(wall, nanos.getAsLong());
        ClockLook before = last;
        last = now;
        ClockLook since = begin;
        if (since == null || before == null || !DatabaseClock.agree(before.step(now))) {
            begin = now;
            return Duration.ZERO;
        }
        return since.passed(now);
    }
}
