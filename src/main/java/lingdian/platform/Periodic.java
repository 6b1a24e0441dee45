package lingdian.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a node does again and again until it is stopped, and at once for whoever asks; once at a time ({@link Coalesced}). */
public final class Periodic {
    private final Vertx vertx;
    private final Coalesced<Void> rounds;
    private @Nullable Long timer;
    private volatile boolean stopped;

    /** @param round never fails: what goes wrong is tried again in the next one */
    public Periodic(Vertx vertx, Supplier<Future<Void>> round) {
        this.vertx = vertx;
        this.rounds = new Coalesced<>(() -> stopped ? Future.succeededFuture() : round.get());
    }

    /** @param periodMillis between the beginnings of two rounds; where one takes longer, the next begins later */
    public synchronized void start(long periodMillis) {
        timer = vertx.setPeriodic(periodMillis, tick -> rounds.unlessRunning());
    }

    /** No round begins any more; one that is under way may ask {@link #isStopped} and end early. */
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

    /** A round that begins after this was called: now, or when the one that is under way has ended. */
    public Future<Void> now() {
        return rounds.next();
    }
}
