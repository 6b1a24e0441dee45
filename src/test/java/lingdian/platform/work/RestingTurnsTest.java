package lingdian.platform.work;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestingTurnsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Promise<Void> rested = Promise.promise();
    private final List<Duration> rests = new ArrayList<>();
    private final RestingTurns<String> turns = new RestingTurns<>(vertx, time -> {
        rests.add(time);
        return rested.future();
    });

    private final Promise<Void> underWay = Promise.promise();
    private int begun;

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void onePieceOfAllIsDoneAtATimeAndThenTheOthersHaveARest() throws Exception {
        Future<Void> one = turns.inTurn("one", this::begin);
        Future<Void> other = turns.inTurn("other", this::begin);
        assertThat(begun).isEqualTo(1);

        underWay.complete();
        assertThat(rests).hasSize(1).allMatch(Duration::isPositive);
        assertThat(begun).isEqualTo(1);

        rested.complete();
        other.await(PATIENCE_SECONDS, SECONDS);
        assertThat(one.succeeded()).isTrue();
        assertThat(begun).isEqualTo(2);
    }

    @Test
    void afterAPieceThatFailedTheNextOneIsDone() throws Exception {
        Future<Void> one = turns.inTurn("one", this::begin);
        rested.complete();
        underWay.fail("the database");
        assertThat(one.cause()).hasMessage("the database");

        turns.inTurn("one", Future::succeededFuture).await(PATIENCE_SECONDS, SECONDS);
    }

    private Future<Void> begin() {
        begun++;
        return underWay.future();
    }
}
