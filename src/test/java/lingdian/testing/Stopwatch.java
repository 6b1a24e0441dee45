package lingdian.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures a duration, and asserts a limit if {@code -Dlingdian.long=true} declares the machine idle. Otherwise the
 * duration depends on the machine's other work, and is only logged.
 */
public final class Stopwatch {
    /** Whether limits of time are asserted. */
    public static final boolean IDLE_MACHINE = Boolean.getBoolean("lingdian.long");

    private static final Logger LOG = LoggerFactory.getLogger(Stopwatch.class);

    private final long startNanos = System.nanoTime();

    private Stopwatch() {}

    public static Stopwatch start() {
        return new Stopwatch();
    }

    public Duration read() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    public void assertWithin(String what, Duration limit) {
        assertWithin(what, read(), limit);
    }

    /** Checks a time that was measured by other means. */
    public static void assertWithin(String what, Duration taken, Duration limit) {
        LOG.info("{}: {} ms, at most {} on an idle machine", what, taken.toMillis(), limit.toMillis());
        if (IDLE_MACHINE) {
            assertThat(taken).as(what).isLessThan(limit);
        }
    }
}
