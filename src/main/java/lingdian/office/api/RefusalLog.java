package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import lingdian.access.account.Access;
import lingdian.access.account.Account;
import lingdian.access.account.AccountStore;
import lingdian.access.signin.Sessions;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.platform.http.ClientAddress;
import lingdian.platform.http.Problem;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.LimitedRefusals;

/**
 * Logs refusals before they are answered: an unknown token (401), an action that the role may not take (403), something
 * that does not exist or is out of scope (404, as when ids of another county are guessed), a request that does not
 * match the documented form or size (400, 413, as when paths, fields or floods are used to attack), and a step that is
 * not possible in a case (409).
 *
 * <p>Called from a route's failure handler, so that it covers every operation, however it answers, and from the
 * router's own for unknown paths. If the refusal cannot be logged, the answer is that of a failing database.
 */
public final class RefusalLog {
    private static final String WRITTEN = RefusalLog.class.getName();
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** Of a path that was meant for the API, however it is spelled: //api, /x/../api, /api%2fv1. */
    private static final String API = "api";

    private static final String NO_OPERATION = "none";
    /** The name for a form of the console that was refused before its operation was known. */
    private static final String FORM = "form";

    private static final String CASE_STEP = "actOnViolation";

    private final AccountStore accounts;
    private final Sessions sessions;
    private final LimitedRefusals refusals;

    public RefusalLog(AccountStore accounts, Sessions sessions, LimitedRefusals refusals) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.refusals = refusals;
    }

    /** A failure handler: continues with the next one when the refusal is logged. */
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
                .compose(actor -> refusals.append(withPath(
                        context.pathParams(), entry(context.request(), operation.getOperationId(), actor, status))))
                .onSuccess(written -> context.next())
                .onFailure(context::fail);
    }

    /** Like {@link #write}, for an operation that a page calls. */
    Future<Void> writeAsked(
            Account account, HttpServerRequest request, Operation operation, Map<String, String> path, int status) {
        return isWritten(status, operation)
                ? refusals.append(withPath(path, entry(request, operation.getOperationId(), account.actor(), status)))
                : Future.succeededFuture();
    }

    /**
     * For a form that was not made by a page of the console: a signed-in person may have been tricked into sending it.
     */
    Future<Void> writeForm(HttpServerRequest request) {
        return owner(request)
                .map(owner -> owner.map(Actor::account).orElse(Actor.nobody()))
                .compose(actor -> refusals.append(entry(request, FORM, actor, 403)));
    }

    /** For a path of the API that is no operation, or cannot be decoded; completes when the refusal is logged. */
    Future<Void> writeStray(RoutingContext context, int status) {
        String path = context.request().path();
        if (context.get(WRITTEN) != null || path == null || !path.contains(API)) {
            return Future.succeededFuture();
        }
        context.put(WRITTEN, true);
        return actor(context).compose(actor -> refusals.append(entry(context.request(), NO_OPERATION, actor, status)));
    }

    private static boolean isWritten(int status, Operation operation) {
        return switch (status) {
            case 400, 401, 403, 404, 413 -> true;
            case 409 -> operation.getOperationId().equals(CASE_STEP);
            default -> false;
        };
    }

    private Future<Actor> actor(RoutingContext context) {
        Account account = context.get(Account.class.getName());
        if (account != null) {
            return Future.succeededFuture(account.actor());
        }
        return owner(context.request()).map(owner -> owner.map(Actor::account).orElse(Actor.nobody()));
    }

    /**
     * As in {@link Access}, which a refused body or path never reached: by the token if there is one, otherwise by the
     * cookie.
     */
    private Future<Optional<AccountId>> owner(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.AUTHORIZATION)
                ? Access.token(request).map(this::owner).orElse(Future.succeededFuture(Optional.empty()))
                : sessions.owner(request);
    }

    private Future<Optional<AccountId>> owner(String token) {
        return accounts.identify(token)
                .compose(found -> found.isEmpty()
                        ? accounts.endedOwner(token)
                        : Future.succeededFuture(
                                Optional.of(found.get().account().id())));
    }

    /** A token or session that has ended names its account: it may have been stolen. */
    private AccessEntry entry(HttpServerRequest request, String operation, Actor actor, int status) {
        AccessEntry entry = AccessEntry.refused(actor, action(status))
                .with("operation", operation)
                .with("status", status);
        ClientAddress from = sessions.address(request);
        return from.isUnknown() ? entry : entry.with("address", from.text());
    }

    private static Action action(int status) {
        return switch (status) {
            case 401 -> Action.USE_TOKEN;
            case 409 -> Action.TAKE_STEP;
            default -> Action.CALL;
        };
    }

    /** Logs requested ids only if they are ids or place codes: other text may be a person's number or date of birth. */
    private static AccessEntry withPath(Map<String, String> path, AccessEntry entry) {
        AccessEntry all = entry;
        for (var parameter : path.entrySet()) {
            if (isId(parameter.getValue())) {
                all = all.with(parameter.getKey(), parameter.getValue());
            }
        }
        return all;
    }

    private static boolean isId(String text) {
        return ID.matcher(text).matches() || PlaceCode.find(text).isPresent();
    }
}
