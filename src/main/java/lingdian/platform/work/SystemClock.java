package lingdian.platform.work;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The clock of the machine. Commands pass it on; no other code reads the time, so that tests can set it. */
public final class SystemClock {
    /** In whole microseconds, the precision of the database. */
    public static final InstantSource MICROSECONDS = () -> Instant.now().truncatedTo(ChronoUnit.MICROS);

    private SystemClock() {}
}
