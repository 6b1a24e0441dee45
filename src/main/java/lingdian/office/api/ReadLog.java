package lingdian.office.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import lingdian.access.account.Account;
import lingdian.domain.AccountId;
import lingdian.platform.work.Contexts;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.SharedAppends;

/**
 * Writes down who reads what, before it is shown (handbook, access.md#what-is-logged): every reading of one thing, and
 * of each list one entry a minute and account. Where it cannot be written, nothing is shown.
 *
 * <p>Whether a list's entry is due is decided in memory, on each node by itself, so that the pages of a list cost one
 * commit a minute.
 */
public final class ReadLog {
    private static final int LISTS_MAX = 10_000;

    private final Vertx vertx;
    private final SharedAppends appends;
    private final InstantSource clock;
    private final ConcurrentMap<Listing, Listed> lists = new ConcurrentHashMap<>();

    /** A list that an account reads. */
    private record Listing(AccountId account, Action list) {}

    private record Listed(long minute, Promise<Void> written) {}

    ReadLog(Vertx vertx, SharedAppends appends, InstantSource clock) {
        this.vertx = vertx;
        this.appends = appends;
        this.clock = clock;
    }

    /** Completes when the entry is durable, with what was read. */
    public <T> Future<T> one(AccessEntry entry, T read) {
        return appends.append(entry).recover(AccessLoggedChanges::notWritten).map(read);
    }

    /** Completes when this minute's entry is durable, with what was read; a table has its own entry. */
    public <T> Future<T> list(AuthorisedCall call, Action list, T read) {
        return call.isForTable() ? Future.succeededFuture(read) : list(call.account(), list, read);
    }

    /** Completes when this minute's entry is durable, with what was read. */
    public <T> Future<T> list(Account account, Action list, T read) {
        long minute = TimeUnit.MILLISECONDS.toMinutes(clock.millis());
        var own = new Listed(minute, Promise.promise());
        Listed due = lists.compute(
                new Listing(account.id(), list),
                (listing, known) -> known != null
                                && known.minute() == minute
                                && !known.written().future().failed()
                        ? known
                        : own);
        if (due == own) {
            forgetOlder(minute);
            appends.append(AccessEntry.done(account.actor(), list).inRegion(account.region()))
                    .onComplete(own.written());
        }
        Context caller = vertx.getOrCreateContext();
        return Contexts.answerOn(caller, due.written().future())
                .recover(AccessLoggedChanges::notWritten)
                .map(read);
    }

    private void forgetOlder(long minute) {
        if (lists.size() > LISTS_MAX) {
            lists.values().removeIf(listed -> listed.minute() < minute);
        }
    }
}
