package lingdian.platform;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The clock of the machine. Commands hand it down; nothing else asks for the time by itself, so that tests can set it. */
public final class SystemClock {
    /** In whole microseconds, the precision of the database. */
    public static final InstantSource MICROSECONDS = () -> Instant.now().truncatedTo(ChronoUnit.MICROS);

    private SystemClock() {}
}
