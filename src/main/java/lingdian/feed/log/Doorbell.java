package lingdian.feed.log;

import io.vertx.core.Future;

/** Says that some node committed messages. It may ring in vain, and may fail to: the hub looks by itself too. */
interface Doorbell {
    /** @param news may be called from anywhere */
    void listen(Runnable news);

    Future<Void> stop();
}
