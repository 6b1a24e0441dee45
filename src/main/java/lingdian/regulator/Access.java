package lingdian.regulator;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.feed.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request pass that brings the token of an account which may.
 *
 * <p>Puts into the routing context: the {@link Account} and the {@link Scope} (for those who have one) under their class
 * names, and the account's id as a string under {@link #ACCOUNT_ID}.
 */
public final class Access {
    /** The routing context's key of the account's id. */
    public static final String ACCOUNT_ID = "lingdian.account";

    private static final Pattern BEARER = Pattern.compile("Bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);
    private static final int MAX_TOKEN = 1_024;

    private final AccountStore accounts;

    Access(AccountStore accounts) {
        this.accounts = accounts;
    }

    /**
     * Passes accounts of these roles; others get 403, and whoever has no valid token 401. The request stays paused, so
     * that it can still be upgraded to a WebSocket; whoever wants its body must have read it before, or resume it.
     */
    public Handler<RoutingContext> require(Role... roles) {
        var allowed = EnumSet.copyOf(Arrays.asList(roles));
        return require(account -> allowed.contains(account.role()));
    }

    Handler<RoutingContext> require(Predicate<Account> allowed) {
        return context -> {
            holdUp(context.request());
            context.addEndHandler(ended -> readOn(context.request()));
            identify(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                    .onSuccess(account -> pass(context, account, allowed))
                    .onFailure(context::fail);
        };
    }

    /** A WebSocket can only be made of a request that has not been read to its end; one of HTTP/2 that was cannot be paused. */
    private static void holdUp(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.pause();
        }
    }

    /** So that a connection can serve its next request; one of HTTP/2 whose client left has nothing more to read. */
    private static void readOn(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.resume();
        }
    }

    private Future<Optional<Account>> identify(@Nullable String authorization) {
        if (authorization == null || authorization.length() > MAX_TOKEN) {
            return Future.succeededFuture(Optional.empty());
        }
        Matcher bearer = BEARER.matcher(authorization);
        return bearer.matches() ? accounts.identify(bearer.group(1)) : Future.succeededFuture(Optional.empty());
    }

    private static void pass(RoutingContext context, Optional<Account> found, Predicate<Account> allowed) {
        if (found.isEmpty()) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            context.fail(Refused.with(401, "A valid token is needed: \"Authorization: Bearer <token>\"."));
        } else if (!allowed.test(found.get())) {
            context.fail(Refused.with(403, "The role of this account may not do this."));
        } else {
            put(context, found.get());
            context.next();
        }
    }

    private static void put(RoutingContext context, Account account) {
        context.put(Account.class.getName(), account);
        context.put(ACCOUNT_ID, account.id().toString());
        account.scope().ifPresent(scope -> context.put(Scope.class.getName(), scope));
    }
}
