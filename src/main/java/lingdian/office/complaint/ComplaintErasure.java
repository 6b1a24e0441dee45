package lingdian.office.complaint;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import lingdian.domain.ChinaTime;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.PeriodicJob;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.vault.seal.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what was said in complaints 24 months after they ended (个人信息保护法, Art. 47). What remains is for the figures, and names
 * nobody. Every node sweeps; each row is erased by one of them.
 */
public final class ComplaintErasure extends PeriodicJob {
    private static final Logger LOG = LoggerFactory.getLogger(ComplaintErasure.class);

    static final int KEPT_MONTHS = 24;
    private static final int PART = 500;
    private static final long PERIOD_MILLIS = 3_600_000;

    private final QueryPool pool;
    private final DatabaseClock clocks;
    private final ComplaintTextStore texts;
    private final AccessLogStore log;
    private final InstantSource clock;

    public ComplaintErasure(
            Vertx vertx, QueryPool pool, DatabaseClock clocks, Vault vault, AccessLogStore log, InstantSource clock) {
        super(vertx, "complaints", PERIOD_MILLIS);
        this.pool = pool;
        this.clocks = clocks;
        this.texts = new ComplaintTextStore(vertx, vault);
        this.log = log;
        this.clock = clock;
    }

    @Override
    protected Future<Void> round() {
        return clocks.ifAgreed("Erasing complaints", () -> erase(before())).otherwise(failure -> {
            LOG.warn(
                    "What was said in old complaints is not erased yet; it is tried again: {}",
                    failure.getClass().getName());
            return null;
        });
    }

    private Instant before() {
        return clock.instant().atZone(ChinaTime.ZONE).minusMonths(KEPT_MONTHS).toInstant();
    }

    private Future<Void> erase(Instant before) {
        return pool.withTransaction(connection -> texts.erase(connection, before, PART)
                        .compose(erased -> erased == 0
                                ? Future.succeededFuture(erased)
                                : log.append(connection, entry(erased)).map(erased)))
                .compose(erased -> erased < PART || isStopped() ? Future.succeededFuture() : erase(before));
    }

    private static AccessEntry entry(int erased) {
        return AccessEntry.done(Actor.service(), Action.ERASE_COMPLAINTS).with("complaints", erased);
    }
}
