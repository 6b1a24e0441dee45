package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import lingdian.platform.http.Problem;
import org.junit.jupiter.api.Test;

/** An answer of any length goes on while its right stands, for an hour at most. */
class StandingRightTest {
    private final AtomicBoolean stands = new AtomicBoolean(true);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // which may overflow
    private final StandingRight right = new StandingRight(() -> Future.succeededFuture(stands.get()), nanos::get);

    @Test
    void eachPageLooksTheRightUp() {
        assertThat(right.check().succeeded()).isTrue();

        stands.set(false);

        assertThat(status(right.check())).isEqualTo(401);
    }

    @Test
    void allPagesTogetherHaveAnHour() {
        nanos.addAndGet(Duration.ofHours(1).toNanos() - 1);
        assertThat(right.check().succeeded()).isTrue();

        nanos.incrementAndGet();

        assertThat(status(right.check())).isEqualTo(408);
    }

    private static int status(Future<Void> refused) {
        return ((Problem.Thrown) refused.cause()).problem().status();
    }
}
