package lingdian.office.disclosure;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.region.Scope;
import lingdian.office.api.Approval;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.cafe.CafeStore;
import lingdian.office.cafe.CafeStore.Place;
import lingdian.office.disclosure.LegalHold.Held;
import lingdian.office.disclosure.LegalHold.Lifted;
import lingdian.office.disclosure.LegalHold.LiftingAsked;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/** Endpoints for legal holds. */
final class LegalHoldEndpoints {
    private final ScopedStore readers;
    private final CafeStore cafes;
    private final LegalHoldStore store;
    private final LegalHoldService holds;
    private final ReadLog reads;
    private final InstantSource clock;

    LegalHoldEndpoints(
            ScopedStore readers,
            CafeStore cafes,
            LegalHoldStore store,
            LegalHoldService holds,
            ReadLog reads,
            InstantSource clock) {
        this.reads = reads;
        this.clock = clock;
        this.readers = readers;
        this.cafes = cafes;
        this.store = store;
        this.holds = holds;
    }

    public Future<Reply> set(AuthorisedCall call) {
        JsonObject body = call.body();
        LocalDate from = BodyFields.neededDate(body, "from");
        LocalDate to = BodyFields.neededDate(body, "to");
        if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= LegalHold.DAYS_MAX) {
            throw Refused.body("/to", "expected on or after /from, for at most " + LegalHold.DAYS_MAX + " days");
        }
        if (to.isAfter(LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE))) {
            throw Refused.body("/to", "expected a day that is not after today"); // or one hold would end all dropping
        }
        return readers.read(
                        call.account(),
                        client -> place(client, call.scope(), PlaceCode.orNull(body.getString("placeCode"))))
                .compose(place -> holds.set(call.account(), place.orElse(null), from, to, body.getString("reason")))
                .map(hold -> Reply.created(json(hold)));
    }

    public Future<Reply> one(AuthorisedCall call) {
        return hold(call).map(hold -> Reply.ok(json(hold)));
    }

    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        int limit = call.limit();
        return readers.read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> store.list(
                                                client, scope(call), call.query("state"), after, limit + 1)
                                        .map(found -> Page.of(found, limit, LegalHoldEndpoints::place)
                                                .json(LegalHoldEndpoints::json, position))))
                .compose(list -> reads.list(call.account(), Action.LIST_LEGAL_HOLDS, list))
                .map(Reply::ok);
    }

    /** 202: the hold stays in force until a second person approves. */
    public Future<Reply> askLifting(AuthorisedCall call) {
        return hold(call)
                .compose(hold ->
                        holds.askLifting(call.account(), hold, call.body().getString("reason")))
                .map(asked -> Reply.of(202, json(asked)));
    }

    public Future<Reply> decide(AuthorisedCall call) {
        return hold(call)
                .compose(hold -> holds.decide(call.account(), hold, Approval.given(call), Approval.note(call)))
                .map(decided -> Reply.ok(json(decided)));
    }

    private Future<LegalHold> hold(AuthorisedCall call) {
        return readers.read(call.account(), client -> store.one(client, scope(call), call.id()))
                .map(found -> found.orElseThrow(Refused::unknown));
    }

    /** Null: an auditor's, who sees all of them. */
    private static @Nullable Scope scope(AuthorisedCall call) {
        return call.account().scope().orElse(null);
    }

    private Future<Optional<Place>> place(SqlClient client, Scope scope, @Nullable PlaceCode placeCode) {
        if (placeCode == null) {
            return Future.succeededFuture(Optional.empty());
        }
        return cafes.place(client, placeCode)
                .map(found -> Optional.of(found.filter(place -> scope.coversCafe(place.placeCode(), place.region()))
                        .orElseThrow(Refused::unknown)));
    }

    private static String place(LegalHold last) {
        return new Cursor.AfterViolation(last.made().at(), last.id()).text();
    }

    private static JsonObject json(LegalHold hold) {
        JsonObject json = new JsonObject()
                .put("id", hold.id().toString())
                .put("from", hold.from().toString())
                .put("to", hold.to().toString())
                .put("placeCode", Objects.toString(hold.placeCode(), null))
                .put("authority", hold.authority().wire())
                .put("region", hold.region().value())
                .put("reason", hold.reason())
                .put(
                        "madeBy",
                        new JsonObject()
                                .put("id", hold.made().by().toString())
                                .put("name", hold.made().name()))
                .put("madeAt", time(hold.made().at()))
                .put("state", hold.state().wire());
        return switch (hold.state()) {
            case Held ignored -> json.putNull("lifting").putNull("liftedBy").putNull("liftedAt");
            case LiftingAsked asked ->
                json.put("lifting", lifting(asked)).putNull("liftedBy").putNull("liftedAt");
            case Lifted lifted ->
                json.put("lifting", lifting(lifted.asked()))
                        .put("liftedBy", lifted.by().toString())
                        .put("liftedAt", time(lifted.at()));
        };
    }

    private static JsonObject lifting(LiftingAsked asked) {
        return new JsonObject()
                .put("askedBy", asked.by().toString())
                .put("askedAt", time(asked.at()))
                .put("reason", asked.reason());
    }

    private static String time(Instant at) {
        return Rfc3339.format(at, ChinaTime.ZONE);
    }
}
