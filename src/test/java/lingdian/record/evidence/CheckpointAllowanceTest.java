package lingdian.record.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Reading fresh evidence for ever makes one checkpoint a minute, whatever was allowed at once before. */
class CheckpointAllowanceTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CheckpointAllowance allowance = new CheckpointAllowance(nanos::get);

    private int taken(int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += allowance.take() ? 1 : 0;
        }
        return taken;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void someAtOnceThenOneAMinute() {
        assertThat(taken(1_000)).isEqualTo(CheckpointAllowance.AT_ONCE);
        pass(Duration.ofSeconds(59));
        assertThat(taken(1_000)).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(taken(1_000)).isEqualTo(1);
        pass(Duration.ofMinutes(3));
        assertThat(taken(1_000)).isEqualTo(3);
    }

    @Test
    void aQuietDayAllowsNoMoreThanTheFirstMinute() {
        pass(Duration.ofDays(1));
        assertThat(taken(1_000)).isEqualTo(CheckpointAllowance.AT_ONCE);
    }
}
