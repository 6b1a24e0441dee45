package lingdian.intake.socket;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import lingdian.domain.PlaceCode;

/**
 * Holds back what a café is told while it asks beyond its limit ({@link lingdian.intake.probe.ProbeLimit}): one answer
 * a pause, over all its connections and requests together, in the order in which they were committed.
 *
 * <p>By timers alone, so nothing is blocked and no other café waits. What waits counts as unacknowledged, so the café's
 * window and its number of requests bound it, and reading from the café stops; answers that are no longer awaited are
 * skipped.
 */
final class Lateness {
    private final Vertx vertx;
    private final int pauseMillis;
    private final ConcurrentMap<PlaceCode, Future<Void>> lastTurns = new ConcurrentHashMap<>();

    Lateness(Vertx vertx, int pauseMillis) {
        this.vertx = vertx;
        this.pauseMillis = pauseMillis;
    }

    /**
     * Completes on the caller's context with the answer when its turn is over; at once where the café is not late.
     *
     * @param pauses how many the answer is worth
     * @param wanted whether anybody still waits for it; asked after each pause, on the caller's context
     */
    <T> Future<T> inTurn(PlaceCode placeCode, int pauses, BooleanSupplier wanted, T answer) {
        if (pauses == 0 && !lastTurns.containsKey(placeCode)) {
            return Future.succeededFuture(answer);
        }
        Context here = vertx.getOrCreateContext();
        Promise<T> told = Promise.promise();
        Promise<Void> over = Promise.promise();
        Future<Void> before = lastTurns.put(placeCode, over.future());
        Runnable end = () -> {
            lastTurns.remove(placeCode, over.future());
            told.complete(answer); // before the next one's turn
            over.complete();
        };
        if (before == null) {
            pause(pauses, wanted, end);
        } else {
            before.onComplete(ended -> here.runOnContext(turn -> pause(pauses, wanted, end)));
        }
        return told.future();
    }

    private void pause(int pauses, BooleanSupplier wanted, Runnable end) {
        if (pauses == 0 || !wanted.getAsBoolean()) {
            end.run();
        } else {
            vertx.setTimer(pauseMillis, passed -> pause(pauses - 1, wanted, end));
        }
    }
}
