package lingdian.office.hours;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Function;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.law.hours.Area;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.Closure;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.Reply;
import lingdian.office.cafe.CafeStore;
import lingdian.platform.database.QueryPool;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import lingdian.record.hours.ClosureStore;
import lingdian.record.hours.ClosureStore.NewClosure;
import lingdian.record.hours.EnteredBy;

/** Endpoints for closures of cafés (handbook, hours.md#closures). */
final class ClosureEndpoints {
    private final QueryPool pool;
    private final AccessLogStore log;
    private final ScopedStore scoped;
    private final ClosureStore closures;
    private final CafeStore cafes;
    private final InstantSource clock;
    private final AccountLimits limits;
    private final Runnable factsChanged;

    ClosureEndpoints(
            QueryPool pool,
            AccessLogStore log,
            ScopedStore scoped,
            ClosureStore closures,
            CafeStore cafes,
            InstantSource clock,
            AccountLimits limits,
            Runnable factsChanged) {
        this.pool = pool;
        this.log = log;
        this.scoped = scoped;
        this.closures = closures;
        this.cafes = cafes;
        this.clock = clock;
        this.limits = limits;
        this.factsChanged = factsChanged;
    }

    public Future<Reply> create(AuthorisedCall call) {
        JsonObject body = call.body();
        Closure.Kind kind = Closure.Kind.of(body.getString("kind")).orElseThrow();
        var wanted = new NewClosure(
                kind,
                BodyFields.instant(body, "from"),
                BodyFields.instant(body, "to"),
                body.getString("document"),
                EnteredBy.officer(call.account().id()));
        return place(call)
                .compose(place -> limits.enter(
                        call.account(),
                        Action.CREATE_CLOSURE,
                        new Area.Cafe(place.placeCode()),
                        () -> added(call, place, wanted)));
    }

    private Future<Reply> added(AuthorisedCall call, CafeStore.Place place, NewClosure wanted) {
        return closures.add(
                        pool,
                        (connection, closure) -> log.append(connection, created(call, place, closure)),
                        new Area.Cafe(place.placeCode()),
                        wanted,
                        clock.instant())
                .map(change -> reply(
                        change, place.timeZone(), closure -> Reply.created(json(closure, place, wanted.document()))));
    }

    public Future<Reply> end(AuthorisedCall call) {
        return place(call)
                .compose(place -> closures.end(
                                pool,
                                (connection, closure) -> log.append(connection, ended(call, place, closure)),
                                new Area.Cafe(place.placeCode()),
                                call.id(),
                                clock.instant())
                        .map(change -> reply(change, place.timeZone(), closure -> Reply.ended())));
    }

    /** Fails if the café is unknown or outside this account's scope. */
    private Future<CafeStore.Place> place(AuthorisedCall call) {
        return scoped.read(call.account(), client -> cafes.known(client, call.placeCode()))
                .map(place -> {
                    if (!call.account().governs(place.region())) {
                        throw Refused.unknown();
                    }
                    return place;
                });
    }

    private <T> Reply reply(ChangeResult<T> change, ZoneId zone, Function<T, Reply> done) {
        Reply reply = HoursEndpoints.answer(change, zone, done);
        factsChanged.run();
        return reply;
    }

    private static AccessEntry created(AuthorisedCall call, CafeStore.Place place, Closure closure) {
        AccessEntry entry = call.done(Action.CREATE_CLOSURE)
                .on(Subject.of(Subject.Kind.CLOSURE, closure.id()))
                .inRegion(place.region())
                .because(call.body().getString("document"))
                .with("for", place.placeCode().value())
                .with("kind", closure.kind().wire())
                .with("from", closure.from().toString());
        return closure.to() == null ? entry : entry.with("to", closure.to().toString());
    }

    private static AccessEntry ended(AuthorisedCall call, CafeStore.Place place, Closure closure) {
        return call.done(Action.END_CLOSURE)
                .on(Subject.of(Subject.Kind.CLOSURE, closure.id()))
                .inRegion(place.region())
                .with("for", place.placeCode().value())
                .with("to", String.valueOf(closure.to()));
    }

    private static JsonObject json(Closure closure, CafeStore.Place place, String document) {
        ZoneId zone = place.timeZone();
        return new JsonObject()
                .put("id", closure.id().toString())
                .put("placeCode", place.placeCode().value())
                .put("kind", closure.kind().wire())
                .put("from", Rfc3339.format(closure.from(), zone))
                .put("to", closure.to() == null ? null : Rfc3339.format(closure.to(), zone))
                .put("document", document);
    }
}
