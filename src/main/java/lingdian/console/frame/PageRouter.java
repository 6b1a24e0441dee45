package lingdian.console.frame;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import lingdian.access.account.Refused;
import lingdian.access.account.SignedInAccount;
import lingdian.access.signin.LocalPath;
import lingdian.access.signin.Sessions;
import lingdian.office.api.BodyPlaces;
import lingdian.office.api.Failures;
import lingdian.office.api.InProcessApi;
import lingdian.platform.http.ConnectionAbort;
import lingdian.platform.http.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounts pages. It sends a visitor who is not signed in to the sign-in, refuses a form that does not come from our
 * pages, and turns the API's errors into error pages.
 *
 * <p>Pages are mounted only here, so that none lacks these checks.
 */
public final class PageRouter {
    private static final Logger LOG = LoggerFactory.getLogger(PageRouter.class);
    /** The largest encoded form: a night round of fifty premises with the findings at each. */
    private static final String SIGN_IN = "/sign-in";

    private static final String ENROL = "/sign-in/second-factor";

    private final Router router;
    private final InProcessApi api;
    private final Templates templates;
    private final Assets assets;
    private final InstantSource clock;
    private final ConsoleSettings settings;
    private final PagePaths paths = new PagePaths();
    private final PagePace pace;

    public PageRouter(
            Vertx vertx,
            Router router,
            InProcessApi api,
            Templates templates,
            Assets assets,
            InstantSource clock,
            ConsoleSettings settings) {
        this.router = router;
        this.api = api;
        this.templates = templates;
        this.assets = assets;
        this.clock = clock;
        this.settings = settings;
        this.pace = new PagePace(vertx, clock, settings.pagesAtOnce());
    }

    /**
     * Answers a request for a page; fails with a {@link Problem.Thrown} or {@link NoSuchPageException} if it cannot.
     */
    @FunctionalInterface
    public interface PageHandler {
        Future<Void> handle(PageCall call);
    }

    public PageRouter get(String path, PageHandler handler) {
        paths.add(path);
        mount(router.get(path), handler);
        return this;
    }

    /** Mounts an answer that asks nothing of the API; it may be asked for at any pace. */
    public PageRouter getUnpaced(String path, PageHandler handler) {
        router.get(path).handler(routing -> mounted(routing, handler)).failureHandler(this::failed);
        return this;
    }

    /** Mounts a page that is the same for everybody, signed in or not: the phone keeps it. */
    public PageRouter getPublic(String path, PageHandler handler) {
        router.get(path)
                .handler(routing ->
                        handler.handle(call(routing, Optional.empty())).onFailure(routing::fail))
                .failureHandler(this::failed);
        return this;
    }

    /** Mounts the handler of a form. It is read only if the request has a session. */
    public PageRouter post(String path, PageHandler handler) {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(BodyPlaces.BYTES_MAX);
        Route route = router.post(path)
                .handler(PageRouter::holdUp)
                .handler(this::refuseStrangers)
                .handler(routing -> {
                    body.handle(routing);
                    routing.request().resume();
                })
                .handler(api.bodies()::read);
        mount(route, handler);
        return this;
    }

    /** Answers a form that has files. */
    @FunctionalInterface
    public interface FilePageHandler {
        Future<Void> handle(PageCall call, FormFiles.Reading files);
    }

    /**
     * Mounts the handler of a form with files, whose address is {@link Frame#fileAction}. It is read only after session
     * and origin have been checked.
     */
    public PageRouter postFiles(String path, FilePageHandler handler) {
        var files = new FormFiles(api.uploads());
        mount(
                router.post(path).handler(PageRouter::holdUp),
                call -> files.read(
                        call.request(),
                        call.account(),
                        read -> stillSignedIn(call).compose(still -> handler.handle(call, read))));
        return this;
    }

    /** A file may take a minute, a turn a quarter of it, and a change of rights ends the session. */
    private Future<Void> stillSignedIn(PageCall call) {
        return stays(api.inSession(call.request()).map(Optional::isPresent));
    }

    private static Future<Void> stays(Future<Boolean> signedIn) {
        return signedIn.compose(still -> still
                ? Future.succeededFuture()
                : Future.failedFuture(Refused.with(401, "The session ended meanwhile.")));
    }

    /** Pauses a form until it is known whether to read it. */
    private static void holdUp(RoutingContext routing) {
        routing.request().pause();
        routing.addEndHandler(ended -> letGo(routing.request()));
        routing.next();
    }

    /** Discards a form that was answered unread. If it was answered half read, its decoder would go on collecting it. */
    private static void letGo(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        if (request.isExpectMultipart()) {
            request.connection().close();
        } else {
            request.resume();
        }
    }

    private void refuseStrangers(RoutingContext routing) {
        api.inSession(routing.request())
                .onSuccess(found -> found.ifPresentOrElse(
                        account -> api.bodies().admit(routing, account),
                        () -> mounted(routing, call -> call.seeOther(SIGN_IN))))
                .onFailure(routing::fail);
    }

    /** Answers requests of browsers that match no other route. */
    public PageRouter getUnknown(String pattern) {
        router.routeWithRegex(HttpMethod.GET, pattern).handler(this::unknown);
        return this;
    }

    private void mount(Route route, PageHandler handler) {
        route.handler(routing -> mounted(routing, paced(handler))).failureHandler(this::failed);
    }

    private PageHandler paced(PageHandler handler) {
        return call -> pace.inTurn(
                call.account().id(),
                call.request().response()::closed,
                waited -> waited
                        ? stays(api.signedIn(call.request()).map(Optional::isPresent))
                                .compose(still -> handler.handle(call))
                        : handler.handle(call));
    }

    private void mounted(RoutingContext routing, PageHandler handler) {
        api.signedIn(routing.request())
                .compose(found -> enter(routing, found, handler))
                .onFailure(routing::fail);
    }

    private Future<Void> enter(RoutingContext routing, Optional<SignedInAccount> found, PageHandler handler) {
        api.ownWrites().note(routing.request());
        if (found.isEmpty()) {
            return toSignIn(call(routing, found), routing);
        }
        if (found.get().session().mustEnrol()) {
            return call(routing, found).seeOther(ENROL);
        }
        return Future.succeededFuture().compose(start -> handler.handle(call(routing, found)));
    }

    /**
     * After the sign-in the user returns to the page, or to the page whose form or part was requested. A part of a page
     * cannot be a redirection: htmx is told to load the whole page.
     */
    private static Future<Void> toSignIn(PageCall call, RoutingContext routing) {
        HttpServerRequest request = routing.request();
        boolean wasIn =
                request.cookies().stream().anyMatch(cookie -> cookie.getName().endsWith(Sessions.COOKIE));
        String path = signIn(wasIn, page(request));
        if (call.wantsPart()) {
            routing.response().putHeader("HX-Redirect", path);
            return routing.response().setStatusCode(401).end();
        }
        return call.seeOther(path);
    }

    /**
     * The sign-in, with the page to return to, unless that is longer than the sign-in returns to: a load balancer may
     * refuse an answer whose header is long.
     */
    private static String signIn(boolean wasIn, String page) {
        var query = new StringJoiner("&", "?", "").setEmptyValue("");
        if (wasIn) {
            query.add("over=1");
        }
        if (page.length() <= LocalPath.MOST_CHARACTERS) {
            query.add("next=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
        }
        return SIGN_IN + query;
    }

    /** The address of the current page; the sign-in redirects only to pages of the service. */
    private static String page(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET) && request.getHeader("HX-Request") == null) {
            return request.uri();
        }
        String from = Objects.requireNonNullElse(request.getHeader("Referer"), "");
        return from.replaceFirst("^https?://[^/]*", "");
    }

    private void failed(RoutingContext routing) {
        int status = status(routing);
        if (routing.response().closed() || Failures.isAbandoned(routing)) {
            return; // the client has left
        }
        if (routing.response().headWritten()) {
            ConnectionAbort.abort(routing.request()); // a page sent in part cannot be replaced
            return;
        }
        if (status == 500) {
            LOG.error("a page failed", routing.failure());
        }
        api.signedIn(routing.request())
                .otherwise(Optional.empty())
                .compose(found -> call(routing, found).show(status, "frame/fault", null, new Fault(status)))
                .onFailure(lost -> LOG.error("an error page failed", lost));
    }

    private static int status(RoutingContext routing) {
        return switch (routing.failure()) {
            case Problem.Thrown refused -> {
                refused.problem().note(routing);
                yield refused.problem().status();
            }
            case NoSuchPageException none -> 404;
            case null -> routing.statusCode();
            default -> 500;
        };
    }

    private void unknown(RoutingContext routing) {
        String accept = routing.request().getHeader("Accept");
        if (accept == null || !accept.contains("text/html")) {
            routing.next();
            return;
        }
        api.signedIn(routing.request())
                .compose(found -> call(routing, found).show(404, "frame/fault", null, new Fault(404)))
                .onFailure(routing::fail);
    }

    private PageCall call(RoutingContext routing, Optional<SignedInAccount> found) {
        return new PageCall(routing, api, templates, assets, found.orElse(null), clock.instant(), settings, paths);
    }
}
