package lingdian.office.figures;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Area;
import lingdian.office.figures.HeardTerminalsStore.Days;
import lingdian.platform.Databases;
import lingdian.platform.Job;
import lingdian.platform.Periodic;
import lingdian.platform.QueryPool;
import lingdian.record.hours.FactsChangeStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters each night, into the facts about each café, how many of its terminals were heard of in the last seven days. The
 * judge compares that number with the licensed one (handbook, suspicions.md), whatever the agent claims.
 *
 * <p>One change of facts for each county: a node reads a café's facts again when its next event is judged, so the cafés of a
 * county are not all read at once.
 */
public final class HeardTerminalsEntry implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(HeardTerminalsEntry.class);
    private static final long LOOK_MILLIS = 60_000;
    /** Late enough that the figures of the last day are complete, and before the business day ends at eight. */
    private static final Duration HOUR = Duration.ofHours(3);

    private static final int DAYS = 7;
    /** A café that is new, or was closed for days, has not used all its terminals yet. */
    private static final int DAYS_HEARD = 5;

    private final QueryPool pool;
    private final InstantSource clock;
    private final HeardTerminalsStore store = new HeardTerminalsStore();
    private final Periodic looks;
    /** The last day that was counted; a node that starts again counts once more, which changes nothing. */
    private volatile LocalDate counted = LocalDate.MIN;

    public HeardTerminalsEntry(Vertx vertx, QueryPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
        this.looks = new Periodic(vertx, "entering heard terminals", this::look);
    }

    @Override
    public void start() {
        looks.start(LOOK_MILLIS);
    }

    @Override
    public void stop() {
        looks.stop();
    }

    /** Enters the numbers now, whatever the hour. */
    @Override
    public Future<Void> runNow() {
        return enter(today());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant().minus(HOUR), ChinaTime.ZONE);
    }

    private Future<Void> look() {
        LocalDate today = today();
        return counted.equals(today)
                ? Future.succeededFuture()
                : enter(today).onSuccess(done -> counted = today).otherwise(HeardTerminalsEntry::said);
    }

    private Future<Void> enter(LocalDate today) {
        Days days = new Days(today.minusDays(DAYS), today, DAYS_HEARD);
        return store.counties(pool).compose(counties -> next(counties, 0, days));
    }

    private Future<Void> next(List<RegionCode> counties, int index, Days days) {
        return index == counties.size()
                ? Future.succeededFuture()
                : pool.withTransaction(connection -> county(connection, counties.get(index), days))
                        .compose(done -> next(counties, index + 1, days));
    }

    private Future<Void> county(SqlConnection connection, RegionCode county, Days days) {
        return store.claim(connection)
                .compose(claimed -> claimed
                        ? changed(connection, county, days).compose(entered -> store.addUp(connection, county, days))
                        : Future.succeededFuture());
    }

    private Future<Void> changed(SqlConnection connection, RegionCode county, Days days) {
        return store.anyChanged(connection, county, days)
                .compose(changed -> changed
                        ? FactsChangeStore.count(connection, new Area.Region(county))
                                .compose(locked -> store.enter(connection, county, days))
                        : Future.succeededFuture());
    }

    private static @Nullable Void said(Throwable failure) {
        LOG.warn("Entering the heard terminals failed and will be retried: {}", Databases.say(failure));
        return null;
    }
}
