package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.BiFunction;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.PeriodicJob;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;

/**
 * Erases cases 60 months after their closing, or 24 where nothing was confirmed, and the site records that no case needs any more
 * (handbook, casework.md#how-long). The database decides which, by its own clock. Every node sweeps; each is erased by one of them.
 */
public final class CaseErasure extends PeriodicJob {
    private static final int PART = 100;
    private static final long PERIOD_MILLIS = 3 * 3_600_000L;

    private final QueryPool pool;
    private final DatabaseClock clocks;
    private final AccessLogStore log;
    private final CaseErasureStore store = new CaseErasureStore();

    public CaseErasure(Vertx vertx, QueryPool pool, DatabaseClock clocks, AccessLogStore log) {
        super(vertx, "erasing cases", PERIOD_MILLIS);
        this.pool = pool;
        this.clocks = clocks;
        this.log = log;
    }

    /** A record goes after the case that kept it. Where a case cannot be erased, the round fails after all others are. */
    @Override
    protected Future<Void> round() {
        return clocks.ifAgreed(
                "Erasing cases",
                () -> all(store::erase, Action.ERASE_CASES, "cases")
                        .eventually(() -> all(store::eraseRecords, Action.ERASE_SITE_RECORDS, "versions")));
    }

    private Future<Void> all(BiFunction<SqlConnection, Integer, Future<Integer>> erasure, Action action, String what) {
        return pool.withTransaction(connection -> erasure.apply(connection, PART)
                        .compose(erased -> erased == 0
                                ? Future.succeededFuture(erased)
                                : log.append(connection, entry(action, what, erased))
                                        .map(erased)))
                .compose(erased -> erased == 0 || isStopped() ? Future.succeededFuture() : all(erasure, action, what));
    }

    private static AccessEntry entry(Action action, String what, int erased) {
        return AccessEntry.done(Actor.service(), action).with(what, erased);
    }
}
