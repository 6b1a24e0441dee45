package lingdian.platform;

import io.vertx.core.Future;

/** A background task that a node repeats until it is stopped, and runs at once on request. */
public interface Job {
    /** Begins to repeat the task. */
    void start();

    /** Starts no further round; a round under way ends early if it can. */
    void stop();

    /** Runs a round now rather than at the next turn; completes when it is done. */
    Future<Void> runNow();
}
