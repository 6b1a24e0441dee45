package lingdian.intake.socket;

import io.vertx.core.Future;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import lingdian.domain.PlaceCode;
import lingdian.platform.http.Problem;

/** The HTTP requests of agents that are under way: so many of a café at once, and all of them awaited by a stop. */
final class RequestsUnderWay {
    private final int perCafeMax;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<PlaceCode, Integer> byCafe = new ConcurrentHashMap<>();

    RequestsUnderWay(int perCafeMax) {
        this.perCafeMax = perCafeMax;
    }

    /** Whether there is none. */
    boolean isIdle() {
        return all.get() == 0;
    }

    /** Counts a request until it is over. */
    void count(Future<?> request) {
        all.incrementAndGet();
        request.onComplete(over -> all.decrementAndGet());
    }

    /** Does the work of a café's request; fails with 429 where too many of the café are under way. */
    <T> Future<T> inTurn(PlaceCode placeCode, Supplier<Future<T>> work) {
        int count = byCafe.merge(placeCode, 1, Integer::sum);
        Future<T> done = count > perCafeMax
                ? Future.failedFuture(Problem.of(429, "too many requests of this café are under way")
                        .reaching("cafe-requests")
                        .thrown())
                : work.get();
        return done.onComplete(over -> byCafe.computeIfPresent(placeCode, (code, open) -> open > 1 ? open - 1 : null));
    }
}
