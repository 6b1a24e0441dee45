package lingdian.node;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/**
 * Measures by how much one event loop is late for a timer. Everything that an event loop does waits as long, so this
 * shows a blocked or overloaded loop before its callers notice. A few timers a second cost nothing beside the work.
 */
final class EventLoopDelay extends VerticleBase {
    private static final long PERIOD_MILLIS = 200;

    private final Meters meters;

    EventLoopDelay(Meters meters) {
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        next();
        return Future.succeededFuture();
    }

    private void next() {
        long due = System.nanoTime() + Duration.ofMillis(PERIOD_MILLIS).toNanos();
        vertx.setTimer(PERIOD_MILLIS, fired -> {
            meters.eventLoopLate(Duration.ofNanos(Math.max(0, System.nanoTime() - due)));
            next();
        });
    }
}
