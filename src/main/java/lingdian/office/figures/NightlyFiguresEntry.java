package lingdian.office.figures;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.figures.PeerComparison;
import lingdian.law.figures.PeerDeviation;
import lingdian.law.hours.Area;
import lingdian.office.figures.NightlyFiguresStore.Days;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.Causes;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import lingdian.record.hours.FactsChangeStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters each night, into the facts about each café, how many of its terminals were heard of in the last seven days, and
 * how far its figures of 28 days are from those of its peers (handbook, suspicions.md). The judge reads both as facts, so
 * that judging an event asks for nothing more and a replay finds the same.
 *
 * <p>One change of facts for each county: a node reads a café's facts again when its next event is judged, so the cafés of a
 * county are not all read at once. It also adds the terminals of each county up, for trends.
 */
public final class NightlyFiguresEntry implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(NightlyFiguresEntry.class);
    private static final long LOOK_MILLIS = 60_000;
    /** Late enough that the figures of the last day are complete, and before the business day ends at eight. */
    private static final Duration HOUR = Duration.ofHours(3);

    private static final int DAYS = 7;
    /** A café that is new, or was closed for days, has not used all its terminals yet. */
    private static final int DAYS_HEARD = 5;

    private static final int PEER_DAYS = 28;

    private final QueryPool pool;
    private final InstantSource clock;
    private final NightlyFiguresStore store = new NightlyFiguresStore();
    private final PeerFiguresStore peers = new PeerFiguresStore();
    private final Periodic looks;
    /** The last day that was counted; a node that starts again counts once more, which changes nothing. */
    private volatile LocalDate counted = LocalDate.MIN;

    public NightlyFiguresEntry(Vertx vertx, QueryPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
        this.looks = new Periodic(vertx, "entering nightly figures", this::look);
    }

    @Override
    public void start() {
        looks.start(LOOK_MILLIS);
    }

    @Override
    public void stop() {
        looks.stop();
    }

    /** Enters the figures now, whatever the hour. */
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
                : enter(today).onSuccess(done -> counted = today).otherwise(NightlyFiguresEntry::said);
    }

    private Future<Void> enter(LocalDate today) {
        return store.counties(pool)
                .compose(counties -> each(
                        byProvince(counties).entrySet().iterator(),
                        province -> peers.read(pool, province.getKey(), today.minusDays(PEER_DAYS), today)
                                .map(PeerComparison::of)
                                .compose(unlike -> counties(province.getValue(), today, unlike))));
    }

    /** Peers are never of another province, so one province at a time is in memory. */
    private static Map<RegionCode, List<RegionCode>> byProvince(List<RegionCode> counties) {
        return counties.stream()
                .collect(Collectors.groupingBy(
                        county -> new RegionCode(county.value().substring(0, 2) + "0000"),
                        () -> new TreeMap<>((one, other) -> one.value().compareTo(other.value())),
                        Collectors.toList()));
    }

    private Future<Void> counties(List<RegionCode> counties, LocalDate today, Map<PlaceCode, PeerDeviation> unlike) {
        Days days = new Days(today.minusDays(DAYS), today, DAYS_HEARD);
        return each(
                counties.iterator(),
                county -> pool.withTransaction(connection -> county(connection, county, days, unlike)));
    }

    private static <T> Future<Void> each(Iterator<T> items, Function<T, Future<Void>> step) {
        return items.hasNext() ? step.apply(items.next()).compose(done -> each(items, step)) : Future.succeededFuture();
    }

    private Future<Void> county(
            SqlConnection connection, RegionCode county, Days days, Map<PlaceCode, PeerDeviation> unlike) {
        return store.claim(connection)
                .compose(claimed -> claimed
                        ? changed(connection, county, days, unlike)
                                .compose(entered -> store.addUp(connection, county, days))
                        : Future.succeededFuture());
    }

    private Future<Void> changed(
            SqlConnection connection, RegionCode county, Days days, Map<PlaceCode, PeerDeviation> unlike) {
        return store.anyChanged(connection, county, days, unlike)
                .compose(changed -> changed
                        ? FactsChangeStore.count(connection, new Area.Region(county))
                                .compose(locked -> store.enter(connection, county, days, unlike))
                        : Future.succeededFuture());
    }

    private static @Nullable Void said(Throwable failure) {
        LOG.warn("Entering the nightly figures failed and will be retried: {}", Causes.say(failure));
        return null;
    }
}
