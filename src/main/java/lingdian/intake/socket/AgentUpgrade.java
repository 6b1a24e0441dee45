package lingdian.intake.socket;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import lingdian.domain.PlaceCode;
import lingdian.intake.socket.AgentKeys.Connecting;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /agent/v1}: from a request with an agent key to an {@link AgentSocket}. */
final class AgentUpgrade {
    static final String SUBPROTOCOL = "lingdian.agent.v1";
    /** That of RFC 6455. The drafts before it have other frames. */
    static final String VERSION = "13";

    private static final Logger LOG = LoggerFactory.getLogger(AgentUpgrade.class);

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final LargeBodies large;
    private volatile boolean leaving;

    AgentUpgrade(Vertx vertx, Endpoint endpoint, LargeBodies large) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.large = large;
    }

    /** From now on answers 503. */
    void leave() {
        leaving = true;
    }

    void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request().pause();
        BearerKey.connecting(request, endpoint.keys())
                .compose(connecting -> checked(request, connecting))
                .compose(connecting -> upgrade(request, connecting))
                .onFailure(failure -> FailedRequests.answer(routing, failure, endpoint.meters()));
    }

    private Future<Connecting> checked(HttpServerRequest request, Connecting connecting) {
        if (leaving) {
            return refused(503, "the server is going away");
        }
        if (!endpoint.intake().judges()) {
            return refused(503, Endpoint.CLOCK_WRONG);
        }
        if (!"websocket".equalsIgnoreCase(request.getHeader("upgrade"))) {
            return refused(426, "expected a WebSocket upgrade");
        }
        if (!VERSION.equals(request.getHeader("sec-websocket-version"))) {
            return refused(426, "expected Sec-WebSocket-Version: " + VERSION);
        }
        if (!speaks(request.getHeader("sec-websocket-protocol"))) {
            return refused(400, "expected the subprotocol " + SUBPROTOCOL);
        }
        return Future.succeededFuture(connecting);
    }

    /** An agent that offers none is taken too: simple WebSocket tools cannot name one. */
    private static boolean speaks(@Nullable String offered) {
        if (offered == null) {
            return true;
        }
        for (String protocol : offered.split(",")) {
            if (protocol.strip().equals(SUBPROTOCOL)) {
                return true;
            }
        }
        return false;
    }

    private Future<ServerWebSocket> upgrade(HttpServerRequest request, Connecting connecting) {
        PlaceCode placeCode = connecting.identity().placeCode();
        if (!endpoint.connections()
                .reserve(placeCode, endpoint.limits().capacity().connectionsPerCafe())) {
            return Future.failedFuture(Problem.of(429, "too many connections of this café are open")
                    .reaching("cafe-connections")
                    .thrown());
        }
        return request.toWebSocket()
                .onFailure(notUpgraded -> endpoint.connections().unreserve(placeCode))
                .recover(notUpgraded -> refused(400, "the WebSocket handshake is not of RFC 6455"))
                .onSuccess(socket -> open(request, connecting, socket));
    }

    private void open(HttpServerRequest request, Connecting connecting, ServerWebSocket socket) {
        WireGate.channel(request)
                .closeFuture()
                .addListener(ended ->
                        endpoint.connections().unreserve(connecting.identity().placeCode()));
        try {
            attach(request, connecting, socket);
        } catch (
                RuntimeException
                        unfit) { // two upgrades at once: any agent can send them, so they must not fill the log
            request.connection().close();
            LOG.debug("A connection that was upgraded cannot be used: {}", unfit.toString());
        }
    }

    private void attach(HttpServerRequest request, Connecting connecting, ServerWebSocket socket) {
        Context context = vertx.getOrCreateContext();
        var link = new Link(context, socket, WireGate.install(request));
        var agent = new AgentSocket(endpoint, large, connecting, context, link);
        agent.open();
        if (leaving) {
            agent.leave();
        }
    }

    private static <T> Future<T> refused(int status, String detail) {
        return Future.failedFuture(Problem.of(status, detail).thrown());
    }
}
