package lingdian.platform.work;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a task until it is stopped, and runs it at once on request; one run at a time ({@link Coalesced}). */
public final class Periodic {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    /** Longer than any round takes, so that a round that never completes does not end the repetition. */
    private static final long ROUND_HOURS_MAX = 2;

    private final Vertx vertx;
    private final String name;
    private final Supplier<Future<Void>> round;
    private final Coalesced<Void> rounds = new Coalesced<>(this::once);
    private final RareLines waits = new RareLines(System::nanoTime);
    private @Nullable Long timer;
    private volatile boolean stopped;

    /**
     * @param name of the task, for the log
     * @param round the task; a failed round does not end the repetition
     */
    public Periodic(Vertx vertx, String name, Supplier<Future<Void>> round) {
        this.vertx = vertx;
        this.name = name;
        this.round = round;
    }

    /** A periodic task whose round is complete when it returns. */
    public static Periodic of(Vertx vertx, String name, Runnable round) {
        return new Periodic(vertx, name, () -> {
            round.run();
            return Future.succeededFuture();
        });
    }

    /** @param periodMillis between the beginnings of two rounds; after a longer round the next begins later */
    public synchronized void start(long periodMillis) {
        if (!stopped) {
            timer = vertx.setPeriodic(periodMillis, tick -> rounds.startUnlessRunning());
        }
    }

    /** Begins no further round. A round under way may check {@link #isStopped} and end early. */
    public synchronized void stop() {
        stopped = true;
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
    }

    public boolean isStopped() {
        return stopped;
    }

    /** A round that begins after this call: now, or when the one under way has ended. */
    public Future<Void> now() {
        return rounds.next();
    }

    private Future<Void> once() {
        if (stopped) {
            return Future.succeededFuture();
        }
        return Future.<Void>succeededFuture()
                .compose(nothing -> round.get())
                .timeout(ROUND_HOURS_MAX, TimeUnit.HOURS)
                .onFailure(this::log);
    }

    private void log(Throwable failure) {
        if (Causes.isAway(failure)) {
            String cause = Causes.say(failure);
            waits.write(cause, more -> LOG.warn("A round of {} waits for the database: {}{}", name, cause, more));
        } else {
            LOG.error("A round of {} failed: {}", name, Causes.say(failure));
        }
    }
}
