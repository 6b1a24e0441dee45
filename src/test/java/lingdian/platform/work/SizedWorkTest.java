package lingdian.platform.work;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Small work is done where it is asked for, large work elsewhere. */
class SizedWorkTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    private static boolean onAnEventLoop() {
        return Context.isOnEventLoopThread();
    }

    private boolean doneOnTheEventLoop(long size) throws Exception {
        return Contexts.run(vertx.getOrCreateContext(), () -> SizedWork.run(vertx, size, SizedWorkTest::onAnEventLoop))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void largeWorkIsDoneOffTheEventLoop() throws Exception {
        assertThat(doneOnTheEventLoop(SizedWork.INLINE_MAX)).isTrue();
        assertThat(doneOnTheEventLoop(SizedWork.INLINE_MAX + 1L)).isFalse();
    }

    @Test
    void itCompletesOnTheCallersContext() throws Exception {
        assertThat(Contexts.run(
                                vertx.getOrCreateContext(),
                                () -> SizedWork.run(vertx, SizedWork.INLINE_MAX + 1L, () -> 1)
                                        .map(done -> onAnEventLoop()))
                        .await(PATIENCE_SECONDS, SECONDS))
                .isTrue();
    }

    @Test
    void anExceptionIsAFailedFuture() {
        Future<Integer> failed = SizedWork.run(vertx, 1, () -> {
            throw new IllegalStateException("expected");
        });
        assertThat(failed.cause()).hasMessage("expected");
    }
}
