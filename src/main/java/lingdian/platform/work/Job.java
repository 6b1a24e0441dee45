package lingdian.platform.work;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** A background task that a node repeats until it is stopped, and runs at once on request. */
public interface Job {
    /** Begins to repeat the task. */
    void start();

    /** Starts no further round; a round under way ends early if it can. */
    void stop();

    /** Runs a round now rather than at the next turn; completes when it is done. */
    Future<Void> runNow();

    /** A task that is never repeated, only run on request. */
    static Job onDemand(Supplier<Future<Void>> task) {
        return new Job() {
            @Override
            public void start() {}

            @Override
            public void stop() {}

            @Override
            public Future<Void> runNow() {
                return task.get();
            }
        };
    }
}
