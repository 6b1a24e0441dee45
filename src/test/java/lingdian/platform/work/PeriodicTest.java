package lingdian.platform.work;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rounds run periodically and on request, one at a time, and none after the stop. */
class PeriodicTest {

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Promise<Void>> begun = new LinkedBlockingQueue<>();
    private final Periodic periodic = new Periodic(vertx, "the test", this::begin);

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void roundsComeByThemselves() throws Exception {
        periodic.start(1);

        Promise<Void> first = begun.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(first).isNotNull();
        whileAnotherHasThreeRounds();
        assertThat(begun).isEmpty(); // the timer fired, but a round is under way
        first.complete();
        assertThat(begun.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aRoundThatFailsOrCannotBeginIsFollowedByTheNext() {
        Future<Void> failing = periodic.now();
        begun.remove().fail("broken");
        assertThat(failing.cause()).hasMessage("broken");

        var impossible = new Periodic(vertx, "the test", () -> {
            throw new IllegalStateException("cannot begin");
        });
        assertThat(impossible.now().cause()).hasMessage("cannot begin");
        assertThat(impossible.now().cause()).hasMessage("cannot begin");

        periodic.now();
        assertThat(begun).hasSize(1);
    }

    @Test
    void whatIsStoppedBeforeItStartedNeverBegins() throws Exception {
        periodic.stop();
        periodic.start(1);

        whileAnotherHasThreeRounds();
        assertThat(begun).isEmpty();
    }

    @Test
    void whoAsksWhileOneIsUnderWayIsAnsweredByTheNext() {
        periodic.now();
        Future<Void> asked = periodic.now();

        begun.remove().complete();

        assertThat(asked.isComplete()).isFalse();
        begun.remove().complete();
        assertThat(asked.succeeded()).isTrue();
    }

    @Test
    void whatWaitedWhenItWasStoppedBeginsNothing() {
        periodic.now();
        Future<Void> waiting = periodic.now();
        assertThat(periodic.isStopped()).isFalse();

        periodic.stop();
        begun.remove().complete();

        assertThat(periodic.isStopped()).isTrue();
        assertThat(waiting.succeeded()).isTrue();
        assertThat(periodic.now().succeeded()).isTrue();
        assertThat(begun).isEmpty();
    }

    private void whileAnotherHasThreeRounds() throws Exception {
        var rounds = new CountDownLatch(3);
        new Periodic(vertx, "another", () -> {
                    rounds.countDown();
                    return Future.succeededFuture();
                })
                .start(1);
        assertThat(rounds.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private Future<Void> begin() {
        var promise = Promise.<Void>promise();
        begun.add(promise);
        return promise.future();
    }
}
