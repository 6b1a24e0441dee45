package lingdian.feed.log;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Function;
import lingdian.domain.region.Scope;
import lingdian.feed.log.Resume.Start;
import lingdian.platform.http.Problem;

/**
 * {@code GET /api/v1/violations/feed}: Server-Sent Events, or a WebSocket on the same URL (handbook, feed.md).
 *
 * <p>A preceding handler admits the reader and stores the {@link Scope} under {@link #SCOPE}. If it works
 * asynchronously, it must pause the request meanwhile, or the upgrade is lost.
 */
public final class FeedEndpoint implements Handler<RoutingContext> {
    public static final String PATH = "/api/v1/violations/feed";
    public static final String SCOPE = Scope.class.getName();

    private final Vertx vertx;
    private final FeedHub hub;
    private final Set<String> codes;
    private final Function<RoutingContext, FeedIdentity> readers;

    /**
     * @param codes the codes of all rules, which a filter may name
     * @param readers tells who sent a request that was admitted
     */
    public FeedEndpoint(Vertx vertx, FeedHub hub, Set<String> codes, Function<RoutingContext, FeedIdentity> readers) {
        this.vertx = vertx;
        this.hub = hub;
        this.codes = Set.copyOf(codes);
        this.readers = readers;
    }

    /** Adds the route. Call it before adding a route for {@code /api/v1/violations/{id}}, which would match first. */
    public void mount(Router router) {
        router.get(PATH).handler(this);
    }

    @Override
    public void handle(RoutingContext routing) {
        if (!(routing.get(SCOPE) instanceof Scope scope)) {
            routing.fail(
                    Problem.of(403, "this account has no violations to read").thrown());
            return;
        }
        try {
            admit(routing, new Audience(scope, FeedFilter.parse(routing.queryParams(), codes)));
        } catch (FeedFilter.Refused refused) {
            routing.fail(Problem.of(400, String.valueOf(refused.getMessage())).thrown());
        }
    }

    private void admit(RoutingContext routing, Audience audience) {
        HttpServerRequest request = routing.request();
        if (asksForUpgrade(request) && !request.canUpgradeToWebSocket()) {
            routing.fail(Problem.of(400, "this is no upgrade to a WebSocket").thrown());
        } else {
            enter(routing, audience);
        }
    }

    private void enter(RoutingContext routing, Audience audience) {
        switch (hub.enter(readers.apply(routing))) {
            case TAKEN -> locate(routing, audience);
            case ALL_ARE_TAKEN ->
                busy(
                        routing,
                        Problem.of(503, "the feed takes no more readers at the moment")
                                .reaching("feed-readers"));
            case HOLDER_HAS_ALL_OF_ITS ->
                busy(
                        routing,
                        Problem.of(429, "this account reads the feed as often as it may; close another reader first")
                                .reaching("account-feed-readers"));
        }
    }

    private void locate(RoutingContext routing, Audience audience) {
        HttpServerRequest request = routing.request();
        request.pause(); // an upgrade must see the request from its start
        Context context = vertx.getOrCreateContext();
        Resume resume = Resume.of(
                request.getHeader("Last-Event-ID"), routing.queryParams().get("from"));
        hub.locate(resume, context)
                .onSuccess(start -> begin(routing, audience, start))
                .onFailure(failure -> turnAway(routing));
    }

    private void begin(RoutingContext routing, Audience audience, Start start) {
        HttpServerRequest request = routing.request();
        if (request.response().closed()) {
            turnAway(routing);
        } else if (asksForUpgrade(request)) {
            upgrade(routing, audience, start);
        } else {
            request.resume();
            hub.subscribe(ServerSentEvents.begin(routing), audience, readers.apply(routing), start);
        }
    }

    private void turnAway(RoutingContext routing) {
        hub.leave(readers.apply(routing));
        routing.request().resume();
        busy(routing, Problem.of(503, "the feed cannot be read at the moment"));
    }

    private void upgrade(RoutingContext routing, Audience audience, Start start) {
        HttpServerRequest request = routing.request();
        request.toWebSocket()
                .map(socket -> new FeedWebSocket(request.connection(), socket))
                .onSuccess(wire -> hub.subscribe(wire, audience, readers.apply(routing), start))
                .onFailure(failure -> notUpgraded(routing));
    }

    private void notUpgraded(RoutingContext routing) {
        hub.leave(readers.apply(routing));
        Problem.of(400, "the upgrade to a WebSocket failed").send(routing);
    }

    private static boolean asksForUpgrade(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true);
    }

    private static void busy(RoutingContext routing, Problem problem) {
        routing.response().putHeader(HttpHeaders.RETRY_AFTER, "2");
        problem.send(routing);
    }
}
