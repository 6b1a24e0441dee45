package lingdian.office.figures;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import lingdian.domain.ChinaTime;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.Causes;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the figures up to date with streams and feed, a few seconds behind.
 *
 * <p>The figures are not counted in the batches' own transactions, because these hold the lock that all writers wait
 * for, and reports are not urgent. Every node sweeps, and a claim in the transaction lets one of them count at a time.
 * A position moves in the transaction that counts up to it, so everything is counted once, even if a node fails in
 * between.
 */
public final class FiguresCounter implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(FiguresCounter.class);
    private static final int STREAMS = 25;
    private static final long RECORDS_OF_A_STREAM = 2_000;
    private static final long CHANGES = 5_000;
    /** The pause between two parts, as a multiple of the first part's duration: verdicts need the processors too. */
    private static final int REST = 3;

    /** A part of large tables takes a tenth of a second. */
    private static final long REST_MILLIS_MAX = 1_000;
    /** Sweeps between two readings of the gauges, which read every café and ask for the size of every table. */
    private static final int SWEEPS_BETWEEN = 12;

    /** A terminal of which nothing was heard for longer is forgotten. */
    private static final int TERMINAL_DAYS = 8;

    private static final Place FIRST = new Place(0, false);

    /**
     * Progress of a sweep.
     *
     * @param after the number of the last stream of the last part
     * @param more whether this round over all streams left something for the next one
     */
    private record Place(int after, boolean more) {
        @Nullable
        Place next(@Nullable Integer last, boolean left) {
            if (last != null) {
                return new Place(last, more || left);
            }
            return more || left ? FIRST : null;
        }
    }

    private final Vertx vertx;
    private final QueryPool pool;
    private final InstantSource clock;
    private final long periodMillis;
    private final FiguresStore store = new FiguresStore();
    private final HeardTerminals terminals = new HeardTerminals();
    private volatile Instant upToDateAt;
    private volatile ServiceGauges standing = ServiceGauges.UNKNOWN;
    private final Periodic sweeping;
    private int sweeps;

    /** @param periodMillis between two sweeps */
    public FiguresCounter(Vertx vertx, QueryPool pool, InstantSource clock, long periodMillis) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
        this.periodMillis = periodMillis;
        this.upToDateAt = clock.instant();
        this.sweeping = new Periodic(vertx, "figures", this::sweepOnce);
    }

    @Override
    public void start() {
        sweeping.start(periodMillis);
    }

    /** Ends after the part in progress. */
    @Override
    public void stop() {
        sweeping.stop();
    }

    /** Time since everything in the record had been counted. */
    public Duration age() {
        return Duration.between(upToDateAt, clock.instant());
    }

    /** The gauges as of one of the last sweeps. */
    public ServiceGauges standing() {
        return standing;
    }

    /** Counts everything in the record. Never fails: an error is logged and the next sweep tries again. */
    @Override
    public Future<Void> runNow() {
        return sweeping.now();
    }

    private Future<Void> sweepOnce() {
        Instant now = clock.instant();
        return parts(FIRST)
                .onSuccess(done -> upToDateAt = now)
                .compose(done -> look(now))
                .otherwise(FiguresCounter::said);
    }

    private synchronized Future<Void> look(Instant now) {
        return sweeps++ % SWEEPS_BETWEEN != 0
                ? Future.succeededFuture()
                : store.standing(pool, now)
                        .onSuccess(found -> standing = found)
                        .compose(found -> store.forgetTerminals(
                                pool, LocalDate.ofInstant(now, ChinaTime.ZONE).minusDays(TERMINAL_DAYS)));
    }

    private Future<Void> parts(Place from) {
        long begun = System.nanoTime(); // used only to decide how long to rest
        return pool.withTransaction(connection -> part(connection, from))
                .onFailure(failure -> terminals.forget())
                .compose(next -> next == null || sweeping.isStopped()
                        ? Future.succeededFuture()
                        : vertx.timer(rest(System.nanoTime() - begun), TimeUnit.MILLISECONDS)
                                .compose(rested -> sweeping.isStopped() ? Future.succeededFuture() : parts(next)));
    }

    private static long rest(long nanos) {
        return Math.clamp(REST * TimeUnit.NANOSECONDS.toMillis(nanos), 1, REST_MILLIS_MAX);
    }

    /** @return where to continue; null if everything present is counted, or another node counts */
    private Future<@Nullable Place> part(SqlConnection connection, Place from) {
        return store.claim(connection)
                .compose(claimed -> claimed
                        ? store.countRecords(connection, from.after(), STREAMS, RECORDS_OF_A_STREAM)
                                .compose(records -> store.addTerminals(connection, terminals.added(records.heard()))
                                        .map(records))
                                .compose(records -> findings(connection, records)
                                        .map(more -> from.next(records.last(), records.more() || more)))
                        : Future.succeededFuture(null));
    }

    /** Counts the changes of the feed. They belong to no stream, so this runs once a round, with the last streams. */
    private Future<Boolean> findings(SqlConnection connection, FiguresStore.Counted records) {
        return records.last() == null ? store.countFindings(connection, CHANGES) : Future.succeededFuture(false);
    }

    private static @Nullable Void said(Throwable failure) {
        LOG.warn("Counting figures failed and will be retried: {}", Causes.say(failure));
        return null;
    }
}
