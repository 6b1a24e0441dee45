package lingdian.regulator;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import lingdian.platform.Problem;
import lingdian.regulator.log.AccessEntry;
import lingdian.regulator.log.AccessLogStore;
import lingdian.regulator.log.Action;
import lingdian.regulator.log.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Writes down who was refused what, before they are told: a token that is nobody's (401), what a role may not do (403), and
 * what is not there or not theirs to see (404), which is what guessing the ids of another county looks like.
 *
 * <p>Written from a route's failure handler, so that it covers every operation, however it answers. Where it cannot be
 * written the answer is that of a database that fails.
 */
final class Refusals {
    private static final String WRITTEN = Refusals.class.getName();

    private final AccountStore accounts;
    private final AccessLogStore log;
    private final InstantSource clock;
    private final RefusalLimit limit = new RefusalLimit();

    Refusals(AccountStore accounts, AccessLogStore log, InstantSource clock) {
        this.accounts = accounts;
        this.log = log;
        this.clock = clock;
    }

    /** A failure handler: goes on to the next one when it is written. */
    void write(RoutingContext context, Operation operation) {
        int status = context.failure() instanceof Problem.Thrown refused
                ? refused.problem().status()
                : 0;
        if (context.get(WRITTEN) != null || status != 401 && status != 403 && status != 404) {
            context.next();
            return;
        }
        context.put(WRITTEN, true);
        actor(context)
                .compose(actor -> write(entry(context, operation, actor, status)))
                .onSuccess(written -> context.next())
                .onFailure(context::fail);
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
        return Access.token(context.request())
                .map(accounts::endedOwner)
                .orElse(Future.succeededFuture(Optional.empty()))
                .map(owner -> owner.map(Actor::account).orElse(Actor.nobody()));
    }

    /** A token that was somebody's and has ended names them: it was perhaps stolen. */
    private static AccessEntry entry(RoutingContext context, Operation operation, Actor actor, int status) {
        AccessEntry entry = AccessEntry.refused(actor, status == 401 ? Action.USE_TOKEN : Action.CALL)
                .with("operation", operation.getOperationId())
                .with("status", status);
        String from = address(context.request());
        return withPath(context, from == null ? entry : entry.with("address", from));
    }

    /** The ids that were asked for, where they look like ids. */
    private static AccessEntry withPath(RoutingContext context, AccessEntry entry) {
        AccessEntry all = entry;
        for (var parameter : context.pathParams().entrySet()) {
            if (AccessEntry.isCode(parameter.getValue())) {
                all = all.with(parameter.getKey(), parameter.getValue());
            }
        }
        return all;
    }

    private static @Nullable String address(HttpServerRequest request) {
        return request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    }
}
