package lingdian.record.accesslog;

import static lingdian.record.accesslog.RefusalLimit.A_MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.domain.AccountId;
import org.junit.jupiter.api.Test;

class RefusalLimitTest {
    private static final long NOW = 1_000_000;
    private final AtomicInteger reached = new AtomicInteger();
    private final RefusalLimit<Actor> limit = new RefusalLimit<>(reached::incrementAndGet);

    @Test
    void onlySoManyOfOneActorAreWrittenInAMinute() {
        refuse(A_MINUTE);

        assertThat(limit.next(Actor.nobody(), NOW + 59_999)).isEmpty();
        assertThat(limit.next(Actor.nobody(), NOW + 60_000)).isPresent();
    }

    @Test
    void theNextOneSaysHowManyWereNot() {
        refuse(A_MINUTE + 7);

        assertThat(reached).hasValue(7);
        assertThat(limit.next(Actor.nobody(), NOW + 60_000)).isEqualTo(OptionalLong.of(7));
        assertThat(limit.next(Actor.nobody(), NOW + 60_001)).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void oneActorsFloodHidesNoOther() {
        refuse(A_MINUTE + 1);

        assertThat(limit.next(Actor.account(new AccountId(new UUID(0, 7))), NOW))
                .isEqualTo(OptionalLong.of(0));
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            limit.next(Actor.nobody(), NOW);
        }
    }
}
