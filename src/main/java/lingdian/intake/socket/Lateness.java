package lingdian.intake.socket;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import lingdian.domain.PlaceCode;
import lingdian.intake.probe.Arrears;
import lingdian.platform.work.SizedWork;

/**
 * Holds back what a café is told, and what is taken from it, until the pauses that it owes are over ({@link Arrears}),
 * over all its connections and requests together. Answers are told in the order in which they were committed.
 *
 * <p>By timers alone, so nothing is blocked and no other café waits. What waits counts as unacknowledged, so the café's
 * window and its number of requests bound it, and reading from the café stops. Answers that are no longer awaited are
 * skipped; the pauses for them are owed nevertheless.
 */
final class Lateness {
    private final Vertx vertx;
    private final Arrears arrears;
    private final int checkMillis;
    private final ConcurrentMap<PlaceCode, Future<Void>> lastTurns = new ConcurrentHashMap<>();

    /** @param checkMillis between two checks whether anybody still waits */
    Lateness(Vertx vertx, Arrears arrears, int checkMillis) {
        this.vertx = vertx;
        this.arrears = arrears;
        this.checkMillis = checkMillis;
    }

    /**
     * Completes on the caller's context with the answer when its turn is over; at once where the café is not late.
     *
     * @param due the moment before which it is not told, by the ledger's clock
     * @param wanted whether anybody still waits for it; asked now and then, on the caller's context
     */
    <T> Future<T> inTurn(PlaceCode placeCode, long due, BooleanSupplier wanted, T answer) {
        if (arrears.millisUntil(due) <= 0 && !lastTurns.containsKey(placeCode)) {
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
        LongSupplier left = () -> arrears.millisUntil(due);
        if (before == null) {
            pause(left, wanted, end);
        } else {
            before.onComplete(ended -> here.runOnContext(turn -> pause(left, wanted, end)));
        }
        return told.future();
    }

    /**
     * A message of the café could not be read. After a long one nothing is taken for a moment, from the first one on: reading
     * it has cost as much as that of hundreds of cafés, and no program that works sends one.
     *
     * @param size in characters or bytes
     */
    void refused(PlaceCode placeCode, long size) {
        if (SizedWork.isLarge(size)) {
            arrears.oweMessage(placeCode, 1);
        }
    }

    /** Whether the café's next message may be taken now. */
    boolean mayTake(PlaceCode placeCode) {
        return arrears.millisUntilTaking(placeCode) <= 0;
    }

    /**
     * Completes on the caller's context when the café's next message may be taken, or nobody sends it any more.
     *
     * @param wanted as above
     */
    Future<Void> untilTaking(PlaceCode placeCode, BooleanSupplier wanted) {
        Promise<Void> free = Promise.promise();
        pause(() -> arrears.millisUntilTaking(placeCode), wanted, free::complete);
        return free.future();
    }

    private void pause(LongSupplier left, BooleanSupplier wanted, Runnable end) {
        long millis = left.getAsLong();
        if (millis <= 0 || !wanted.getAsBoolean()) {
            end.run();
        } else {
            vertx.setTimer(Math.min(millis, checkMillis), passed -> pause(left, wanted, end));
        }
    }
}
