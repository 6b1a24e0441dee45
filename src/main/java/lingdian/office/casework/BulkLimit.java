package lingdian.office.casework;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.office.api.AccountPlaces;
import lingdian.platform.work.FairTurns;

/**
 * Limits the actions on several cases that are under way: each holds the cases that it was tried on until the last one is
 * done, so together they are at most a small part of the heap. A region's accounts have fewer, and one account fewer still,
 * so that none blocks the others.
 *
 * <p>Of all of them one case is acted on at a time, each account's in turn, and then none for as long as that took: all
 * verdicts wait while an action is written, and one request brings hundreds.
 */
final class BulkLimit {
    /** Of one action, as the document says. */
    static final int CASES_MAX = 200;

    /** What a case takes with as many violations as a list shows, as fields and as text. */
    static final long CASE_BYTES = 100 * 1024;

    private final AccountPlaces bytes;
    private final FairTurns<AccountId> turns;
    private final Function<Duration, Future<Void>> rest;

    /** @param heapBytes the most that the program may use */
    BulkLimit(Vertx vertx, long heapBytes) {
        this(vertx, heapBytes, time -> vertx.timer(Math.max(1, time.toMillis()), MILLISECONDS));
    }

    /** @param rest completes after a time */
    BulkLimit(Vertx vertx, long heapBytes, Function<Duration, Future<Void>> rest) {
        this.bytes = AccountPlaces.ofOffices(AccountPlaces.Limits.ofHeap(heapBytes, CASES_MAX * CASE_BYTES));
        this.turns = new FairTurns<>(vertx);
        this.rest = rest;
    }

    /** Takes an action on so many cases; fails with 429, and reads none of them, if too much is under way already. */
    <T> Future<T> during(Account account, int cases, Supplier<Future<T>> action) {
        long count = cases * CASE_BYTES;
        return bytes.enter(account, count)
                ? Future.<Void>succeededFuture()
                        .compose(entered -> action.get())
                        .onComplete(done -> bytes.leave(account, count))
                : Future.failedFuture(Refused.limit(
                        "bulk-actions",
                        429,
                        "Actions on so many cases are under way already. Wait for their answers, or try again later."));
    }

    /** Acts on one case of an action, when its turn comes. Completes once others had a rest from it. */
    <T> Future<T> inTurn(AccountId account, Supplier<Future<T>> one) {
        return turns.inTurn(account, () -> {
            long begun = System.nanoTime();
            return one.get().eventually(() -> rest.apply(Duration.ofNanos(System.nanoTime() - begun)));
        });
    }
}
