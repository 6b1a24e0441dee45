package lingdian.record.retention;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.Causes;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultDayKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops received days whose retention period is over, whole and in order (handbook, retention.md).
 *
 * <p>Every node sweeps, and a transaction's claim lets one of them drop at a time. Each day is one transaction: its
 * figures, the evidence that cases keep, the record of the drop and the drop itself are all written or none, so a node
 * that dies leaves nothing to repair. A day that cannot be dropped yet is left to the next sweep and delays no other.
 *
 * <p>It also packs the records of complete days, again one day per transaction.
 */
public final class Retention implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String RAISED = "P0001";
    private static final String CHECK_VIOLATION = "23514";
    private static final Duration PACK_AGAIN_AFTER = Duration.ofMinutes(15);

    private final QueryPool pool;
    private final DatabaseClock clocks;
    private final RetentionPeriods periods;
    private final InstantSource clock;
    private final RetentionListener listener;
    private final long periodMillis;
    private final RetentionStore store = new RetentionStore();
    private final KeptEvidenceStore kept;
    private final VaultDayKeys dayKeys;
    private final RetentionLog log;
    private final Periodic sweeping;
    private volatile int overdue;
    private volatile int held;
    private volatile Instant packNotBefore = Instant.MIN;
    private final Set<LocalDate> unpackable = ConcurrentHashMap.newKeySet();

    /** @param periodMillis between two sweeps */
    public Retention(
            Vertx vertx,
            QueryPool pool,
            DatabaseClock clocks,
            Vault vault,
            VaultDayKeys dayKeys,
            AccessLogStore log,
            RetentionPeriods periods,
            InstantSource clock,
            RetentionListener listener,
            long periodMillis) {
        this.pool = pool;
        this.clocks = clocks;
        this.periods = periods;
        this.clock = clock;
        this.listener = listener;
        this.periodMillis = periodMillis;
        this.dayKeys = dayKeys;
        this.log = new RetentionLog(log);
        this.kept = new KeptEvidenceStore(vault);
        this.sweeping = new Periodic(vertx, "retention", this::sweepOnce);
    }

    @Override
    public void start() {
        sweeping.start(periodMillis);
    }

    /** Stops after the current day. */
    @Override
    public void stop() {
        sweeping.stop();
    }

    /** The number of days that were overdue to be dropped at the last sweep; days under a legal hold do not count. */
    public int overdue() {
        return overdue;
    }

    /** The number of days that were kept beyond their time by a legal hold at the last sweep. */
    public int held() {
        return held;
    }

    /** Drops what is due now. Never fails: errors are retried by the next sweep. */
    @Override
    public Future<Void> runNow() {
        return sweeping.now();
    }

    private Future<Void> sweepOnce() {
        return clocks.ifAgreed("Retention", () -> sweep(clock.instant()))
                .otherwise(failure -> putOff("Retention", failure));
    }

    /** Each part whatever became of those before it: a row that one of them cannot drop would keep all the others for good. */
    private Future<Void> sweep(Instant now) {
        return part("Dropping received days", () -> drop(now))
                .compose(done -> part("Destroying keys of days", this::destroyKeys))
                .compose(done -> part("Counting figures", () -> count(now)))
                .compose(done -> part("Packing a day", () -> pack(now)))
                .compose(done -> part("Dropping violations", () -> dropFindings(now)))
                .compose(done -> part("Dropping enrolment codes", () -> dropKeyChanges(now)))
                .compose(done -> part("Dropping months of the access log", () -> dropMonths(now)));
    }

    /** Never fails. */
    private static Future<Void> part(String what, Supplier<Future<Void>> work) {
        return Future.<Void>succeededFuture().compose(begun -> work.get()).otherwise(failure -> putOff(what, failure));
    }

    private Future<Void> drop(Instant now) {
        return store.droppable(pool, periods.lastDay(now))
                .compose(days -> drop(days.iterator(), now))
                .compose(done -> store.droppable(pool, periods.lastDay(now)))
                .onSuccess(left -> overdue = left.size())
                .compose(left -> store.held(pool, periods.lastDay(now)))
                .onSuccess(days -> held = days)
                .mapEmpty();
    }

    private Future<Void> drop(Iterator<LocalDate> days, Instant now) {
        if (!days.hasNext() || sweeping.isStopped()) {
            return Future.succeededFuture();
        }
        return drop(days.next(), now).compose(done -> drop(days, now));
    }

    private Future<Void> drop(LocalDate day, Instant now) {
        return pool.withTransaction(connection -> claimed(connection, day, now))
                .onSuccess(dropped -> dropped.ifPresent(records -> {
                    LOG.info("The received day {} was dropped: {} records", day, records);
                    listener.dayDropped(records);
                }))
                .<Void>mapEmpty()
                .otherwise(failure -> postpone(day, failure));
    }

    /** @return the number of records; empty if another node has the claim, or was faster */
    private Future<Optional<Long>> claimed(SqlConnection connection, LocalDate day, Instant now) {
        return store.claim(connection)
                .compose(claimed -> claimed ? store.droppable(connection, day) : Future.succeededFuture(List.of()))
                .compose(still -> still.contains(day)
                        ? kept.keep(connection, day, periods.casesClosedBefore(now))
                                .compose(done -> store.drop(connection, day, now))
                                .compose(drop ->
                                        log.dropped(connection, day, drop).map(Optional.of(drop.records())))
                        : Future.succeededFuture(Optional.empty()));
    }

    private @Nullable Void postpone(LocalDate day, Throwable failure) {
        listener.dropPutOff();
        if (failure instanceof PgException refused && LOCK_NOT_AVAILABLE.equals(refused.getSqlState())) {
            LOG.debug("The received day {} will be dropped later: it is being read", day);
        } else {
            LOG.warn("The received day {} could not be dropped and will be retried: {}", day, Causes.say(failure));
        }
        return null;
    }

    /**
     * Destroys the keys of dropped days. It runs after the commit and at every sweep, so that it happens whichever node
     * dropped the day, and even if that node died.
     */
    private Future<Void> destroyKeys() {
        return store.lastDropped(pool)
                .compose(last -> last == null
                        ? Future.succeededFuture()
                        : store.keptUpTo(pool, last).compose(kept -> dayKeys.destroy(last, kept)));
    }

    /** Counts the figures of complete days. Dropping a day counts it once more. */
    private Future<Void> count(Instant now) {
        return pool.withTransaction(connection -> store.claim(connection)
                .compose(claimed -> claimed
                        ? store.uncounted(connection, RetentionPeriods.today(now))
                        : Future.succeededFuture(List.<LocalDate>of()))
                .compose(days -> count(connection, days.iterator())));
    }

    private Future<Void> count(SqlConnection connection, Iterator<LocalDate> days) {
        return days.hasNext()
                ? store.count(connection, days.next()).compose(done -> count(connection, days))
                : Future.succeededFuture();
    }

    /**
     * Packs the oldest complete day that is not packed. One day per sweep, so that an outage of days is caught up
     * gradually.
     */
    private Future<Void> pack(Instant now) {
        return now.isBefore(packNotBefore)
                ? Future.succeededFuture()
                : store.packable(pool, RetentionPeriods.today(now).minusDays(2))
                        .compose(days -> days.stream()
                                .filter(day -> !unpackable.contains(day))
                                .findFirst()
                                .map(day -> pack(day, now))
                                .orElse(Future.succeededFuture()));
    }

    private Future<Void> pack(LocalDate day, Instant now) {
        return pool.withTransaction(connection -> store.claim(connection)
                        .compose(claimed ->
                                claimed ? store.packable(connection, day) : Future.succeededFuture(List.of()))
                        .compose(still -> still.contains(day)
                                ? store.pack(connection, day, now).map(Optional::of)
                                : Future.succeededFuture(Optional.<Long>empty())))
                .onSuccess(packed -> packed.ifPresent(
                        records -> LOG.info("The received day {} was packed: {} records", day, records)))
                .<Void>mapEmpty()
                .otherwise(failure -> leaveUnpacked(day, now, failure));
    }

    /**
     * Leaves a day unpacked. It is retried much later, since a retry packs the whole day again. A day whose packed form
     * would differ from its records is not retried.
     */
    private @Nullable Void leaveUnpacked(LocalDate day, Instant now, Throwable failure) {
        String state = failure instanceof PgException refused ? refused.getSqlState() : "";
        if (state.equals(RAISED) || state.equals(CHECK_VIOLATION)) {
            unpackable.add(day);
            LOG.warn(
                    "The received day {} is left unpacked until the next start: {}",
                    day,
                    state.equals(RAISED) ? failure.getMessage() : Causes.say(failure)); // pack_day's own words
            return null;
        }
        packNotBefore = now.plus(PACK_AGAIN_AFTER);
        if (state.equals(LOCK_NOT_AVAILABLE)) {
            LOG.debug(
                    "The received day {} will be packed later: it is being read, or its figures are not counted", day);
        } else {
            LOG.warn("The received day {} could not be packed and will be retried: {}", day, Causes.say(failure));
        }
        return null;
    }

    private Future<Void> dropFindings(Instant now) {
        return store.dropFindings(pool, periods.violationsBefore(now), periods.casesClosedBefore(now))
                .onSuccess(violations -> {
                    if (violations > 0) {
                        LOG.info("{} violations were dropped at the end of their retention period", violations);
                        listener.findingsDropped(violations);
                    }
                })
                .mapEmpty();
    }

    private Future<Void> dropKeyChanges(Instant now) {
        return store.dropKeyChanges(pool, periods.logBefore(now))
                .onSuccess(codes -> {
                    if (codes > 0) {
                        LOG.info("{} enrolment codes were dropped at the end of their retention period", codes);
                    }
                })
                .mapEmpty();
    }

    private Future<Void> dropMonths(Instant now) {
        return pool.withTransaction(connection -> dropOldestMonth(connection, now))
                .compose(dropped -> Boolean.TRUE.equals(dropped) && !sweeping.isStopped()
                        ? dropMonths(now)
                        : Future.succeededFuture());
    }

    /** @return whether one was dropped: the log is cut at its beginning, one month at a time */
    private Future<Boolean> dropOldestMonth(SqlConnection connection, Instant now) {
        return store.claim(connection)
                .compose(claimed -> claimed
                        ? store.droppableMonths(connection, periods.logBefore(now))
                        : Future.succeededFuture(List.<LocalDate>of()))
                .compose(months -> months.isEmpty()
                        ? Future.succeededFuture(false)
                        : log.cut(connection, months.getFirst())
                                .compose(recorded -> store.dropMonth(connection, months.getFirst()))
                                .map(true));
    }

    private static @Nullable Void putOff(String what, Throwable failure) {
        LOG.warn("{} failed and will be retried: {}", what, Causes.say(failure));
        return null;
    }
}
