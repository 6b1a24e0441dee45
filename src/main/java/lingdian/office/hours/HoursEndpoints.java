package lingdian.office.hours;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Area;
import lingdian.law.hours.AreaLimit;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.Effect;
import lingdian.law.hours.HoursOrder;
import lingdian.law.hours.Schedule;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.hours.Weekly;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.Reply;
import lingdian.office.cafe.CafeStore;
import lingdian.platform.database.QueryPool;
import lingdian.platform.http.Problem;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import lingdian.record.hours.EffectStore;
import lingdian.record.hours.EnteredBy;
import lingdian.record.hours.GrantStore;
import lingdian.record.hours.HoursChangeStore;
import lingdian.record.hours.SuspensionStore;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints for schedules, orders and suspensions (handbook, hours.md): who may change them where, and how a change is
 * answered.
 */
final class HoursEndpoints {
    private static final String REGION = "expected the code of a county, city or province";

    private final QueryPool pool;
    private final AccessLogStore log;
    private final ScopedStore scoped;
    private final HoursChangeStore hours;
    private final SuspensionStore suspensions;
    private final EffectStore effects;
    private final GrantStore granted = new GrantStore();
    private final CafeStore cafes;
    private final InstantSource clock;
    private final AccountLimits limits;
    private final Runnable factsChanged;

    HoursEndpoints(
            QueryPool pool,
            AccessLogStore log,
            ScopedStore scoped,
            HoursChangeStore hours,
            SuspensionStore suspensions,
            EffectStore effects,
            CafeStore cafes,
            InstantSource clock,
            AccountLimits limits,
            Runnable factsChanged) {
        this.pool = pool;
        this.log = log;
        this.scoped = scoped;
        this.hours = hours;
        this.suspensions = suspensions;
        this.effects = effects;
        this.cafes = cafes;
        this.clock = clock;
        this.limits = limits;
        this.factsChanged = factsChanged;
    }

    /** The target of a change, with its region and time zone. */
    private record Target(Area area, RegionCode region, ZoneId zone) {}

    public Future<Reply> ofCafe(AuthorisedCall call) {
        Account account = call.account();
        return cafe(account, call.placeCode(), county -> account.governs(county) || account.suspends(county))
                .compose(target -> shown(call, target));
    }

    public Future<Reply> ofRegion(AuthorisedCall call) {
        return shown(
                call, region(call.account(), new RegionCode(call.path("code")), Refused.parameter("code", REGION)));
    }

    private Future<Reply> shown(AuthorisedCall call, Target target) {
        return scoped.read(call.account(), client -> granted.of(client, target.area()))
                .map(found -> Reply.ok(HoursJson.of(found, target.zone())));
    }

    public Future<Reply> putForCafe(AuthorisedCall call) {
        return cafe(call.account(), call.placeCode(), call.account()::governs)
                .compose(target -> putSchedule(call, target));
    }

    public Future<Reply> putForRegion(AuthorisedCall call) {
        Target target = region(call.account(), new RegionCode(call.path("code")), Refused.parameter("code", REGION));
        return putSchedule(call, target);
    }

    public Future<Reply> createOrder(AuthorisedCall call) {
        JsonObject body = call.body();
        boolean open = body.getString("kind").equals("open");
        Instant from = BodyFields.instant(body, "from");
        Instant to = BodyFields.neededInstant(body, "to");
        return orderTarget(call.account(), body)
                .compose(target -> isPreview(call)
                        ? foretold(
                                call,
                                target,
                                client -> effects.ofOrder(
                                        client, target.area(), open, from, to, by(call), clock.instant()))
                        : limits.enter(
                                call.account(),
                                Action.CREATE_ORDER,
                                target.area(),
                                () -> addOrder(call, target, open, from, to)));
    }

    private Future<Reply> addOrder(
            AuthorisedCall call, Target target, boolean open, @Nullable Instant from, Instant to) {
        return hours.addOrder(
                        pool,
                        (connection, order) -> log.append(connection, created(call, target, order)),
                        target.area(),
                        open,
                        from,
                        to,
                        call.body().getString("document"),
                        by(call),
                        clock.instant())
                .map(change ->
                        reply(change, target.zone(), order -> Reply.created(order(order, call.body(), target.zone()))));
    }

    public Future<Reply> endOrder(AuthorisedCall call) {
        return scoped.read(call.account(), client -> hours.areaOf(client, call.id()))
                .compose(area -> target(call.account(), area.orElseThrow(Refused::unknown)))
                .compose(target -> isPreview(call)
                        ? foretold(
                                call,
                                target,
                                client -> effects.ofEnd(client, target.area(), call.id(), clock.instant()))
                        : hours.endOrder(
                                        pool,
                                        (connection, order) -> log.append(connection, ended(call, target, order)),
                                        call.id(),
                                        clock.instant())
                                .map(change -> reply(change, target.zone(), order -> Reply.ended())));
    }

    public Future<Reply> createSuspension(AuthorisedCall call) {
        JsonObject body = call.body();
        var cafe = new Area.Cafe(call.placeCode());
        Instant from = BodyFields.instant(body, "from");
        Instant to = BodyFields.instant(body, "to");
        return suspensionTarget(call.account(), call.placeCode())
                .compose(target -> isPreview(call)
                        ? foretold(
                                call,
                                target,
                                client -> effects.ofSuspension(
                                        client, cafe, from, to, by(call), authority(call), clock.instant()))
                        : limits.enter(
                                call.account(),
                                Action.CREATE_SUSPENSION,
                                cafe,
                                () -> addSuspension(call, target, cafe, from, to)));
    }

    private Future<Reply> addSuspension(
            AuthorisedCall call, Target target, Area.Cafe cafe, @Nullable Instant from, @Nullable Instant to) {
        return suspensions
                .addSuspension(
                        pool,
                        (connection, period) -> log.append(connection, created(call, target, period)),
                        cafe,
                        from,
                        to,
                        suspensionOrder(call),
                        by(call),
                        clock.instant())
                .map(change -> reply(
                        change,
                        target.zone(),
                        suspension -> Reply.created(suspension(suspension, cafe, target.zone()))));
    }

    /** It is ordered by the authority of whoever enters it. */
    private static SuspensionOrder suspensionOrder(AuthorisedCall call) {
        String cause = call.body().getString("cause");
        return new SuspensionOrder(
                cause == null ? SuspensionOrder.Kind.SUSPENSION : SuspensionOrder.Kind.of(cause),
                authority(call),
                call.body().getString("document"));
    }

    private static Authority authority(AuthorisedCall call) {
        return Objects.requireNonNull(call.account().authority());
    }

    private static EnteredBy by(AuthorisedCall call) {
        return EnteredBy.officer(call.account().id());
    }

    public Future<Reply> endSuspension(AuthorisedCall call) {
        var cafe = new Area.Cafe(call.placeCode());
        return suspensionTarget(call.account(), call.placeCode())
                .compose(target -> isPreview(call)
                        ? foretold(
                                call,
                                target,
                                client -> effects.ofSuspensionEnd(client, cafe, call.id(), clock.instant()))
                        : suspensions
                                .endSuspension(
                                        pool,
                                        (connection, period) -> ofOwnAuthority(call, period)
                                                .compose(own -> log.append(connection, ended(call, target, own))),
                                        cafe,
                                        call.id(),
                                        clock.instant())
                                .map(change -> reply(change, target.zone(), suspension -> Reply.ended())));
    }

    /** Fails if the other authority ordered it, perhaps as a penalty: then only that one ends it. */
    private static Future<SuspensionPeriod> ofOwnAuthority(AuthorisedCall call, SuspensionPeriod period) {
        SuspensionOrder order = period.order();
        return order == null || order.by() == authority(call)
                ? Future.succeededFuture(period)
                : Future.failedFuture(Refused.coded(
                        403,
                        "other-authority",
                        "This suspension was ordered by the other authority, which alone can end it."));
    }

    private Future<Reply> putSchedule(AuthorisedCall call, Target target) {
        JsonObject body = call.body();
        LocalDate from = BodyFields.neededDate(body, "from");
        LocalDate to = BodyFields.date(body, "to", "/to");
        String document = body.getString("document");
        Weekly weekly = weekly(body);
        if (isPreview(call)) {
            return foretold(
                    call,
                    target,
                    client -> effects.ofSchedule(
                            client, target.area(), weekly, from, to, target.zone(), by(call), clock.instant()));
        }
        return limits.enter(
                call.account(),
                Action.SET_HOURS,
                target.area(),
                () -> hours.addSchedule(
                                pool,
                                (connection, schedule) -> log.append(connection, set(call, target, schedule)),
                                target.area(),
                                weekly,
                                from,
                                to,
                                document,
                                by(call),
                                clock.instant())
                        .map(change -> reply(change, target.zone(), schedule -> Reply.ok(schedule(schedule, body)))));
    }

    private static boolean isPreview(AuthorisedCall call) {
        return "true".equals(call.query("preview"));
    }

    private Future<Reply> foretold(
            AuthorisedCall call, Target target, Function<SqlClient, Future<ChangeResult<Effect>>> foretelling) {
        return limits.preview(
                call.account(),
                () -> scoped.read(call.account(), foretelling)
                        .map(change -> answer(
                                change, target.zone(), effect -> Reply.ok(HoursJson.of(effect, target.zone())))));
    }

    /** The logged reason of a grant is the legal document, as it was entered. */
    private static AccessEntry set(AuthorisedCall call, Target target, Schedule schedule) {
        return call.done(Action.SET_HOURS)
                .on(subject(target.area()))
                .inRegion(target.region())
                .because(call.body().getString("document"))
                .with("entered", schedule.entered())
                .with("from", schedule.from().toString());
    }

    private static AccessEntry created(AuthorisedCall call, Target target, HoursOrder order) {
        return call.done(Action.CREATE_ORDER)
                .on(Subject.of(Subject.Kind.ORDER, order.id()))
                .inRegion(target.region())
                .because(call.body().getString("document"))
                .with("kind", order.open() ? "open" : "closed")
                .with("for", Objects.requireNonNull(subject(target.area()).id()))
                .with("from", order.from().toString())
                .with("to", order.to().toString());
    }

    private static AccessEntry ended(AuthorisedCall call, Target target, HoursOrder order) {
        return call.done(Action.END_ORDER)
                .on(Subject.of(Subject.Kind.ORDER, order.id()))
                .inRegion(target.region())
                .with("to", order.to().toString());
    }

    private static AccessEntry created(AuthorisedCall call, Target target, SuspensionPeriod period) {
        AccessEntry entry = call.done(Action.CREATE_SUSPENSION)
                .on(Subject.of(Subject.Kind.SUSPENSION, period.id()))
                .inRegion(target.region())
                .because(call.body().getString("document"))
                .with("for", call.path("placeCode"))
                .with("from", period.from().toString());
        return period.to() == null ? entry : entry.with("to", period.to().toString());
    }

    private static AccessEntry ended(AuthorisedCall call, Target target, SuspensionPeriod period) {
        return call.done(Action.END_SUSPENSION)
                .on(Subject.of(Subject.Kind.SUSPENSION, period.id()))
                .inRegion(target.region())
                .with("for", call.path("placeCode"))
                .with("to", String.valueOf(period.to()));
    }

    private static Subject subject(Area area) {
        return switch (area) {
            case Area.Cafe cafe -> Subject.of(cafe.placeCode());
            case Area.Region region -> Subject.of(region.code());
        };
    }

    /** Answers a change; one that was entered makes the judge read the facts again. */
    private <T> Reply reply(ChangeResult<T> change, ZoneId zone, Function<T, Reply> done) {
        Reply reply = answer(change, zone, done);
        factsChanged.run();
        return reply;
    }

    static <T> Reply answer(ChangeResult<T> change, ZoneId zone, Function<T, Reply> done) {
        return switch (change) {
            case ChangeResult.Done<T>(T entry) -> done.apply(entry);
            case ChangeResult.TooEarly<T>(Instant judgedUntil) -> throw Refused.tooEarly(judgedUntil, zone);
            case ChangeResult.EndsTooEarly<T>() -> throw Refused.body("/to", "expected an end after the beginning");
            case ChangeResult.TooMany<T>(AreaLimit limit) -> throw tooMany(limit);
            case ChangeResult.NotFound<T>() -> throw Refused.unknown();
        };
    }

    private static Problem.Thrown tooMany(AreaLimit limit) {
        return switch (limit) {
            case IN_FORCE ->
                Refused.limit(
                        "hours",
                        409,
                        "This café or region has " + limit.maximum()
                                + " of these in force or to come, and may have no more. "
                                + "End one that is not needed, or wait until one is over.");
            case IN_FORCE_OF_ACCOUNT ->
                Refused.limit(
                        "hours",
                        409,
                        "One account may have " + limit.maximum()
                                + " of these in force or to come for a café or region. End one that is not needed, or ask "
                                + "a colleague to enter this one.");
            case ENTERED ->
                Refused.limit(
                        "hours",
                        429,
                        "For this café or region " + limit.maximum() + " of these were entered in " + AreaLimit.DAYS
                                + " days, and no more may be. Wait until the oldest is older, or make one for a single café "
                                + "or for the region above.");
            case ENTERED_OF_ACCOUNT ->
                Refused.limit(
                        "hours",
                        429,
                        "One account may enter " + limit.maximum() + " of these for a café or region in "
                                + AreaLimit.DAYS + " days. Ask a colleague to enter this one.");
        };
    }

    private Future<Target> orderTarget(Account account, JsonObject body) {
        PlaceCode placeCode = PlaceCode.orNull(body.getString("placeCode"));
        RegionCode region = RegionCode.orNull(body.getString("region"));
        if ((placeCode == null) == (region == null)) {
            throw Refused.body("", "expected exactly one of placeCode and region");
        }
        return region == null
                ? cafe(account, Objects.requireNonNull(placeCode), account::governs)
                : Future.succeededFuture(region(account, region, Refused.body("/region", REGION)));
    }

    private Future<Target> target(Account account, Area area) {
        return switch (area) {
            case Area.Cafe cafe -> cafe(account, cafe.placeCode(), account::governs);
            case Area.Region region -> Future.succeededFuture(region(account, region.code(), Refused.unknown()));
        };
    }

    private Future<Target> suspensionTarget(Account account, PlaceCode placeCode) {
        return cafe(account, placeCode, account::suspends);
    }

    /** Fails if the café is unknown or outside this account's scope. */
    private Future<Target> cafe(Account account, PlaceCode placeCode, Predicate<RegionCode> mayChange) {
        return scoped.read(account, client -> cafes.place(client, placeCode))
                .map(found ->
                        found.filter(place -> mayChange.test(place.region())).orElseThrow(Refused::unknown))
                .map(place -> new Target(new Area.Cafe(placeCode), place.region(), place.timeZone()));
    }

    private static Target region(Account account, RegionCode code, Problem.Thrown malformed) {
        if (!account.governs(code)) {
            throw Refused.unknown();
        }
        try {
            return new Target(new Area.Region(code), code, ChinaTime.ZONE);
        } catch (IllegalArgumentException noRegion) {
            throw malformed;
        }
    }

    private static Weekly weekly(JsonObject body) {
        return switch (Weekly.parse(body.getJsonObject("weekly").getMap())) {
            case Weekly.Parsed.Valid(Weekly weekly) -> weekly;
            case Weekly.Parsed.Invalid(var mistakes) -> {
                var errors = new JsonArray();
                mistakes.forEach(mistake -> errors.add(Refused.bodyError(mistake.path(), mistake.expected())));
                throw Refused.invalid(errors);
            }
        };
    }

    private static JsonObject schedule(Schedule schedule, JsonObject body) {
        return new JsonObject()
                .put(
                        "weekly",
                        new JsonObject(new LinkedHashMap<>(schedule.weekly().toMap())))
                .put("from", schedule.from().toString())
                .put("to", Objects.toString(schedule.to(), null))
                .put("document", body.getString("document"));
    }

    private static JsonObject order(HoursOrder order, JsonObject body, ZoneId zone) {
        return new JsonObject()
                .put("id", order.id().toString())
                .put("placeCode", body.getString("placeCode"))
                .put("region", body.getString("region"))
                .put("kind", order.open() ? "open" : "closed")
                .put("from", Rfc3339.format(order.from(), zone))
                .put("to", Rfc3339.format(order.to(), zone))
                .put("document", body.getString("document"));
    }

    private static JsonObject suspension(SuspensionPeriod suspension, Area.Cafe cafe, ZoneId zone) {
        Instant to = suspension.to();
        SuspensionOrder order = Objects.requireNonNull(suspension.order());
        return new JsonObject()
                .put("id", suspension.id().toString())
                .put("placeCode", cafe.placeCode().value())
                .put("from", Rfc3339.format(suspension.from(), zone))
                .put("to", to == null ? null : Rfc3339.format(to, zone))
                .put("cause", order.kind().wire())
                .put("orderedBy", order.by().wire())
                .put("document", order.document());
    }
}
