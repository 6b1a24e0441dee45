package lingdian.conformance;

import io.vertx.core.Vertx;

/** Sees over one connection that each heartbeat comes in time. */
final class HeartbeatWatch {
    private final Vertx vertx;
    private final long millis;
    private final Runnable late;
    private int heartbeats;
    private long timer = -1;

    /**
     * @param millis how long after the beginning or a heartbeat the next one may come
     * @param late what happens if it does not; it happens once
     */
    HeartbeatWatch(Vertx vertx, long millis, Runnable late) {
        this.vertx = vertx;
        this.millis = millis;
        this.late = late;
    }

    void begin() {
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(millis, id -> late.run());
    }

    void heartbeat() {
        heartbeats++;
        begin();
    }

    int heartbeats() {
        return heartbeats;
    }

    void end() {
        vertx.cancelTimer(timer);
    }
}
