package lingdian.platform.database;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be taken back waits until the machine's clock has gone evenly for a while. */
class SteadyClockIT {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger erased = new AtomicInteger();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void nothingIsErasedSoonAfterTheStart() throws Exception {
        QueryPool pool = Databases.queryPool(vertx, TestDatabase.migrated(), 1);
        erase(new DatabaseClock(pool, Instant::now, Duration.ofHours(1)));
        assertThat(erased).hasValue(0);
        erase(new DatabaseClock(pool, Instant::now, Duration.ZERO));
        assertThat(erased).hasValue(1);
    }

    private void erase(DatabaseClock clocks) throws Exception {
        clocks.ifAgreed("Erasing", () -> {
                    erased.incrementAndGet();
                    return Future.succeededFuture();
                })
                .await(PATIENCE_SECONDS, SECONDS);
    }
}
