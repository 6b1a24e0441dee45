package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lingdian.access.account.Refused;
import lingdian.access.account.Role;
import lingdian.access.account.ScopedStore;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.law.hours.CafeHours;
import lingdian.law.hours.Interval;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.cafe.CafeReportStore.Filter;
import lingdian.office.cafe.CafeReportStore.Kind;
import lingdian.office.cafe.CafeReportStore.Report;
import lingdian.office.cafe.CafeReportStore.ReportPage;
import lingdian.office.document.OfficeStore;
import lingdian.office.query.Page;
import lingdian.platform.database.QueryPool;
import lingdian.platform.text.Rfc3339;
import lingdian.platform.work.SizedWork;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/** Endpoints for cafés: their configuration for administrators, their state for readers. */
final class CafeEndpoints {
    /** About how many characters a café has, as {@link SizedWork} counts them. */
    private static final long CAFE_SIZE = 1_024;

    private final Vertx vertx;
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final CafeStore cafes;
    private final AccessLogStore log;
    private final CafeReportStore reports;
    private final HoursAhead hours;
    private final InstantSource clock;
    private final Runnable factsChanged;
    private final ReadLog reads;
    private final OfficeStore offices = new OfficeStore();

    /** @param pool of the service, which alone reads the offices' profiles for others */
    CafeEndpoints(
            Vertx vertx,
            QueryPool pool,
            ScopedStore scoped,
            CafeStore cafes,
            AccessLogStore log,
            CafeReportStore reports,
            HoursAhead hours,
            InstantSource clock,
            Runnable factsChanged,
            ReadLog reads) {
        this.vertx = vertx;
        this.reads = reads;
        this.pool = pool;
        this.scoped = scoped;
        this.cafes = cafes;
        this.log = log;
        this.reports = reports;
        this.hours = hours;
        this.clock = clock;
        this.factsChanged = factsChanged;
    }

    public Future<Reply> put(AuthorisedCall call) {
        BodyFields.demandVisible(call.body(), "name", "address", "principal");
        Cafe cafe = Cafe.of(call.placeCode(), call.body());
        return cafes.put(
                        cafe,
                        call.body().getString("principalDocument"),
                        (connection, before) -> log.append(
                                connection,
                                CafeLogEntries.of(
                                        call,
                                        entry -> entry.because(call.body().getString("principalDocument")),
                                        before,
                                        cafe)))
                .map(created -> {
                    factsChanged.run();
                    return created ? Reply.created(cafe.toJson()) : Reply.ok(cafe.toJson());
                });
    }

    public Future<Reply> list(AuthorisedCall call) {
        CafeQuery query = CafeQuery.of(call, filter(call));
        if (call.account().role() != Role.REGULATOR && query.asksForWork()) {
            throw Refused.parameter("state", "state, openCases and the order of cases are for regulators");
        }
        if (isAdmin(call)) {
            return configurations(call, query.filter(), query.after());
        }
        if (call.query("condition") != null) {
            throw Refused.parameter("condition", "condition is for administrators; see state");
        }
        Instant now = clock.instant();
        return scoped.read(
                        call.account(),
                        call.freshness(),
                        client -> reports.list(client, call.scope(), query, now, call.limit())
                                .compose(page -> hours.load(client, placeCodes(page.items()))
                                        .map(hours -> new Loaded<>(page, hours))))
                .compose(loaded -> described(loaded.found().items(), loaded.hours(), now)
                        .map(items -> list(items, loaded.found())))
                .compose(list -> reads.list(call, Action.LIST_CAFES, list))
                .map(Reply::ok);
    }

    Future<Long> count(AuthorisedCall call) {
        CafeQuery query = CafeQuery.of(call, filter(call));
        return scoped.read(
                call.account(),
                call.freshness(),
                client -> isAdmin(call)
                        ? reports.countConfigured(client, query.filter(), call.query("condition"), clock.instant())
                        : reports.count(client, call.scope(), query, clock.instant()));
    }

    private static Filter filter(AuthorisedCall call) {
        String placeCodes = call.query("placeCodes");
        List<PlaceCode> these = placeCodes == null
                ? null
                : Arrays.stream(placeCodes.split(",")).map(PlaceCode::new).toList();
        return new Filter(call.region(), these, part(call.query("q")));
    }

    private static @Nullable String part(@Nullable String asked) {
        return asked == null || asked.isBlank() ? null : asked.strip();
    }

    /** An administrator sees what is configured, and nothing of what happens in a café. */
    private static boolean isAdmin(AuthorisedCall call) {
        return call.account().role() == Role.ADMIN;
    }

    private Future<Reply> configurations(AuthorisedCall call, Filter filter, @Nullable PlaceCode after) {
        return scoped.read(
                        call.account(),
                        call.freshness(),
                        client -> ScopedStore.position(client)
                                .compose(position -> reports.conditioned(
                                                client,
                                                filter,
                                                call.query("condition"),
                                                clock.instant(),
                                                after,
                                                call.limit())
                                        .map(page -> new Configurations(page, position))))
                .compose(found -> written(vertx, found.page().items(), CafeEndpoints::json)
                        .map(items -> new Page<>(items, found.page().next()).json(item -> item, found.position())))
                .compose(list -> reads.list(call, Action.LIST_CAFES, list))
                .map(Reply::ok);
    }

    /** A page for administrators, and the feed position at which it is exact. */
    private record Configurations(Page<CafeReportStore.Conditioned> page, String position) {}

    /** Writes a page's cafés; many of them on a worker. */
    static <T> Future<List<JsonObject>> written(Vertx vertx, List<T> found, Function<T, JsonObject> json) {
        return SizedWork.run(
                vertx, found.size() * CAFE_SIZE, () -> found.stream().map(json).toList());
    }

    private static JsonObject json(CafeReportStore.Conditioned found) {
        return found.cafe().withoutPersons().put("condition", found.condition());
    }

    private Future<Reply> configuration(AuthorisedCall call) {
        var filter = new Filter(null, List.of(call.placeCode()), null);
        return scoped.read(call.account(), client -> reports.configured(client, filter, 1))
                .map(found -> found.stream().findFirst().orElseThrow(Refused::unknown))
                .compose(cafe -> written(call, cafe, cafe.toJson()));
    }

    public Future<Reply> one(AuthorisedCall call) {
        if (isAdmin(call)) {
            return configuration(call);
        }
        Instant now = clock.instant();
        return scoped.read(
                        call.account(),
                        client -> reports.one(client, call.scope(), call.placeCode(), today(now))
                                .map(found -> List.of(found.orElseThrow(Refused::unknown)))
                                .compose(found ->
                                        hours.load(client, placeCodes(found)).map(hours -> new Loaded<>(found, hours))))
                .compose(loaded -> described(loaded.found(), loaded.hours(), now)
                        .compose(described ->
                                withOffices(call, loaded.found().getFirst().cafe(), described.getFirst()))
                        .compose(file -> written(call, loaded.found().getFirst().cafe(), file)));
    }

    /** A profile is for its office alone, but its name and telephone are on its letters: an operator is told whom to call. */
    private Future<JsonObject> withOffices(AuthorisedCall call, Cafe cafe, JsonObject file) {
        return call.account().role() != Role.OPERATOR
                ? Future.succeededFuture(file)
                : offices.contacts(pool, cafe.region()).map(competent -> file.put("offices", competent.json()));
    }

    private Future<Reply> written(AuthorisedCall call, Cafe cafe, JsonObject file) {
        return reads.one(
                        call.done(Action.READ_CAFE)
                                .on(Subject.of(cafe.placeCode()))
                                .inRegion(cafe.region()),
                        file)
                .map(Reply::ok);
    }

    private static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, ChinaTime.ZONE);
    }

    /** The result of one transaction; the hours are computed after it has ended. */
    private record Loaded<T>(T found, Map<PlaceCode, CafeHours> hours) {}

    private static List<PlaceCode> placeCodes(List<Report> found) {
        return found.stream().map(report -> report.cafe().placeCode()).toList();
    }

    private Future<List<JsonObject>> described(List<Report> found, Map<PlaceCode, CafeHours> loaded, Instant now) {
        return hours.permitted(loaded, now)
                .compose(permitted -> written(vertx, found, report -> {
                    Cafe cafe = report.cafe();
                    return described(report, permitted.getOrDefault(cafe.placeCode(), List.of()))
                            .put("closure", closure(loaded.get(cafe.placeCode()), cafe.timeZone(), now));
                }));
    }

    private static JsonObject described(Report report, List<Interval> permitted) {
        ZoneId zone = report.cafe().timeZone();
        Instant connectedSince = report.connectedSince();
        Instant lastHeard = report.lastHeard();
        Instant beyondQuotaSince = report.beyondQuotaSince();
        JsonObject json = report.cafe()
                .toJson()
                .put("connected", connectedSince != null)
                .put("connectedSince", connectedSince == null ? null : Rfc3339.format(connectedSince, zone))
                .put("reporting", report.reporting())
                .put("reportingClipped", report.reportingClipped())
                .put("lastHeard", lastHeard == null ? null : Rfc3339.format(lastHeard, zone))
                .put("behindSeconds", report.behindSeconds())
                .put("openSessions", report.openSessions())
                .put("beyondQuotaSince", beyondQuotaSince == null ? null : Rfc3339.format(beyondQuotaSince, zone))
                .put("hours", intervals(permitted, zone))
                .put(
                        "violations",
                        new JsonObject()
                                .put("open", counts(report.violations(), "open"))
                                .put("ended", counts(report.violations(), "ended")));
        CafeReportStore.Work work = report.work();
        return work == null ? json : json.put("state", work.state()).put("openCases", work.openCases());
    }

    /** The closure that is in force, else the next one. */
    private static @Nullable JsonObject closure(@Nullable CafeHours hours, ZoneId zone, Instant now) {
        return hours == null
                ? null
                : hours.closures().stream()
                        .filter(closure -> !closure.isOver(now))
                        .findFirst()
                        .map(closure -> new JsonObject()
                                .put("id", closure.id().toString())
                                .put("kind", closure.kind().wire())
                                .put("from", Rfc3339.format(closure.from(), zone))
                                .put("to", closure.to() == null ? null : Rfc3339.format(closure.to(), zone)))
                        .orElse(null);
    }

    private static JsonArray intervals(List<Interval> permitted, ZoneId zone) {
        return new JsonArray(permitted.stream()
                .map(interval -> new JsonObject()
                        .put("opens", Rfc3339.format(interval.from(), zone))
                        .put("closes", Rfc3339.format(interval.to(), zone)))
                .toList());
    }

    private static JsonObject counts(Map<Kind, Long> violations, String state) {
        return new JsonObject()
                .put("fact", violations.getOrDefault(new Kind(state, "fact"), 0L))
                .put("suspicion", violations.getOrDefault(new Kind(state, "suspicion"), 0L))
                .put("lead", violations.getOrDefault(new Kind(state, "lead"), 0L));
    }

    private static JsonObject list(List<JsonObject> items, ReportPage page) {
        return new JsonObject()
                .put("items", new JsonArray(new ArrayList<>(items)))
                .put("next", page.next())
                .put("position", page.position())
                .put("total", Math.min(page.total(), CafeReportStore.OFFSET_MAX))
                .put("totalClipped", page.total() > CafeReportStore.OFFSET_MAX);
    }
}
