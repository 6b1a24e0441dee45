package lingdian.platform.work;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** A job whose rounds are repeated by a {@link Periodic}. */
public abstract class PeriodicJob implements Job {
    private final Periodic rounds;
    private final long periodMillis;

    /**
     * @param name of the task, for the log
     * @param periodMillis between the beginnings of two rounds
     */
    protected PeriodicJob(Vertx vertx, String name, long periodMillis) {
        this.rounds = new Periodic(vertx, name, this::round);
        this.periodMillis = periodMillis;
    }

    /** One round; one at a time. One that fails does not end the repetition. */
    protected abstract Future<Void> round();

    /** Whether a round under way should end early. */
    protected final boolean isStopped() {
        return rounds.isStopped();
    }

    @Override
    public final void start() {
        rounds.start(periodMillis);
    }

    @Override
    public final void stop() {
        rounds.stop();
    }

    @Override
    public final Future<Void> runNow() {
        return rounds.now();
    }
}
