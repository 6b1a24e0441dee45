package lingdian.access.account;

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
import lingdian.access.signin.Session;
import lingdian.access.signin.Sessions;
import lingdian.domain.region.Scope;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Admits a request with the token or session of an account that may make it.
 *
 * <p>Puts into the routing context: the {@link Account} and the {@link Scope} (for roles that have one) under their
 * class names, the account's id as a string under {@link #ACCOUNT_ID}, and the right by which it was admitted under
 * {@link #RIGHT}.
 */
public final class Access {
    /** The routing context's key of the account's id. */
    public static final String ACCOUNT_ID = "lingdian.account";

    private static final String RIGHT = "lingdian.right";

    private static final Pattern BEARER = Pattern.compile("Bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);
    private static final int MAX_TOKEN = 1_024;

    private final AccountStore accounts;
    private final Sessions sessions;
    private final WrongTokens wrongTokens = new WrongTokens(System::nanoTime);

    public Access(AccountStore accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /**
     * Admits accounts of these roles; others get 403, and callers without a valid token 401. The request stays paused,
     * so that it can still be upgraded to a WebSocket; a handler that needs the body must resume it, unless the body
     * was read before.
     */
    public Handler<RoutingContext> require(Role... roles) {
        var allowed = EnumSet.copyOf(Arrays.asList(roles));
        return require(account -> allowed.contains(account.role()));
    }

    public Handler<RoutingContext> require(Predicate<Account> allowed) {
        return context -> {
            holdUp(context.request());
            context.addEndHandler(ended -> readOn(context.request()));
            identify(context.request())
                    .onSuccess(account -> pass(context, account, allowed))
                    .onFailure(context::fail);
        };
    }

    /**
     * Admits once more who sent a request whose body may have taken a minute to arrive: an account that was ended or
     * moved meanwhile acts by what it is now. Completes with that account, and fails with 401 or 403 where it may do no
     * more what it was admitted for.
     */
    public Future<Account> still(RoutingContext context, Predicate<Account> allowed) {
        return identify(context.request()).map(found -> {
            Account account = still(found, allowed);
            put(context, found.get());
            return account;
        });
    }

    /** The same by the browser's session. A form may make thousands of changes, and asks before each. */
    public Future<Account> still(HttpServerRequest form, Predicate<Account> allowed) {
        return bySession(form).map(found -> still(found, allowed));
    }

    private static Account still(Optional<Admission> found, Predicate<Account> allowed) {
        Account account = found.orElseThrow(
                        () -> Refused.with(401, "The account, its token or its session was ended meanwhile."))
                .account();
        if (!allowed.test(account)) {
            throw Refused.role(account.role());
        }
        return account;
    }

    /**
     * Pauses the request, as a WebSocket needs one that has not been read to its end. An HTTP/2 request that was read
     * to its end cannot be paused.
     */
    private static void holdUp(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.pause();
        }
    }

    /** Lets a connection serve its next request; an HTTP/2 request whose client left has nothing more to read. */
    private static void readOn(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.resume();
        }
    }

    /** Identifies the account by the token if the request has one, valid or not; otherwise by the session's cookie. */
    private Future<Optional<Admission>> identify(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization == null ? bySession(request) : byToken(authorization);
    }

    private Future<Optional<Admission>> byToken(String authorization) {
        return token(authorization).map(accounts::identify).orElse(Future.succeededFuture(Optional.empty()));
    }

    /** The bearer token of a request, valid or not. */
    public static Optional<String> token(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)).flatMap(Access::token);
    }

    private static Optional<String> token(String authorization) {
        return Optional.of(authorization)
                .filter(header -> header.length() <= MAX_TOKEN)
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(bearer -> bearer.group(1));
    }

    private Future<Optional<Admission>> bySession(HttpServerRequest request) {
        return sessions.find(request)
                .compose(session ->
                        session.isEmpty() ? Future.succeededFuture(Optional.empty()) : admit(request, session.get()));
    }

    /** The account of a request's session, if it comes from a page of ours, as far as can be known without its form. */
    public Future<Optional<Account>> inSession(HttpServerRequest request) {
        return sessions.find(request)
                .compose(session -> session.isPresent() && sessions.isOwn(request)
                        ? accounts.of(session.get().account())
                        : Future.succeededFuture(Optional.empty()));
    }

    /** The signed-in person, even if they have yet to set up their second factor. */
    public Future<Optional<SignedInAccount>> sitting(HttpServerRequest request) {
        return sessions.find(request)
                .compose(session ->
                        session.isEmpty() ? Future.succeededFuture(Optional.empty()) : sitting(request, session.get()));
    }

    private Future<Optional<SignedInAccount>> sitting(HttpServerRequest request, Session session) {
        return sessions.mayChange(request, session)
                ? accounts.of(session.account())
                        .map(found -> found.map(account -> new SignedInAccount(account, session)))
                : Future.failedFuture(notOurs());
    }

    private static Problem.Thrown notOurs() {
        return Refused.with(403, "The request does not come from a page of this service.");
    }

    private Future<Optional<Admission>> admit(HttpServerRequest request, Session session) {
        if (!sessions.mayChange(request, session)) {
            return Future.failedFuture(notOurs());
        }
        return session.mustEnrol()
                ? Future.failedFuture(Refused.with(403, "A second factor must be set up first."))
                : accounts.of(session.account())
                        .map(found ->
                                found.map(account -> new Admission(account, new Right.OfSession(session.name()))));
    }

    private void pass(RoutingContext context, Optional<Admission> found, Predicate<Account> allowed) {
        if (found.isEmpty()) {
            if (token(context.request()).isPresent() && wrongTokens.isBeyond(sessions.address(context.request()))) {
                context.fail(Refused.limit(
                        "wrong-tokens", 429, "So many wrong tokens came from this address. Try again in a minute."));
                return;
            }
            context.response().putHeader("WWW-Authenticate", "Bearer");
            context.fail(Refused.with(401, "A valid token is needed: \"Authorization: Bearer <token>\"."));
            return;
        }
        put(context, found.get());
        if (allowed.test(found.get().account())) {
            context.next();
        } else {
            context.fail(Refused.role(found.get().account().role()));
        }
    }

    private static void put(RoutingContext context, Admission admission) {
        Account account = admission.account();
        context.put(Account.class.getName(), account);
        context.put(ACCOUNT_ID, account.id().toString());
        context.put(RIGHT, admission.right().text());
        account.scope().ifPresent(scope -> context.put(Scope.class.getName(), scope));
    }

    /** Whether a request was admitted by a person's session, not by a token. */
    public static boolean isBySession(RoutingContext routing) {
        return Optional.ofNullable(right(routing))
                .flatMap(Right::parse)
                .filter(Right.OfSession.class::isInstance)
                .isPresent();
    }

    /** The right by which a request was admitted, null if it was not. */
    public static @Nullable String right(RoutingContext routing) {
        return routing.get(RIGHT);
    }
}
