package lingdian.office.returns;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.law.returns.ReturnPeriod;
import lingdian.law.returns.TargetKind;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** {@code /targets}: what each county is to inspect, as its own office or one above it set it, and how far it is. */
final class TargetEndpoints {
    private final OfficeContext office;
    private final ReturnReading reading;
    private final TargetStore store;

    TargetEndpoints(OfficeContext office, ReturnReading reading, TargetStore store) {
        this.office = office;
        this.reading = reading;
        this.store = store;
    }

    public Future<Reply> list(AuthorisedCall call) {
        return office.scoped()
                .read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> shown(client, call).map(shown -> shown.put("position", position))))
                .compose(list -> office.reads().list(call, Action.LIST_RETURNS, list))
                .map(Reply::ok);
    }

    Future<Long> count(AuthorisedCall call) {
        return office.scoped()
                .read(call.account(), client -> shown(client, call))
                .map(shown -> (long) shown.getJsonArray("items").size());
    }

    /** Ends or changes a target of one's own region, or sets it for the first time. */
    public Future<Reply> set(AuthorisedCall call) {
        JsonObject body = call.body();
        RegionCode region = call.scope().region();
        Integer percent = body.getInteger("percent");
        var target = new Target(
                region,
                TargetKind.of(body.getString("kind")),
                ReturnPeriod.Kind.of(body.getString("every")),
                Objects.requireNonNullElse(percent, 0),
                office.clock().instant().truncatedTo(ChronoUnit.MICROS));
        return office.changes()
                .change(
                        connection -> store.set(
                                connection,
                                authority(call),
                                target,
                                percent,
                                call.account().id()),
                        entry(call, target))
                .map(done -> Reply.ended());
    }

    private static AccessEntry entry(AuthorisedCall call, Target target) {
        return call.done(Action.SET_TARGET)
                .on(Subject.of(target.region()))
                .inRegion(target.region())
                .with("kind", target.kind().wire())
                .with("every", target.every().wire())
                .with("percent", target.percent());
    }

    private Future<JsonObject> shown(SqlClient client, AuthorisedCall call) {
        RegionCode region = ReturnReading.region(call);
        LocalDate day = day(call);
        return reading.counties(client, region)
                .compose(counties -> store.inForce(client, authority(call), region.covering(), day)
                        .compose(targets -> progress(client, call, region, day, targets)
                                .map(progress -> json(region, day, targets, progress, counties))));
    }

    private LocalDate day(AuthorisedCall call) {
        LocalDate day = Objects.requireNonNullElseGet(call.date("day"), this::today);
        if (day.getYear() < ReturnPeriod.FIRST_YEAR || day.getYear() > ReturnPeriod.LAST_YEAR) {
            throw Refused.parameter("day", "expected a year from 2000 to 2100");
        }
        return day;
    }

    /** One after another: they share a connection. */
    private Future<List<TargetProgress>> progress(
            SqlClient client, AuthorisedCall call, RegionCode region, LocalDate day, List<Target> targets) {
        Future<List<TargetProgress>> all = Future.succeededFuture(new ArrayList<>());
        for (Target target : targets) {
            ReturnPeriod period = ReturnPeriod.with(day, target.every());
            all = all.compose(before -> store.progress(
                            client, ReturnQuery.of(authority(call), region, period), target.kind())
                    .map(counties -> {
                        before.add(new TargetProgress(target, period, counties));
                        return before;
                    }));
        }
        return all;
    }

    private JsonObject json(
            RegionCode region,
            LocalDate day,
            List<Target> targets,
            List<TargetProgress> progress,
            List<RegionCode> withCafes) {
        var items = new JsonArray();
        for (TargetProgress one : progress) {
            var counties = new TreeSet<String>();
            Stream.concat(withCafes.stream(), one.counties().keySet().stream())
                    .filter(ReturnQuery::isCounty)
                    .forEach(county -> counties.add(county.value()));
            counties.forEach(county -> items.add(one.json(new RegionCode(county), today())));
        }
        return new JsonObject()
                .put("region", region.value())
                .put("day", day.toString())
                .put(
                        "targets",
                        new JsonArray(targets.stream().map(TargetProgress::json).toList()))
                .put("items", items)
                .putNull("next");
    }

    private static Authority authority(AuthorisedCall call) {
        return ReturnReading.authority(call.account());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(office.clock().instant(), ChinaTime.ZONE);
    }
}
