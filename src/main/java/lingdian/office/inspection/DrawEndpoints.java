package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.DailyWriting;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.inspection.DrawStore.StoredDraw;
import lingdian.office.query.Cursor;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.Quota;
import lingdian.platform.work.SizedWork;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.record.evidence.OwnCheckpoints;
import org.jspecify.annotations.Nullable;

/** {@code /inspections/draws}: random draws of the cafés to inspect and of the officers who inspect them (双随机). */
final class DrawEndpoints {
    /** What hashing a name costs, in bytes of {@link SizedWork}. */
    private static final long WORK_OF_A_NAME = 64;
    /** A place code in the pool that is kept. */
    private static final long BYTES_OF_A_CAFE = 15;
    /** Of one account on one node. Few days have one at all; who announces more looks for one that suits. */
    static final int A_DAY = 20;

    private final Vertx vertx;
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final DrawStore draws;
    private final InspectionStore inspections;
    private final OwnCheckpoints checkpoints;
    private final AccessLogStore log;
    private final ReadLog reads;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final DailyWriting writing;
    private final Quota<AccountId> announced;

    DrawEndpoints(
            Vertx vertx,
            QueryPool pool,
            OwnCheckpoints checkpoints,
            ScopedStore scoped,
            DrawStore draws,
            InspectionStore inspections,
            AccessLogStore log,
            ReadLog reads,
            InstantSource clock,
            Supplier<UUID> ids,
            DailyWriting writing) {
        this.vertx = vertx;
        this.pool = pool;
        this.checkpoints = checkpoints;
        this.scoped = scoped;
        this.draws = draws;
        this.inspections = inspections;
        this.log = log;
        this.reads = reads;
        this.clock = clock;
        this.ids = ids;
        this.writing = writing;
        this.announced = new Quota<>(A_DAY, Duration.ofDays(1), clock);
    }

    /** Announces a draw, before its seed can be known. */
    public Future<Reply> draw(AuthorisedCall call) {
        RegionCode region = call.regionWithinOwn();
        LocalDate since = BodyFields.date(call.body(), "notInspectedSince", "/notInspectedSince");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return admitted(call)
                .compose(admitted -> scoped.read(call.account(), client -> cafes(client, region, since, now)))
                .compose(cafes -> writing.admit(call.account().id(), cafes.size() * BYTES_OF_A_CAFE)
                        .map(cafes))
                .map(cafes -> announced(call, region, since, cafes, now))
                .compose(draw -> pool.withTransaction(connection -> draws.add(connection, call.account(), draw)
                                .compose(added -> log.append(connection, logged(call, draw))))
                        .map(added -> Reply.created(draw.json(null))));
    }

    /** Counted before a pool is read, which is long, so that a refused draw counts too. */
    private Future<Void> admitted(AuthorisedCall call) {
        return announced.admits(call.account().id(), 1)
                ? Future.succeededFuture()
                : Future.failedFuture(Refused.limit(
                        "daily-draws", 429, "An account may announce " + A_DAY + " draws in a day. Go on tomorrow."));
    }

    public Future<Reply> one(AuthorisedCall call) {
        return scoped.read(call.account(), client -> draws.find(client, call.account(), call.id()))
                .map(found -> found.orElseThrow(Refused::unknown))
                .compose(draw -> reads.one(read(call, draw), draw))
                .compose(draw -> json(List.of(draw)))
                .map(json -> Reply.ok(json.getJsonObject(0)));
    }

    public Future<Reply> list(AuthorisedCall call) {
        var after = Cursor.AfterViolation.of(call.query("cursor"));
        return scoped.read(
                        call.account(),
                        call.freshness(),
                        client -> draws.list(client, call.account(), after, call.limit()))
                .compose(page -> reads.list(call.account(), Action.LIST_DRAWS, page))
                .compose(page -> json(page.items())
                        .map(items -> Reply.ok(new JsonObject()
                                .put("items", items)
                                .put("next", page.next())
                                .put("position", page.position()))));
    }

    /** Each draw with its result, as soon as the checkpoint of its day exists. */
    private Future<JsonArray> json(List<StoredDraw> found) {
        Set<LocalDate> days = found.stream().map(StoredDraw::beaconDay).collect(Collectors.toSet());
        long names = found.stream().mapToLong(StoredDraw::names).sum();
        return checkpoints
                .beacons(pool, days)
                .compose(beacons -> SizedWork.run(vertx, names * WORK_OF_A_NAME, () -> {
                    var items = new JsonArray();
                    found.forEach(draw -> items.add(draw.json(beacons.get(draw.beaconDay()))));
                    return items;
                }));
    }

    private Future<List<PlaceCode>> cafes(SqlClient client, RegionCode region, @Nullable LocalDate since, Instant now) {
        return draws.pool(client, region, now)
                .compose(all -> since == null
                        ? Future.succeededFuture(all)
                        : inspections
                                .inspectedSince(
                                        client,
                                        since.atStartOfDay(ChinaTime.ZONE).toInstant())
                                .map(HashSet::new)
                                .map(inspected -> all.stream()
                                        .filter(cafe -> !inspected.contains(cafe))
                                        .toList()));
    }

    private StoredDraw announced(
            AuthorisedCall call, RegionCode region, @Nullable LocalDate since, List<PlaceCode> cafes, Instant now) {
        JsonObject body = call.body();
        JsonObject officers = officers(body);
        var terms = new Draw.Terms(
                ids.get(),
                region.value(),
                LocalDate.ofInstant(now, ChinaTime.ZONE),
                body.getInteger("count"),
                cafes.stream().map(PlaceCode::value).toList(),
                officers == null ? 0 : officers.getInteger("count"),
                officers == null
                        ? List.of()
                        : officers.getJsonArray("pool").stream()
                                .map(String::valueOf)
                                .toList());
        return new StoredDraw(
                terms.id(),
                region,
                now,
                call.account().id(),
                terms.beaconDay(),
                terms.commitment(),
                since,
                cafes,
                terms.count(),
                officers);
    }

    private static @Nullable JsonObject officers(JsonObject body) {
        JsonArray pool = body.getJsonArray("officers");
        return pool == null || pool.isEmpty()
                ? null
                : new JsonObject().put("pool", pool).put("count", body.getInteger("officerCount", 2));
    }

    /** The pool of a draw names the officers. */
    private static AccessEntry read(AuthorisedCall call, StoredDraw draw) {
        return call.done(Action.READ_DRAW)
                .on(Subject.of(draw.region()))
                .inRegion(draw.region())
                .with("draw", draw.id().toString());
    }

    private static AccessEntry logged(AuthorisedCall call, StoredDraw drawn) {
        return AccessEntry.done(Actor.account(call.account().id()), Action.DRAW)
                .on(Subject.of(drawn.region()))
                .inRegion(drawn.region())
                .with("draw", drawn.id().toString())
                .with("commitment", drawn.commitment())
                .with("cafes", drawn.count());
    }
}
