package lingdian.record.evidence;

import static lingdian.record.evidence.CheckpointAllowance.AT_ONCE;
import static lingdian.record.evidence.CheckpointAllowance.OF_ACCOUNT_AT_ONCE;
import static lingdian.record.evidence.CheckpointAllowance.OF_OPERATORS_AT_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import lingdian.domain.AccountId;
import org.junit.jupiter.api.Test;

/**
 * Reading fresh evidence for ever makes one checkpoint a minute, whatever was allowed at once before, and no account and no
 * café keeps an officer from fresh evidence.
 */
class CheckpointAllowanceTest {
    private static final int TRIES = 1_000;

    private final AtomicLong nanos = new AtomicLong();
    private final CheckpointAllowance allowance = new CheckpointAllowance(nanos::get);

    private int taken(Supplier<BundleOrder> order) {
        int taken = 0;
        for (int i = 0; i < TRIES; i++) {
            taken += allowance.take(order.get()) ? 1 : 0;
        }
        return taken;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static BundleOrder order(BundleReader reader) {
        return new BundleOrder(reader, new AccountId(UUID.randomUUID()));
    }

    private static BundleOrder officer() {
        return order(BundleReader.OFFICE);
    }

    private static BundleOrder operator() {
        return order(BundleReader.CAFE);
    }

    @Test
    void someAtOnceThenOneAMinute() {
        assertThat(taken(CheckpointAllowanceTest::officer)).isEqualTo(AT_ONCE);
        pass(Duration.ofSeconds(59));
        assertThat(taken(CheckpointAllowanceTest::officer)).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(taken(CheckpointAllowanceTest::officer)).isEqualTo(1);
        pass(Duration.ofMinutes(3));
        assertThat(taken(CheckpointAllowanceTest::officer)).isEqualTo(3);
    }

    @Test
    void aQuietDayAllowsNoMoreThanTheFirstMinute() {
        pass(Duration.ofDays(1));
        assertThat(taken(CheckpointAllowanceTest::officer)).isEqualTo(AT_ONCE);
    }

    @Test
    void oneAccountHasAShare() {
        BundleOrder officer = officer();
        assertThat(taken(() -> officer)).isEqualTo(OF_ACCOUNT_AT_ONCE);
        assertThat(allowance.take(officer())).isTrue();
        pass(Duration.ofMinutes(3).minusNanos(1));
        assertThat(taken(() -> officer)).isZero();
        pass(Duration.ofNanos(1));
        assertThat(taken(() -> officer)).isEqualTo(1);
    }

    @Test
    void allOperatorsTogetherLeaveMostToTheOffices() {
        assertThat(taken(CheckpointAllowanceTest::operator)).isEqualTo(OF_OPERATORS_AT_ONCE);
        assertThat(taken(CheckpointAllowanceTest::officer)).isEqualTo(AT_ONCE - OF_OPERATORS_AT_ONCE);
        pass(Duration.ofMinutes(1));
        assertThat(taken(CheckpointAllowanceTest::operator)).isZero();
        assertThat(taken(CheckpointAllowanceTest::officer)).isEqualTo(1);
    }

    @Test
    void theServiceKeepsBundlesOfItsOwnAccord() {
        assertThat(taken(() -> BundleOrder.toKeep(BundleReader.CAFE))).isEqualTo(AT_ONCE);
    }
}
