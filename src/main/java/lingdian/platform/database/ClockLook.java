package lingdian.platform.database;

import java.time.Duration;
import java.time.Instant;

/**
 * What a clock showed once, and how long the machine had run.
 *
 * @param nanos such as {@link System#nanoTime}
 */
record ClockLook(Instant wall, long nanos) {
    Duration passed(ClockLook later) {
        return Duration.ofNanos(later.nanos - nanos);
    }

    /** How much further the clock went than the time that passed. */
    Duration step(ClockLook later) {
        return Duration.between(wall, later.wall).minus(passed(later));
    }
}
