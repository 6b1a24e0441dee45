package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import lingdian.platform.PeriodicJob;
import lingdian.platform.QueryPool;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;

/**
 * Erases cases 60 months after their closing, or 24 where nothing was confirmed (handbook, casework.md#how-long). The database
 * decides which, by its own clock. Every node sweeps; each case is erased by one of them.
 */
public final class CaseErasure extends PeriodicJob {
    private static final int PART = 100;
    private static final long PERIOD_MILLIS = 3 * 3_600_000L;

    private final QueryPool pool;
    private final AccessLogStore log;
    private final CaseErasureStore store = new CaseErasureStore();

    public CaseErasure(Vertx vertx, QueryPool pool, AccessLogStore log) {
        super(vertx, "erasing cases", PERIOD_MILLIS);
        this.pool = pool;
        this.log = log;
    }

    @Override
    protected Future<Void> round() {
        return pool.withTransaction(connection -> store.erase(connection, PART)
                        .compose(erased -> erased == 0
                                ? Future.succeededFuture(erased)
                                : log.append(connection, entry(erased)).map(erased)))
                .compose(erased -> erased == 0 || isStopped() ? Future.succeededFuture() : round());
    }

    private static AccessEntry entry(int erased) {
        return AccessEntry.done(Actor.service(), Action.ERASE_CASES).with("cases", erased);
    }
}
