package lingdian.office.violation;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.office.cafe.CafeStore;
import lingdian.office.violation.ViolationStore.StoredViolation;
import lingdian.platform.work.Contexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short lists are completed where they are read, long ones off the event loop, on which verdicts wait. */
class ViolationCompletionTest {
    private static final RegionCode REGION = new RegionCode("360481");
    private static final Scope SCOPE = new Scope(null, REGION, Set.of());

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger elsewhere = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"10, 0", "1000, 2000"})
    void longListsAreParsedAndCompletedElsewhere(int items, int usesElsewhere) throws Exception {
        var completion = new ViolationCompletion(
                vertx, client -> subjects -> Future.succeededFuture(Map.of()), new CafeStore(null, Instant::now));
        var completed = Contexts.run(
                        vertx.getOrCreateContext(), () -> completion.complete(null, new Counting(items), SCOPE))
                .await(PATIENCE_SECONDS, SECONDS);
        assertThat(completed).hasSize(items).allMatch(one -> one.path("person").isNull());
        assertThat(elsewhere).hasValue(usesElsewhere);
    }

    /** Counts the uses of its violations outside an event loop. */
    private final class Counting extends AbstractList<StoredViolation> {
        private final int size;

        Counting(int size) {
            this.size = size;
        }

        @Override
        public StoredViolation get(int i) {
            elsewhere.addAndGet(Context.isOnEventLoopThread() ? 0 : 1);
            String snapshot =
                    "{\"placeCode\":\"36048110000001\",\"note\":\"%s\",\"evidence\":[]}".formatted("x".repeat(100));
            return new StoredViolation(
                    new ViolationId(new UUID(0, i)), REGION, Instant.EPOCH, snapshot, null, false, null);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
