package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.office.api.AccountPlaces.Limits;
import lingdian.platform.http.SlicedAnswer;

/**
 * Limits the long answers that are held in memory because their clients read slowly: together they are at most a small
 * part of the heap, those of operators beside those of offices. A region's accounts have fewer, and one account fewer
 * still, so that none blocks the others.
 */
public final class LargeAnswers {
    /** One long list, file or bundle, on however small a heap. */
    private static final long ACCOUNT_BYTES_MIN = 12 * 1024 * 1024;

    private final AccountPlaces bytes;

    /** @param heapBytes the most that the program may use */
    public LargeAnswers(long heapBytes) {
        bytes = new AccountPlaces(
                Limits.ofHeap(heapBytes, ACCOUNT_BYTES_MIN), Limits.ofHeap(heapBytes / 2, ACCOUNT_BYTES_MIN));
    }

    /** Makes this the limit of an answer that an endpoint sends by itself. */
    void on(RoutingContext routing) {
        routing.put(LargeAnswers.class.getName(), this);
    }

    /** What {@link #end} does, for an endpoint that sends by itself. */
    public static Future<Void> endFor(RoutingContext routing, Runnable head, Buffer body) {
        LargeAnswers answers = Objects.requireNonNull(routing.get(LargeAnswers.class.getName()), "set by Operations");
        Account account = Objects.requireNonNull(routing.get(Account.class.getName()), "let in by Access");
        return answers.end(routing, account, head, body);
    }

    /**
     * Ends a response; fails with 429 if too much is being sent already. Completes once the body is no longer held.
     *
     * @param head sets the status and the headers
     */
    public Future<Void> end(RoutingContext routing, Account account, Runnable head, Buffer body) {
        return during(account, body.length(), () -> {
            head.run();
            return SlicedAnswer.end(routing, body);
        });
    }

    /** Counts so many bytes while they are held, or made; fails with 429, and does nothing, if that is too much. */
    <T> Future<T> during(Account account, long length, Supplier<Future<T>> holding) {
        long count = counted(account, length);
        if (!bytes.enter(account, count)) {
            return Future.failedFuture(Refused.limit(
                    "answers", 429, "So many long answers are still being read. Read them first, or try again later."));
        }
        return holding.get().onComplete(held -> bytes.leave(account, count));
    }

    /** A short answer is not counted, and a bundle longer than the share takes all of it. */
    private long counted(Account account, long length) {
        return length <= SlicedAnswer.SLICE_BYTES ? 0 : Math.min(length, bytes.maximumOf(account));
    }
}
