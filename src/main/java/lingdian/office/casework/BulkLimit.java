package lingdian.office.casework;

import io.vertx.core.Future;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.platform.work.Places;

/**
 * Limits the actions on several cases that are under way: each holds the cases that it was tried on until the last one is
 * done, so together they are at most a small part of the heap. One account has fewer, so that it cannot block the others.
 */
final class BulkLimit {
    /** Of one action, as the document says. */
    static final int CASES_MAX = 200;

    /** What a case takes with as many violations as a list shows, as fields and as text. */
    static final long CASE_BYTES = 100 * 1024;

    private final Places<AccountId> bytes;

    /** @param heapBytes the most that the program may use */
    BulkLimit(long heapBytes) {
        bytes = Places.ofHeap(heapBytes, CASES_MAX * CASE_BYTES);
    }

    /** Takes an action on so many cases; fails with 429, and reads none of them, if too much is under way already. */
    <T> Future<T> during(AccountId account, int cases, Supplier<Future<T>> action) {
        long count = cases * CASE_BYTES;
        return bytes.enter(account, count) == Places.Answer.TAKEN
                ? Future.<Void>succeededFuture()
                        .compose(entered -> action.get())
                        .onComplete(done -> bytes.leave(account, count))
                : Future.failedFuture(Refused.limit(
                        "bulk-actions",
                        429,
                        "Actions on so many cases are under way already. Wait for their answers, or try again later."));
    }
}
