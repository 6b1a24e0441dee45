package lingdian.intake.socket;

import java.util.concurrent.TimeUnit;

/**
 * When a connection was last heard and read, by the machine's own steady clock: the service's clock may be scaled or
 * set.
 *
 * <p>Finds half-open connections, which TCP alone reports after hours.
 */
final class Liveness {
    enum Finding {
        FINE,
        PING,
        NO_HELLO,
        SILENT,
        STALLED
    }

    private final AgentLimits limits;
    private final long opened;
    private long heard;
    private long pinged;
    private boolean listening = true;
    private boolean stalled;
    private long stalledSince;

    /**
     * @param sooner by how much the first ping comes sooner, in milliseconds: what connects together is not pinged
     * together
     */
    Liveness(AgentLimits limits, long now, int sooner) {
        this.limits = limits;
        opened = now;
        heard = now;
        pinged = now - TimeUnit.MILLISECONDS.toNanos(sooner);
    }

    void heard(long now) {
        heard = now;
        listening = true;
    }

    /** Reading was stopped by us: until {@link #listening}, silence says nothing of the peer. */
    void notListening() {
        listening = false;
    }

    void listening(long now) {
        if (!listening) {
            heard(now);
        }
    }

    Finding look(long now, boolean greeted, boolean writeQueueFull) {
        if (writeQueueFull && !stalled) {
            stalledSince = now;
        }
        stalled = writeQueueFull;
        if (stalled && past(stalledSince, limits.patience().stalledMillis(), now)) {
            return Finding.STALLED;
        }
        if (!greeted && past(opened, limits.patience().helloMillis(), now)) {
            return Finding.NO_HELLO;
        }
        if (listening && past(heard, limits.patience().silentMillis(), now)) {
            return Finding.SILENT;
        }
        if (!stalled && past(pinged, limits.intervals().pingMillis(), now)) {
            pinged = now;
            return Finding.PING;
        }
        return Finding.FINE;
    }

    private static boolean past(long since, int millis, long now) {
        return now - since >= TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
