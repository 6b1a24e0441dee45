package lingdian.platform.work;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets requests wait for a {@link Pace} instead of refusing them: so many of a holder, for so long. Each asks again when it is
 * to go on, so what others spent meanwhile counts.
 *
 * @param <W> who has places to wait
 */
public final class PacedTurns<W> {
    private static final Duration LONGEST_STEP = Duration.ofSeconds(1); // who has left gives the place free

    private final Places<W> waiting;
    private final Duration longest;
    private final Function<Duration, Future<Void>> rest;

    /**
     * @param waiting the places of those that wait
     * @param longest how long one waits at most
     */
    public PacedTurns(Vertx vertx, Places<W> waiting, Duration longest) {
        this(waiting, longest, time -> vertx.timer(Math.max(1, time.toMillis()), MILLISECONDS));
    }

    /** @param rest completes after a time */
    public PacedTurns(Places<W> waiting, Duration longest, Function<Duration, Future<Void>> rest) {
        this.waiting = waiting;
        this.longest = longest;
        this.rest = rest;
    }

    /**
     * Completes with zero when it is the request's turn, or with the time to wait if that, or the number of those that wait, is
     * too much.
     *
     * @param until asks the pace for the time to wait; zero is the turn
     * @param left whether the client has left
     */
    public Future<Duration> turn(W holder, Supplier<Duration> until, BooleanSupplier left) {
        Duration wait = until.get();
        return wait.isZero() || wait.compareTo(longest) > 0 || waiting.enter(holder) != Places.Answer.TAKEN
                ? Future.succeededFuture(wait)
                : later(wait, longest, until, left).onComplete(over -> waiting.leave(holder));
    }

    private Future<Duration> later(Duration wait, Duration most, Supplier<Duration> until, BooleanSupplier left) {
        Duration step = wait.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : wait;
        return rest.apply(step).compose(rested -> {
            if (left.getAsBoolean()) {
                return Future.failedFuture(new HttpClosedException("the client left before its turn"));
            }
            Duration next = until.get();
            return next.isZero() || next.compareTo(most.minus(step)) > 0
                    ? Future.succeededFuture(next)
                    : later(next, most.minus(step), until, left);
        });
    }
}
