package lingdian.intake.socket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import lingdian.domain.PlaceCode;
import lingdian.platform.work.Turns;

/**
 * Shares the processors among the cafés whose long messages are decoded: half of them decode, each for one café, and a
 * café's next message begins after a rest as long as its last one took. So no café has more than half of one processor,
 * from the first message on, and none waits for another café's queue.
 */
final class DecodingTurns {
    private static final long NANOS_A_MILLI = 1_000_000;

    private final Vertx vertx;
    private final LongSupplier nanos;
    private final Turns all;
    private final ConcurrentMap<PlaceCode, CafeTurns> cafes = new ConcurrentHashMap<>();

    /** @param users those who wait, decode or rest; with the last one the café is forgotten */
    private record CafeTurns(Turns turns, int users) {}

    /** @param nanos such as {@link System#nanoTime} */
    DecodingTurns(Vertx vertx, int processors, LongSupplier nanos) {
        this.vertx = vertx;
        this.nanos = nanos;
        this.all = new Turns(vertx, Math.max(1, processors / 2));
    }

    /** Decodes when the café's turn comes, on the caller's context. */
    <T> Future<T> inTurn(PlaceCode placeCode, Supplier<Future<T>> decode) {
        return inTurn(placeCode, Future::succeededFuture, decode);
    }

    /** @param room what decoding needs besides, asked for once the café has rested; it must not fail */
    <T> Future<T> inTurn(PlaceCode placeCode, Supplier<Future<Void>> room, Supplier<Future<T>> decode) {
        Turns own = enter(placeCode);
        return own.turn(1)
                .compose(rested -> room.get())
                .compose(go -> all.inTurn(1, () -> timed(placeCode, own, decode)));
    }

    private <T> Future<T> timed(PlaceCode placeCode, Turns own, Supplier<Future<T>> decode) {
        long began = nanos.getAsLong();
        return Future.<Void>succeededFuture()
                .compose(go -> decode.get()) // what it throws is a failure, too
                .onComplete(done -> rest(placeCode, own, (nanos.getAsLong() - began) / NANOS_A_MILLI));
    }

    private void rest(PlaceCode placeCode, Turns own, long millis) {
        Runnable over = () -> {
            own.over(1);
            leave(placeCode);
        };
        if (millis > 0) {
            vertx.setTimer(millis, rested -> over.run());
        } else {
            over.run();
        }
    }

    private Turns enter(PlaceCode placeCode) {
        return cafes.compute(
                        placeCode,
                        (cafe, own) -> own == null
                                ? new CafeTurns(new Turns(vertx, 1), 1)
                                : new CafeTurns(own.turns(), own.users() + 1))
                .turns();
    }

    private void leave(PlaceCode placeCode) {
        cafes.computeIfPresent(
                placeCode, (cafe, own) -> own.users() == 1 ? null : new CafeTurns(own.turns(), own.users() - 1));
    }
}
