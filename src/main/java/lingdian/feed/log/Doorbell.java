package lingdian.feed.log;

import io.vertx.core.Future;

/** Says that some node committed messages. It may ring without news or fail to ring: the hub also polls. */
interface Doorbell {
    /** @param news may be called from anywhere */
    void listen(Runnable news);

    Future<Void> stop();
}
