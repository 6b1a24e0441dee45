package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.Cursor;
import lingdian.office.api.Reply;
import lingdian.office.inspection.DrawStore.StoredDraw;
import lingdian.platform.QueryPool;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/** {@code /inspections/draws}: random draws of the cafés to inspect and of the officers who inspect them (双随机). */
final class DrawEndpoints {
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final DrawStore draws;
    private final InspectionStore inspections;
    private final AccessLogStore log;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    DrawEndpoints(
            QueryPool pool,
            ScopedStore scoped,
            DrawStore draws,
            InspectionStore inspections,
            AccessLogStore log,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.pool = pool;
        this.scoped = scoped;
        this.draws = draws;
        this.inspections = inspections;
        this.log = log;
        this.clock = clock;
        this.ids = ids;
    }

    public Future<Reply> draw(AuthorisedCall call) {
        RegionCode region = region(call);
        LocalDate since = BodyFields.date(call.body(), "notInspectedSince", "/notInspectedSince");
        return scoped.read(call.account(), client -> cafes(client, region, since))
                .map(cafes -> drawn(call.body(), region, since, cafes, call.account()))
                .compose(drawn -> pool.withTransaction(connection -> draws.add(connection, call.account(), drawn)
                                .compose(added -> log.append(connection, logged(call, drawn))))
                        .map(added -> Reply.created(drawn.json())));
    }

    public Future<Reply> one(AuthorisedCall call) {
        return scoped.read(call.account(), client -> draws.find(client, call.account(), call.id()))
                .map(found -> Reply.ok(found.orElseThrow(Refused::unknown).json()));
    }

    public Future<Reply> list(AuthorisedCall call) {
        var after = Cursor.AfterViolation.of(call.query("cursor"));
        return scoped.read(call.account(), client -> draws.list(client, call.account(), after, call.limit()))
                .map(page -> {
                    var items = new JsonArray();
                    page.items().stream().map(StoredDraw::json).forEach(items::add);
                    return Reply.ok(new JsonObject().put("items", items).put("next", page.next()));
                });
    }

    private Future<List<PlaceCode>> cafes(SqlClient client, RegionCode region, @Nullable LocalDate since) {
        return draws.pool(client, region)
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

    private StoredDraw drawn(
            JsonObject body, RegionCode region, @Nullable LocalDate since, List<PlaceCode> cafes, Account account) {
        String seed = body.getString("seed");
        return new StoredDraw(
                ids.get(),
                region,
                clock.instant(),
                account.id(),
                seed,
                body.getString("source"),
                since,
                cafes,
                drawn(seed, cafes, body.getInteger("count")),
                officers(seed, body));
    }

    private static List<PlaceCode> drawn(String seed, List<PlaceCode> cafes, int count) {
        List<String> codes = cafes.stream().map(PlaceCode::value).toList();
        return Draw.of(seed, codes, count).stream().map(PlaceCode::new).toList();
    }

    private static @Nullable JsonObject officers(String seed, JsonObject body) {
        JsonArray pool = body.getJsonArray("officers");
        if (pool == null || pool.isEmpty()) {
            return null;
        }
        List<String> names = pool.stream().map(String::valueOf).toList();
        List<String> drawn = Draw.of(seed, names, body.getInteger("officerCount", 2));
        return new JsonObject().put("pool", pool).put("drawn", new JsonArray(drawn));
    }

    private static RegionCode region(AuthorisedCall call) {
        RegionCode own = Objects.requireNonNull(call.account().region(), "a regulator has a region");
        RegionCode region =
                Objects.requireNonNullElse(RegionCode.orNull(call.body().getString("region")), own);
        if (!own.covers(region)) {
            throw Refused.body("/region", "expected one within your own");
        }
        return region;
    }

    private static AccessEntry logged(AuthorisedCall call, StoredDraw drawn) {
        return AccessEntry.done(Actor.account(call.account().id()), Action.DRAW)
                .on(Subject.of(drawn.region()))
                .inRegion(drawn.region())
                .with("draw", drawn.id().toString())
                .with("cafes", drawn.drawn().size());
    }
}
