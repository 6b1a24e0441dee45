package lingdian.feed.log;

import io.vertx.core.Future;

/** Signals that a node has committed messages. It may ring without news or fail to ring: the hub also polls. */
interface Doorbell {
    /** @param news called on every ring, from any thread */
    void listen(Runnable news);

    Future<Void> stop();
}
