package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.law.hours.CafeHours;
import lingdian.law.hours.Interval;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.cafe.HoursAhead;
import lingdian.office.inspection.PlanStore.ActiveCafe;
import lingdian.office.inspection.PlanStore.Inspected;
import lingdian.office.inspection.Route.Point;
import lingdian.office.inspection.Route.Stop;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /inspections/plan}: cafés that appear open past closing time right now, in driving order (零点行动).
 *
 * <p>It also lists the cafés that the officer put on the round ({@link RoundCafeEndpoints}), whatever goes on there, and cafés
 * without a finding of overtime: in the first minutes of a closed period, and for an authority
 * that does not see overtime, open sessions in a café that must be closed are enough. So are seats in use without a login,
 * and an agent that went silent. Cafés that the reader's office inspected tonight come last: the round is through with them.
 */
final class PlanEndpoints {
    /** An inspection of the afternoon says nothing of a café that is open past closing. */
    private static final Duration TONIGHT = Duration.ofHours(8);

    private final Vertx vertx;
    private final ScopedStore scoped;
    private final PlanStore plans;
    private final HoursAhead hours;
    private final InstantSource clock;
    private final ReadLog reads;
    private final RoundCafeEndpoints added;

    PlanEndpoints(
            Vertx vertx,
            ScopedStore scoped,
            PlanStore plans,
            HoursAhead hours,
            InstantSource clock,
            ReadLog reads,
            RoundCafeEndpoints added) {
        this.added = added;
        this.reads = reads;
        this.vertx = vertx;
        this.scoped = scoped;
        this.plans = plans;
        this.hours = hours;
        this.clock = clock;
    }

    private record Loaded(
            List<ActiveCafe> busy, Map<PlaceCode, CafeHours> hours, Map<PlaceCode, Inspected> inspected) {}

    public Future<Reply> plan(AuthorisedCall call) {
        Instant now = clock.instant();
        Point start = start(call);
        return added.added(call.account()).compose(chosen -> plan(call, start, Set.copyOf(chosen), now));
    }

    private Future<Reply> plan(AuthorisedCall call, @Nullable Point start, Set<String> chosen, Instant now) {
        return scoped.read(
                        call.account(),
                        client -> plans.busy(client, call.scope(), call.region(), List.copyOf(chosen), now)
                                .compose(busy -> hours.load(client, placeCodes(busy))
                                        .compose(loaded -> plans.inspected(
                                                        client, call.account(), placeCodes(busy), now.minus(TONIGHT))
                                                .map(inspected -> new Loaded(busy, loaded, inspected)))))
                .compose(loaded -> hours.permitted(loaded.hours(), now)
                        .map(permitted -> loaded.busy().stream()
                                .filter(cafe -> chosen.contains(
                                                cafe.stop().placeCode().value())
                                        || !isPermitted(
                                                permitted.get(cafe.stop().placeCode()), now))
                                .toList())
                        .compose(closed -> vertx.executeBlocking(
                                () -> json(start, closed, loaded.inspected(), chosen, now), false))
                        .map(json -> json.put("complete", loaded.busy().size() <= PlanStore.MAX)))
                .compose(plan -> reads.list(call.account(), Action.PLAN_ROUND, plan))
                .map(Reply::ok);
    }

    private static JsonObject json(
            @Nullable Point start,
            List<ActiveCafe> closed,
            Map<PlaceCode, Inspected> inspected,
            Set<String> chosen,
            Instant now) {
        Map<PlaceCode, ActiveCafe> byCode = closed.stream()
                .limit(PlanStore.MAX)
                .collect(Collectors.toMap(one -> one.stop().placeCode(), Function.identity()));
        List<Stop> order = Route.of(
                start,
                byCode.values().stream()
                        .map(ActiveCafe::stop)
                        .filter(stop -> !inspected.containsKey(stop.placeCode()))
                        .toList());
        Stream<Stop> done = byCode.values().stream()
                .map(ActiveCafe::stop)
                .filter(stop -> inspected.containsKey(stop.placeCode()))
                .sorted(Comparator.comparing(stop -> of(inspected, stop).at()));
        var stops = new JsonArray();
        Stream.concat(order.stream(), done)
                .forEach(stop -> stops.add(json(stop, Objects.requireNonNull(byCode.get(stop.placeCode())))
                        .put("added", chosen.contains(stop.placeCode().value()))
                        .put("inspected", json(inspected.get(stop.placeCode())))));
        return new JsonObject()
                .put("at", Rfc3339.format(now, ChinaTime.ZONE))
                .put("kilometres", Math.round(Route.kilometres(start, order) * 10) / 10.0)
                .put("stops", stops);
    }

    private static Inspected of(Map<PlaceCode, Inspected> inspected, Stop stop) {
        return Objects.requireNonNull(inspected.get(stop.placeCode()));
    }

    private static @Nullable JsonObject json(@Nullable Inspected inspected) {
        return inspected == null
                ? null
                : new JsonObject()
                        .put("id", inspected.id().toString())
                        .put("at", Rfc3339.format(inspected.at(), ChinaTime.ZONE))
                        .put("unit", inspected.unit())
                        .put("by", inspected.by().toString());
    }

    private static JsonObject json(Stop stop, ActiveCafe cafe) {
        Point at = stop.at();
        Instant heard = cafe.lastHeard();
        return new JsonObject()
                .put("placeCode", stop.placeCode().value())
                .put("name", cafe.name())
                .put("region", stop.region().value())
                .put("address", cafe.address())
                .put("telephone", cafe.telephone())
                .put("latitude", at == null ? null : at.latitude())
                .put("longitude", at == null ? null : at.longitude())
                .put("openSessions", cafe.openSessions())
                .put("connected", cafe.connected())
                .put("lastHeard", heard == null ? null : Rfc3339.format(heard, ChinaTime.ZONE))
                .put(
                        "overtime",
                        cafe.overtime() == null ? null : cafe.overtime().toString())
                .put("codes", new JsonArray(cafe.codes()));
    }

    private static boolean isPermitted(@Nullable List<Interval> ahead, Instant now) {
        return ahead != null && !ahead.isEmpty() && !ahead.getFirst().from().isAfter(now);
    }

    private static List<PlaceCode> placeCodes(List<ActiveCafe> busy) {
        return busy.stream().map(one -> one.stop().placeCode()).toList();
    }

    private static @Nullable Point start(AuthorisedCall call) {
        String latitude = call.query("latitude");
        String longitude = call.query("longitude");
        if ((latitude == null) != (longitude == null)) {
            throw Refused.parameter(latitude == null ? "latitude" : "longitude", "is required together with the other");
        }
        return latitude == null ? null : new Point(Double.parseDouble(latitude), Double.parseDouble(longitude));
    }
}
