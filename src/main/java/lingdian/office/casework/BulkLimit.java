package lingdian.office.casework;

import io.vertx.core.Future;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.office.api.AccountPlaces;
import lingdian.platform.work.RestingTurns;

/**
 * Limits the actions on several cases that are under way: each holds the cases that it was tried on until the last one is
 * done, so together they are at most a small part of the heap. A region's accounts have fewer, and one account fewer still,
 * so that none blocks the others.
 *
 * <p>Of all cases, those that are acted on by themselves too, one is acted on at a time: all verdicts wait while an action is
 * written.
 */
final class BulkLimit {
    /** Of one action, as the document says. */
    static final int CASES_MAX = 200;

    /** What a case takes with as many violations as a list shows, as fields and as text. */
    static final long CASE_BYTES = 100 * 1024;

    private final AccountPlaces bytes;
    private final RestingTurns<AccountId> turns;

    /**
     * @param turns in which all verdicts wait
     * @param heapBytes the most that the program may use
     */
    BulkLimit(RestingTurns<AccountId> turns, long heapBytes) {
        this.bytes = AccountPlaces.ofOffices(AccountPlaces.Limits.ofHeap(heapBytes, CASES_MAX * CASE_BYTES));
        this.turns = turns;
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

    /** Acts on one case, alone or of several, when its turn comes. Completes once others had a rest from it. */
    <T> Future<T> inTurn(AccountId account, Supplier<Future<T>> one) {
        return turns.inTurn(account, one);
    }
}
