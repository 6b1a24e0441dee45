package lingdian.platform;

import io.vertx.core.Future;

/** Work that a node repeats in the background until it is stopped, and does at once when asked. */
public interface Job {
    /** Begins to repeat it. */
    void start();

    /** Begins no further round; one that is under way ends early where it can. */
    void stop();

    /** Does it now rather than at the next turn; completes when that is done. */
    Future<Void> runNow();
}
