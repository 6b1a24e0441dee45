package lingdian.agent.desk;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import lingdian.agent.spool.SpoolFullException;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.WireText;
import lingdian.platform.http.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API for the café's terminals, ID reader and cashier: {@code /v1} (src/site/markdown/agent.md).
 *
 * <p>An answer of 200 means that the event is on disk. If it is not, the answer is 503, and the caller repeats the
 * request.
 */
final class LocalApi {
    private static final Logger LOG = LoggerFactory.getLogger(LocalApi.class);
    private static final String IN_USE = "/v1/terminals/in-use";
    private static final String WARNINGS = "/v1/warnings";
    private static final String MESSAGES = "/v1/messages";
    private static final int BODY_BYTES_MAX = 64 * 1024;
    /** 10,000 terminal ids of 32 characters, with room for spaces. */
    private static final int IN_USE_BYTES_MAX = 512 * 1024;
    /** More simultaneous requests than a café has terminals; each may wait for a verdict. */
    private static final int UNDER_WAY_MAX = 1_000;
    /** What Vert.x gives a failure of a handler; a body that breaks off or cannot be read has another status. */
    private static final int OURS = 500;

    private final Ledger ledger;
    private final Premises premises;
    private final LoginDesk desk;
    private final StatusReport report;
    private final Function<UUID, Future<Boolean>> read;
    private final InstantSource clock;
    private final RareLine errors = RareLine.eachMinute();
    private int underWay;

    /** @param read tells that a person has read a message; false where there is none */
    LocalApi(
            Ledger ledger,
            Premises premises,
            LoginDesk desk,
            StatusReport report,
            Function<UUID, Future<Boolean>> read,
            InstantSource clock) {
        this.ledger = ledger;
        this.premises = premises;
        this.desk = desk;
        this.report = report;
        this.read = read;
        this.clock = clock;
    }

    void mountOn(Router router, LocalAuthentication door) {
        router.route("/v1/*").handler(door::checkBearer);
        router.put(IN_USE).handler(body(IN_USE_BYTES_MAX)).handler(routing -> answer(routing, inUse(buffer(routing))));
        post(router, "/v1/logins", routing -> login(buffer(routing)));
        post(router, "/v1/logouts", routing -> logout(buffer(routing)));
        post(router, "/v1/patrols", routing -> patrol(buffer(routing)));
        post(router, "/v1/opened", routing -> recorded((seq, at) -> new AgentEvent.Opened(seq, at)));
        post(router, "/v1/closed", routing -> recorded((seq, at) -> new AgentEvent.Closed(seq, at)));
        router.get(WARNINGS).handler(routing -> answer(routing, warnings(routing)));
        router.get(MESSAGES)
                .handler(routing ->
                        answer(routing, Future.succeededFuture(new JsonObject().put("messages", report.messages()))));
        post(router, MESSAGES + "/:id/read", routing -> read(Objects.requireNonNull(routing.pathParam("id"))));
        router.route().failureHandler(this::fail);
        // Of a path that cannot be decoded, for which no other handler is found.
        router.errorHandler(400, routing -> notUnderstood(400).send(routing));
        router.errorHandler(
                404, routing -> Problem.of(404, "there is no such resource").send(routing));
        router.errorHandler(
                405,
                routing -> Problem.of(405, "use " + method(routing.normalizedPath()) + " here")
                        .send(routing));
    }

    /** By path, not for all below {@code /v1/}: an unknown path would be 405 instead of 404. */
    private void post(Router router, String path, Function<RoutingContext, Future<JsonObject>> action) {
        router.post(path).handler(body(BODY_BYTES_MAX)).handler(routing -> answer(routing, action.apply(routing)));
    }

    /** The one method of a path that exists. */
    private static HttpMethod method(String path) {
        return switch (path) {
            case IN_USE -> HttpMethod.PUT;
            case WARNINGS, MESSAGES -> HttpMethod.GET;
            default ->
                path.startsWith("/seat/")
                        ? HttpMethod.PUT
                        : path.matches("/(v1|push|page)/.*") ? HttpMethod.POST : HttpMethod.GET;
        };
    }

    private static BodyHandler body(long bytesMax) {
        return BodyHandler.create(false).setBodyLimit(bytesMax);
    }

    private static Buffer buffer(RoutingContext routing) {
        return Objects.requireNonNullElseGet(routing.body().buffer(), Buffer::buffer);
    }

    private Future<JsonObject> login(Buffer body) {
        return desk.login(LocalRequests.login(body)).map(this::json);
    }

    private JsonObject json(Decision decision) {
        return new JsonObject()
                .put("session", decision.session())
                .put("allow", decision.allow())
                .put("reasons", new JsonArray(decision.reasons()))
                .put("closesAt", report.time(decision.closesAt()))
                .put("decided", decision.by().name().toLowerCase(Locale.ROOT));
    }

    private Future<JsonObject> logout(Buffer body) {
        LocalRequests.Logout asked = LocalRequests.logout(body);
        Guest guest = guest(asked)
                .orElseThrow(() -> Problem.of(404, "there is no open session for it")
                        .with("code", "nobody-on")
                        .thrown());
        return desk.logout(guest, asked.reason())
                .map(seq -> new JsonObject()
                        .put("session", guest.session())
                        .put("terminal", guest.terminal())
                        .put("seq", seq));
    }

    private Optional<Guest> guest(LocalRequests.Logout asked) {
        String session = asked.session();
        return session != null
                ? premises.guests().session(session)
                : premises.guests().on(Objects.requireNonNull(asked.terminal()));
    }

    private Future<JsonObject> inUse(Buffer body) {
        premises.inUse().reported(LocalRequests.terminals(body), clock.instant());
        return Future.succeededFuture(
                new JsonObject().put("freshUntil", report.time(premises.inUse().freshUntil())));
    }

    /** Records a patrol; the page's button sends no body. */
    Future<JsonObject> patrol(Buffer body) {
        String officer = LocalRequests.officer(body);
        return recorded((seq, at) -> new AgentEvent.Patrol(seq, at, officer)).map(recorded -> {
            premises.patrolAt(clock.instant());
            return recorded;
        });
    }

    private Future<JsonObject> recorded(Ledger.Draft draft) {
        return ledger.record(draft).map(seq -> new JsonObject().put("seq", seq));
    }

    private Future<JsonObject> warnings(RoutingContext routing) {
        String after = routing.request().getParam("after", "-1");
        try {
            return Future.succeededFuture(
                    new JsonObject().put("warnings", report.warningsAfter(Long.parseLong(after))));
        } catch (NumberFormatException noNumber) {
            throw Problem.of(400, "after: expected the id of a warning").thrown();
        }
    }

    private Future<JsonObject> read(String id) {
        return WireText.uuid(id).map(read).orElse(Future.succeededFuture(false)).map(known -> {
            if (!known) {
                throw Problem.of(404, "there is no such message").thrown();
            }
            return new JsonObject().put("id", id);
        });
    }

    private void answer(RoutingContext routing, Future<JsonObject> answer) {
        underWay++;
        answer.onComplete(done -> underWay--)
                .onSuccess(json -> json(routing, json))
                .onFailure(routing::fail);
    }

    static void json(RoutingContext routing, JsonObject json) {
        if (!routing.response().closed()) {
            routing.response().putHeader("content-type", "application/json").end(json.toBuffer());
        }
    }

    /** Refuses requests beyond the limit of simultaneous ones. */
    void checkCrowd(RoutingContext routing) {
        if (underWay >= UNDER_WAY_MAX) {
            throw Problem.of(503, "too many requests are under way")
                    .with("code", "too-many")
                    .thrown();
        }
        routing.next();
    }

    private void fail(RoutingContext routing) {
        boolean isHostUnreadable = routing.request().authority() == null; // found before any handler runs
        (isHostUnreadable ? LocalAuthentication.otherHost() : problem(routing)).send(routing);
    }

    private Problem problem(RoutingContext routing) {
        return switch (routing.failure()) {
            case Problem.Thrown thrown -> thrown.problem();
            case SpoolFullException full -> diskFull();
            case IOException card when card.getCause() instanceof SpoolFullException -> diskFull();
            case HttpException http -> notUnderstood(http.getStatusCode());
            case null -> notUnderstood(routing.statusCode());
            case Throwable unread when routing.statusCode() != OURS -> notUnderstood(400);
            case Throwable ours -> notRecorded(ours);
        };
    }

    private static Problem diskFull() {
        return Problem.of(503, "the disk is full: no event is recorded and no guest admitted")
                .with("code", "disk-full");
    }

    private static Problem notUnderstood(int status) {
        return Problem.of(status, "the request was not understood");
    }

    private Problem notRecorded(Throwable failure) {
        errors.write(() -> LOG.error("A request failed: {}", failure.getClass().getName()));
        return Problem.of(503, "the event was not recorded; repeat the request").with("code", "not-recorded");
    }
}
