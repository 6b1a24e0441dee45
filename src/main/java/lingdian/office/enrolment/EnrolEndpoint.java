package lingdian.office.enrolment;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import lingdian.access.account.Refused;
import lingdian.domain.PlaceCode;
import lingdian.office.api.OfficeContext;
import lingdian.platform.http.ClientAddress;
import lingdian.platform.http.OpenDoor;
import lingdian.platform.http.Problem;
import lingdian.platform.secret.Tokens;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /agent/v1/enrol}: an agent without a key gets one for a code (handbook, enrolment.md).
 *
 * <p>All codes that bring no key are answered alike, of whatever form and whatever else is wrong with the request, so that
 * a search for codes learns nothing. A network that sent ten
 * wrong ones in an hour gets 429 for further ones; a right one still works, because one café's mistakes must not keep its
 * neighbours behind the same address out.
 */
final class EnrolEndpoint {
    static final int BYTES_MAX = 64 * 1024;
    private static final int AGENT_CHARACTERS_MAX = 200;
    private static final String HOUR_SECONDS = "3600";

    private final OfficeContext office;
    private final EnrolmentStore enrolments;
    private final RefusalStore refusals;
    private final Tokens tokens;
    private final OpenDoor door;
    private final Function<HttpServerRequest, ClientAddress> addresses;

    /** @param addresses of clients */
    EnrolEndpoint(
            OfficeContext office,
            EnrolmentStore enrolments,
            RefusalStore refusals,
            OpenDoor door,
            Function<HttpServerRequest, ClientAddress> addresses) {
        this.office = office;
        this.enrolments = enrolments;
        this.refusals = refusals;
        this.door = door;
        this.tokens = new Tokens(office.random());
        this.addresses = addresses;
    }

    /** @param agent name and version of the program, as it was sent */
    private record Asked(EnrolmentCode code, @Nullable Object agent) {}

    /** A key is shown once. */
    private record Enrolled(PlaceCode placeCode, String key) {
        @Override
        public String toString() {
            return "Enrolled[" + placeCode + "]";
        }
    }

    void handle(RoutingContext context) {
        Future.<Void>succeededFuture()
                .map(begun -> asked(context))
                .compose(asked -> door.attempt(addresses.apply(context.request()), () -> enrol(context, asked)))
                .onSuccess(enrolled -> answer(context, enrolled))
                .onFailure(context::fail);
    }

    /** What is no text is a code that nobody was given, and so is none at all. */
    private static Asked asked(RoutingContext context) {
        try {
            JsonObject body = context.body().asJsonObject();
            if (body == null) {
                throw Refused.body("", "expected a JSON object");
            }
            String typed = body.getValue("code") instanceof String text ? text : "";
            return new Asked(EnrolmentCode.typed(typed), body.getValue("agent"));
        } catch (DecodeException | ClassCastException notJson) {
            throw Refused.body("", "expected a JSON object");
        }
    }

    private static boolean isAgent(@Nullable Object agent) {
        return agent == null
                || agent instanceof String text
                        && text.length() <= AGENT_CHARACTERS_MAX
                        && text.chars().noneMatch(Character::isISOControl);
    }

    /** A wrong code is found by reading: anybody may send very many. */
    private Future<Enrolled> enrol(RoutingContext context, Asked asked) {
        Instant now = office.clock().instant();
        return enrolments
                .isGood(office.pool(), asked.code(), now)
                .compose(good -> good ? use(asked, now) : Future.succeededFuture(Optional.<Enrolled>empty()))
                .compose(enrolled -> enrolled.map(Future::succeededFuture).orElseGet(() -> refused(context)));
    }

    private Future<Optional<Enrolled>> use(Asked asked, Instant now) {
        return office.pool()
                .withTransaction(connection -> enrolments
                        .use(connection, asked.code(), isAgent(asked.agent()) ? (String) asked.agent() : null, now)
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(Optional.<Enrolled>empty())
                                : enrolled(connection, asked, found.get(), now).map(Optional::of)));
    }

    /** Fails, so that the transaction leaves the code unused, where the agent's name is none. */
    private Future<Enrolled> enrolled(SqlConnection connection, Asked asked, EnrolmentStore.Used used, Instant now) {
        if (!isAgent(asked.agent())) {
            return Future.failedFuture(
                    Refused.body("/agent", "expected the name and version, of at most 200 characters"));
        }
        UUID id = office.ids().get();
        String key = tokens.next();
        return enrolments
                .enrol(connection, id, used.placeCode(), key, now)
                .compose(made -> office.log().append(connection, entry(used, id)))
                .map(new Enrolled(used.placeCode(), key));
    }

    private static AccessEntry entry(EnrolmentStore.Used used, UUID key) {
        return AccessEntry.done(Actor.agent(used.placeCode()), Action.ENROL)
                .on(Subject.of(Subject.Kind.ENROLMENT, used.enrolment()))
                .with("key", key.toString());
    }

    private Future<Enrolled> refused(RoutingContext context) {
        return refusals.count(
                        office.pool(),
                        addresses.apply(context.request()),
                        office.clock().instant())
                .compose(counted -> Future.failedFuture(counted ? wrong() : tooMany(context)));
    }

    private static Problem.Thrown wrong() {
        return Refused.with(404, "This code is wrong, used or expired. Ask for a new one.");
    }

    private static Problem.Thrown tooMany(RoutingContext context) {
        context.response().putHeader("Retry-After", HOUR_SECONDS);
        return Refused.limit(
                "enrolments", 429, "Too many wrong codes came from this address. A right one still works.");
    }

    private static void answer(RoutingContext context, Enrolled enrolled) {
        context.response()
                .setStatusCode(201)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(new JsonObject()
                        .put("placeCode", enrolled.placeCode().value())
                        .put("key", enrolled.key())
                        .toBuffer());
    }
}
