package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Nothing is erased by a clock that was set a moment ago. */
class ClockStepsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final ClockSteps steps = new ClockSteps(nanos::get);
    private Instant wall = Instant.parse("2026-07-01T12:00:00Z");

    private Duration after(Duration passed, Duration shown) {
        nanos.addAndGet(passed.toNanos());
        wall = wall.plus(shown);
        return steps.evenFor(wall);
    }

    @Test
    void itIsEvenFromTheFirstLookOn() {
        assertThat(steps.evenFor(wall)).isZero();
        assertThat(after(MINUTE, MINUTE)).isEqualTo(MINUTE);
        assertThat(after(MINUTE, MINUTE.plusSeconds(1))).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aStepInEitherDirectionBeginsAnew() {
        steps.evenFor(wall);
        assertThat(after(MINUTE, Duration.ofDays(4))).isZero();
        assertThat(after(MINUTE, MINUTE)).isEqualTo(MINUTE);
        assertThat(after(MINUTE, Duration.ofDays(-4))).isZero();
        assertThat(after(MINUTE, MINUTE)).isEqualTo(MINUTE);
    }

    /** Its clock for passed time stands meanwhile. */
    @Test
    void soDoesAMachineThatWasSuspended() {
        steps.evenFor(wall);
        after(MINUTE, MINUTE);
        assertThat(after(Duration.ofSeconds(1), Duration.ofHours(9))).isZero();
    }
}
