package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import lingdian.access.account.Access;
import lingdian.access.account.Account;
import lingdian.access.account.AccountStore;
import lingdian.access.signin.Sessions;
import lingdian.domain.PlaceCode;
import lingdian.platform.Problem;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Writes down who was refused what, before they are told: a token that is nobody's (401), what a role may not do (403),
 * what is not there or not theirs to see (404), which is what guessing the ids of another county looks like, what is not of the
 * documented form or size (400, 413), which is what an attack by paths, fields or floods looks like; and a step that a case
 * was not open for (409).
 *
 * <p>Written from a route's failure handler, so that it covers every operation, however it answers, and from the router's own
 * for paths that are none. Where it cannot be written the answer is that of a database that fails.
 */
public final class Refusals {
    private static final String WRITTEN = Refusals.class.getName();
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** Of a path that was meant for the API however it is spelled: //api, /x/../api, /api%2fv1. */
    private static final String API = "api";

    private static final String NO_OPERATION = "none";
    /** What a form of the console is called where the operation that it asks for was not looked at. */
    private static final String FORM = "form";

    private static final String CASE_STEP = "actOnViolation";

    private final AccountStore accounts;
    private final Sessions sessions;
    private final AccessLogStore log;
    private final InstantSource clock;
    private final RefusalLimit limit;

    /** @param limit of how many are written */
    public Refusals(
            AccountStore accounts, Sessions sessions, AccessLogStore log, InstantSource clock, RefusalLimit limit) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.log = log;
        this.clock = clock;
        this.limit = limit;
    }

    /** A failure handler: goes on to the next one when it is written. */
    void write(RoutingContext context, Operation operation) {
        int status = context.failure() instanceof Problem.Thrown refused
                ? refused.problem().status()
                : context.statusCode(); // a body that is too long has no problem of its own
        if (context.get(WRITTEN) != null || !isWritten(status, operation)) {
            context.next();
            return;
        }
        context.put(WRITTEN, true);
        actor(context)
                .compose(actor -> write(withPath(
                        context.pathParams(), entry(context.request(), operation.getOperationId(), actor, status))))
                .onSuccess(written -> context.next())
                .onFailure(context::fail);
    }

    /** The same for what a page asked. */
    Future<Void> writeAsked(
            Account account, HttpServerRequest request, Operation operation, Map<String, String> path, int status) {
        return isWritten(status, operation)
                ? write(withPath(path, entry(request, operation.getOperationId(), account.actor(), status)))
                : Future.succeededFuture();
    }

    /** Of a form that a page of ours did not make: whoever is signed in may have been led into sending it. */
    Future<Void> writeForm(HttpServerRequest request) {
        return owner(request)
                .map(owner -> owner.map(Actor::account).orElse(Actor.nobody()))
                .compose(actor -> write(entry(request, FORM, actor, 403)));
    }

    /** Of a path of the API that is no operation, or cannot be decoded; completes when it is written. */
    Future<Void> writeStray(RoutingContext context, int status) {
        String path = context.request().path();
        if (context.get(WRITTEN) != null || path == null || !path.contains(API)) {
            return Future.succeededFuture();
        }
        context.put(WRITTEN, true);
        return actor(context).compose(actor -> write(entry(context.request(), NO_OPERATION, actor, status)));
    }

    private static boolean isWritten(int status, Operation operation) {
        return switch (status) {
            case 400, 401, 403, 404, 413 -> true;
            case 409 -> operation.getOperationId().equals(CASE_STEP);
            default -> false;
        };
    }

    private Future<Void> write(AccessEntry entry) {
        OptionalLong unwritten = limit.next(entry.actor(), clock.millis());
        if (unwritten.isEmpty()) {
            return Future.succeededFuture();
        }
        return log.append(unwritten.getAsLong() == 0 ? entry : entry.with("unwritten", unwritten.getAsLong()));
    }

    private Future<Actor> actor(RoutingContext context) {
        Account account = context.get(Account.class.getName());
        if (account != null) {
            return Future.succeededFuture(account.actor());
        }
        return owner(context.request()).map(owner -> owner.map(Actor::account).orElse(Actor.nobody()));
    }

    /** As in {@link Access}, which a refused body or path never came to: by token where one is brought; else by the cookie. */
    private Future<Optional<UUID>> owner(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.AUTHORIZATION)
                ? Access.token(request).map(this::owner).orElse(Future.succeededFuture(Optional.empty()))
                : sessions.owner(request);
    }

    private Future<Optional<UUID>> owner(String token) {
        return accounts.identify(token)
                .compose(found -> found.isEmpty()
                        ? accounts.endedOwner(token)
                        : Future.succeededFuture(
                                Optional.of(found.get().account().id())));
    }

    /** A token or session that was somebody's and has ended names them: it was perhaps stolen. */
    private static AccessEntry entry(HttpServerRequest request, String operation, Actor actor, int status) {
        AccessEntry entry = AccessEntry.refused(actor, action(status))
                .with("operation", operation)
                .with("status", status);
        String from = address(request);
        return from == null ? entry : entry.with("address", from);
    }

    private static Action action(int status) {
        return switch (status) {
            case 401 -> Action.USE_TOKEN;
            case 409 -> Action.TAKE_STEP;
            default -> Action.CALL;
        };
    }

    /** The ids that were asked for, where they are ids or place codes: anything else may be somebody's number or day of birth. */
    private static AccessEntry withPath(Map<String, String> path, AccessEntry entry) {
        AccessEntry all = entry;
        for (var parameter : path.entrySet()) {
            if (isId(parameter.getValue())) {
                all = all.with(parameter.getKey(), parameter.getValue());
            }
        }
        return all;
    }

    private static @Nullable String address(HttpServerRequest request) {
        return request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    }

    private static boolean isId(String text) {
        return ID.matcher(text).matches() || PlaceCode.find(text).isPresent();
    }
}
