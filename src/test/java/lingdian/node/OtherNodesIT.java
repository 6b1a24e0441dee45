package lingdian.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import lingdian.domain.PlaceCode;
import lingdian.intake.probe.Arrears;
import lingdian.intake.probe.Denial;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.Databases;
import lingdian.platform.QueryPool;
import lingdian.platform.WritableHost;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** What a café owes one node it owes the others too, and whom one denied it they count. */
class OtherNodesIT {
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final int HOUR_MILLIS = 3_600_000;

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseAddress address = TestDatabase.migrated();
    private final AtomicLong millis = new AtomicLong();
    private final Arrears here = new Arrears(millis::get, 1);
    private final Arrears there = new Arrears(millis::get, 1);
    private final Queue<Denial> heard = new ConcurrentLinkedQueue<>();

    @Test
    void whoOwesOneNodeWaitsAtTheOthersToo() throws Exception {
        QueryPool pool = Databases.queryPool(vertx, address, 2);
        OtherNodes one = started(pool, here, denial -> {});
        OtherNodes other = started(pool, there, heard::add);
        Await.until("both listen", () -> {
            here.oweMessage(CAFE, HOUR_MILLIS);
            return there.millisUntilTaking(CAFE) > 0;
        });

        var denial = new Denial(CAFE, Instant.parse("2026-07-10T10:00:00Z"), Long.MIN_VALUE, true);
        one.deniedHere(denial);
        Await.until("the denial is heard", () -> heard.contains(denial));
        assertThat(there.millisUntilTaking(CAFE)).isGreaterThanOrEqualTo(HOUR_MILLIS);
        assertThat(there.millisUntil(there.oweAnswers(CAFE, 0))).isGreaterThanOrEqualTo(HOUR_MILLIS);
        one.stop().await(PATIENCE_SECONDS, SECONDS);
        other.stop().await(PATIENCE_SECONDS, SECONDS);
        pool.close().await(PATIENCE_SECONDS, SECONDS);
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    private OtherNodes started(QueryPool pool, Arrears arrears, Consumer<Denial> denied) {
        var nodes = new OtherNodes(vertx, pool, WritableHost.of(vertx, address), UUID.randomUUID());
        nodes.start((cafe, connection) -> {}, arrears::owedElsewhere, denied);
        arrears.onGrowth(nodes::owedHere);
        return nodes;
    }
}
