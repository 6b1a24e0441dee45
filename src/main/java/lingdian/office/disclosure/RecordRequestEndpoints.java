package lingdian.office.disclosure;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.Account;
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
import lingdian.office.api.StandingRight;
import lingdian.office.cafe.CafeStore;
import lingdian.office.cafe.CafeStore.Place;
import lingdian.office.disclosure.RecordRequestService.Wanted;
import lingdian.office.permission.Permission;
import lingdian.office.permission.PermissionMapping;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.Action;

/** Endpoints for record requests. Cafés out of scope, and requests of another authority, are answered as not found. */
final class RecordRequestEndpoints {
    /** Art. 23: 文化行政部门、公安机关 may inspect what the café registered and recorded. */
    private static final String ARTICLE_23 = "《互联网上网服务营业场所管理条例》第二十三条";

    private final ScopedStore readers;
    private final CafeStore cafes;
    private final RecordRequestStore store;
    private final RecordRequestService requests;
    private final int daysMax;
    private final ReadLog reads;

    RecordRequestEndpoints(
            ScopedStore readers,
            CafeStore cafes,
            RecordRequestStore store,
            RecordRequestService requests,
            int daysMax,
            ReadLog reads) {
        this.readers = readers;
        this.cafes = cafes;
        this.store = store;
        this.requests = requests;
        this.daysMax = daysMax;
        this.reads = reads;
    }

    /** 202: a second person must grant it. */
    public Future<Reply> ask(AuthorisedCall call) {
        JsonObject body = call.body();
        Instant from = BodyFields.neededInstant(body, "from");
        Instant to = BodyFields.neededInstant(body, "to");
        checkTime(from, to);
        return readers.read(
                        call.account(),
                        client -> place(client, call.scope(), new PlaceCode(body.getString("placeCode"))))
                .compose(place -> requests.ask(
                        call.account(),
                        new Wanted(
                                place,
                                from,
                                to,
                                Optional.ofNullable(body.getString("legalBasis"))
                                        .orElse(ARTICLE_23),
                                body.getString("reason"))))
                .map(asked -> Reply.of(202, json(asked, requests.now())));
    }

    public Future<Reply> one(AuthorisedCall call) {
        return readers.read(call.account(), client -> request(client, call.scope(), call.id()))
                .map(request -> Reply.ok(json(request, requests.now())));
    }

    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        Permission.State state = Optional.ofNullable(call.query("state"))
                .map(Permission.State::of)
                .orElse(null);
        Instant now = requests.now();
        int limit = call.limit();
        return readers.read(
                        call.account(),
                        client -> ScopedStore.position(client)
                                .compose(position -> store.list(client, call.scope(), state, now, after, limit + 1)
                                        .map(found -> Page.of(found, limit, RecordRequestEndpoints::place)
                                                .json(one -> json(one, now), position))))
                .compose(list -> reads.list(call.account(), Action.LIST_RECORD_REQUESTS, list))
                .map(Reply::ok);
    }

    public Future<Reply> decide(AuthorisedCall call) {
        return readers.read(call.account(), client -> request(client, call.scope(), call.id()))
                .compose(request -> requests.decide(call.account(), request, Approval.given(call), Approval.note(call)))
                .map(decided -> Reply.ok(json(decided, requests.now())));
    }

    /** Writes the response itself: an export does not fit into memory. */
    public void export(RoutingContext routing, StandingRight right) {
        Account account = Objects.requireNonNull(routing.get(Account.class.getName()), "let in by Access");
        Scope scope = Objects.requireNonNull(routing.get(Scope.class.getName()), "a regulator has a scope");
        HttpServerResponse response = routing.response();
        Future.succeededFuture(routing.pathParam("id"))
                .map(RecordRequestEndpoints::id)
                .compose(id -> readers.read(
                        account,
                        client -> request(client, scope, id)
                                .compose(request -> place(client, scope, request.placeCode())
                                        .map(place -> new Found(exportable(account, request), place)))))
                .compose(found -> requests.export(
                        account, right, found.request(), found.place().timeZone(), response))
                .onFailure(routing::fail);
    }

    private record Found(RecordRequest request, Place place) {}

    /** A granted request, for the account that made it, while it lasts. */
    private RecordRequest exportable(Account account, RecordRequest request) {
        if (!account.id().equals(request.permission().askedBy())) {
            throw Refused.coded(
                    403, "not-your-request", "Only the account that requested the records can export them.");
        }
        return switch (request.permission().at(requests.now())) {
            case GRANTED -> request;
            case PENDING, REFUSED ->
                throw Refused.coded(409, "not-granted", "A second person has not granted this request.");
            case EXPIRED -> throw Refused.coded(410, "expired", "The request has expired: make a new one.");
        };
    }

    private void checkTime(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw Refused.body("/to", "expected after /from");
        }
        if (Duration.between(from, to).compareTo(Duration.ofDays(daysMax)) > 0) {
            throw Refused.body("/to", "expected at most " + daysMax + " days after /from");
        }
        if (to.isAfter(requests.now())) {
            throw Refused.body("/to", "expected a time that is not in the future");
        }
    }

    private Future<Place> place(SqlClient client, Scope scope, PlaceCode placeCode) {
        return cafes.place(client, placeCode)
                .map(found -> found.filter(place -> scope.coversCafe(place.placeCode(), place.region()))
                        .orElseThrow(Refused::unknown));
    }

    private Future<RecordRequest> request(SqlClient client, Scope scope, UUID id) {
        return store.one(client, scope, id).map(found -> found.orElseThrow(Refused::unknown));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw Refused.parameter("id", "expected a UUID");
        }
    }

    private static String place(RecordRequest last) {
        return new Cursor.AfterViolation(last.permission().askedAt(), last.id()).text();
    }

    private static JsonObject json(RecordRequest request, Instant now) {
        JsonObject json = new JsonObject()
                .put("id", request.id().toString())
                .put("placeCode", request.placeCode().value())
                .put("region", request.region().value())
                .put("authority", request.authority().wire())
                .put("from", Rfc3339.format(request.from(), ChinaTime.ZONE))
                .put("to", Rfc3339.format(request.to(), ChinaTime.ZONE))
                .put("legalBasis", request.legalBasis())
                .put("reason", request.reason());
        return PermissionMapping.put(json, request.permission(), request.askedByName(), request.decidedByName(), now);
    }
}
