package lingdian.platform.work;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does one piece of work at a time, a piece of each holder in turn, and then none for as long as that took: for work that
 * others must wait for, of which one request brings hundreds of pieces. So it takes at most half of their time, whoever
 * brings it.
 *
 * @param <H> the holder of the work, such as an account
 */
public final class RestingTurns<H> {
    private final FairTurns<H> turns;
    private final Function<Duration, Future<Void>> rest;

    public RestingTurns(Vertx vertx) {
        this(vertx, time -> vertx.timer(Math.max(1, time.toMillis()), MILLISECONDS));
    }

    /** @param rest completes after a time */
    RestingTurns(Vertx vertx, Function<Duration, Future<Void>> rest) {
        this.turns = new FairTurns<>(vertx);
        this.rest = rest;
    }

    /** Does a piece of work when its turn comes. Completes once others had a rest from it. */
    public <T> Future<T> inTurn(H holder, Supplier<Future<T>> work) {
        return turns.inTurn(holder, () -> {
            long begun = System.nanoTime();
            return work.get().eventually(() -> rest.apply(Duration.ofNanos(System.nanoTime() - begun)));
        });
    }
}
