package lingdian.reporting;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import lingdian.platform.Databases;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the figures up with streams and feed, a few seconds behind.
 *
 * <p>Not in the batches' own transactions: those hold the one lock that everybody waits for, and a report can wait. Every
 * node sweeps, and a transaction's claim lets one of them count at a time; a position moves with what was counted, so
 * whatever dies in the middle, everything is counted once.
 */
public final class Figures {
    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);
    private static final int STREAMS = 500;
    private static final long RECORDS_OF_A_STREAM = 2_000;
    private static final long CHANGES = 5_000;
    /** How things stand is looked at once for so many sweeps: it reads every café, and asks for the size of every table. */
    private static final int SWEEPS_BETWEEN = 12;

    private final Vertx vertx;
    private final Pool pool;
    private final InstantSource clock;
    private final long periodMillis;
    private final FiguresStore store = new FiguresStore();
    private volatile Instant upToDateAt;
    private volatile Standing standing = Standing.UNKNOWN;
    private @Nullable Future<Void> sweeping;
    private int sweeps;
    private @Nullable Long timer;
    private volatile boolean stopped;

    /** @param periodMillis between two sweeps */
    public Figures(Vertx vertx, Pool pool, InstantSource clock, long periodMillis) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.periodMillis = periodMillis;
        this.upToDateAt = clock.instant();
    }

    public synchronized void start() {
        timer = vertx.setPeriodic(periodMillis, tick -> sweep());
    }

    /** Ends with the part in hand. */
    public synchronized void stop() {
        stopped = true;
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
    }

    /** How long ago everything that was there had been counted. */
    public Duration age() {
        return Duration.between(upToDateAt, clock.instant());
    }

    /** As of one of the last sweeps. */
    public Standing standing() {
        return standing;
    }

    /** Counts what is there now. Never fails: what goes wrong is tried again at the next sweep. */
    public synchronized Future<Void> sweep() {
        if (sweeping == null || sweeping.isComplete()) {
            Instant now = clock.instant();
            sweeping = parts().onSuccess(done -> upToDateAt = now)
                    .compose(done -> look(now))
                    .otherwise(Figures::said);
        }
        return sweeping;
    }

    private synchronized Future<Void> look(Instant now) {
        return sweeps++ % SWEEPS_BETWEEN != 0
                ? Future.succeededFuture()
                : store.standing(pool, now).onSuccess(found -> standing = found).mapEmpty();
    }

    private Future<Void> parts() {
        return pool.withTransaction(this::part)
                .compose(more -> Boolean.TRUE.equals(more) && !stopped ? parts() : Future.succeededFuture());
    }

    /** @return whether more was there than it counted */
    private Future<Boolean> part(SqlConnection connection) {
        return store.claim(connection)
                .compose(claimed -> claimed
                        ? store.countRecords(connection, STREAMS, RECORDS_OF_A_STREAM)
                                .compose(records ->
                                        store.countFindings(connection, CHANGES).map(findings -> findings || records))
                        : Future.succeededFuture(false));
    }

    private static @Nullable Void said(Throwable failure) {
        LOG.warn("Figures are counted later: {}", Databases.say(failure));
        return null;
    }
}
