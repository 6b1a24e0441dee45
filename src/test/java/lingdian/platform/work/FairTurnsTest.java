package lingdian.platform.work;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A holder who asks for much keeps the others waiting for one piece of it. */
class FairTurnsTest {
    private final Vertx vertx = Vertx.vertx();
    private final FairTurns<String> turns = new FairTurns<>(vertx);
    private final List<String> begun = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void holdersTakeTurns() throws Exception {
        Promise<Void> first = Promise.promise();
        List<Future<Void>> all = new ArrayList<>();
        Contexts.run(vertx.getOrCreateContext(), () -> {
                    all.add(begin("many 1", "many", first.future()));
                    all.add(begin("many 2", "many", Future.failedFuture("expected")));
                    all.add(begin("many 3", "many", Future.succeededFuture()));
                    all.add(begin("one 1", "one", Future.succeededFuture()));
                    all.add(begin("other 1", "other", Future.succeededFuture()));
                    return Future.<Void>succeededFuture();
                })
                .await(PATIENCE_SECONDS, SECONDS);
        assertThat(begun).containsExactly("many 1");

        first.complete();
        Future.join(all).transform(done -> Future.<Void>succeededFuture()).await(PATIENCE_SECONDS, SECONDS);
        assertThat(begun).containsExactly("many 1", "many 2", "one 1", "other 1", "many 3");

        assertThat(turns.inTurn("many", () -> Future.succeededFuture(7)).result())
                .as("alone, at once")
                .isEqualTo(7);
    }

    private Future<Void> begin(String piece, String holder, Future<Void> work) {
        return turns.inTurn(holder, () -> {
            begun.add(piece);
            return work;
        });
    }
}
