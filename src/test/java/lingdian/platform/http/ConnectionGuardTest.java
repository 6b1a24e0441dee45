package lingdian.platform.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lingdian.platform.settings.Settings;
import org.junit.jupiter.api.Test;

class ConnectionGuardTest {
    private static final int LOOPS = 4;

    @Test
    void connectionsOfSeveralLoopsAtOnceDoNotExceedTheLimit() throws Exception {
        var vertx = Vertx.vertx();
        var together = new CyclicBarrier(LOOPS);
        try (var loops = Executors.newFixedThreadPool(LOOPS)) {
            for (int round = 0; round < 5_000; round++) {
                var guard = new ConnectionGuard(vertx, new Settings.Connections(1, 0, 20, 75, 60), () -> {});
                var taken = new ArrayList<Future<Boolean>>();
                for (int i = 0; i < LOOPS; i++) {
                    var connection = new EmbeddedChannel();
                    taken.add(loops.submit(() -> {
                        together.await();
                        return guard.takes(connection);
                    }));
                }
                int all = 0;
                for (Future<Boolean> one : taken) {
                    all += one.get(PATIENCE_SECONDS, SECONDS) ? 1 : 0;
                }
                assertThat(all).as("round %d", round).isLessThanOrEqualTo(1);
            }
        } finally {
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }
}
