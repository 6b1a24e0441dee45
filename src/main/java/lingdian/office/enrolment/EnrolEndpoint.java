package lingdian.office.enrolment;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import lingdian.access.account.Refused;
import lingdian.domain.PlaceCode;
import lingdian.office.api.OfficeContext;
import lingdian.platform.ClientAddress;
import lingdian.platform.Problem;
import lingdian.platform.Tokens;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /agent/v1/enrol}: an agent without a key gets one for a code (handbook, enrolment.md).
 *
 * <p>All codes that bring no key are answered alike, so that a search for codes learns nothing. A network that sent ten
 * wrong ones in an hour gets 429 for further ones; a right one still works, because one café's mistakes must not keep its
 * neighbours behind the same address out.
 */
final class EnrolEndpoint {
    static final int BYTES_MAX = 4 * 1024;
    private static final int AGENT_CHARACTERS_MAX = 200;
    private static final String HOUR_SECONDS = "3600";

    private final OfficeContext office;
    private final EnrolmentStore enrolments;
    private final RefusalStore refusals;
    private final Tokens tokens;
    private final Function<HttpServerRequest, ClientAddress> addresses;

    /** @param addresses of clients */
    EnrolEndpoint(
            OfficeContext office,
            EnrolmentStore enrolments,
            RefusalStore refusals,
            Function<HttpServerRequest, ClientAddress> addresses) {
        this.office = office;
        this.enrolments = enrolments;
        this.refusals = refusals;
        this.tokens = new Tokens(office.random());
        this.addresses = addresses;
    }

    /** @param agent name and version of the program */
    private record Asked(EnrolmentCode code, @Nullable String agent) {}

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
                .compose(this::enrol)
                .compose(enrolled -> enrolled.map(Future::succeededFuture).orElseGet(() -> refused(context)))
                .onSuccess(enrolled -> answer(context, enrolled))
                .onFailure(context::fail);
    }

    /** A code of whatever JSON type is a code, and a wrong one. */
    private static Asked asked(RoutingContext context) {
        try {
            JsonObject body = context.body().asJsonObject();
            if (body == null) {
                throw Refused.body("", "expected a JSON object");
            }
            Object code = body.getValue("code");
            if (code == null) {
                throw Refused.body("/code", "is required");
            }
            return new Asked(EnrolmentCode.typed(code.toString()), agent(body.getValue("agent")));
        } catch (DecodeException | ClassCastException notJson) {
            throw Refused.body("", "expected a JSON object");
        }
    }

    private static @Nullable String agent(@Nullable Object agent) {
        if (agent == null) {
            return null;
        }
        if (!(agent instanceof String text)
                || text.length() > AGENT_CHARACTERS_MAX
                || text.chars().anyMatch(Character::isISOControl)) {
            throw Refused.body("/agent", "expected the name and version, of at most 200 characters");
        }
        return text;
    }

    private Future<Optional<Enrolled>> enrol(Asked asked) {
        Instant now = office.clock().instant();
        UUID id = office.ids().get();
        String key = tokens.next();
        return office.pool()
                .withTransaction(connection -> enrolments
                        .use(connection, asked.code(), asked.agent(), now)
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(Optional.<Enrolled>empty())
                                : enrolments
                                        .enrol(connection, id, found.get().placeCode(), key, now)
                                        .compose(made -> office.log().append(connection, entry(found.get(), id)))
                                        .map(Optional.of(
                                                new Enrolled(found.get().placeCode(), key)))));
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
