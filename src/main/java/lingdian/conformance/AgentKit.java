package lingdian.conformance;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import lingdian.platform.http.Problem;
import lingdian.platform.settings.ListenAddress;

/** Examines an agent: a service that plays a script over the connections that the agent makes, one act over each. */
public final class AgentKit {
    private static final int MESSAGE_BYTES_MAX = 4 * 1024 * 1024;
    private static final int NOT_FOUND = 404;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_IMPLEMENTED = 501;
    private static final String PATH = "/agent/v1";
    /** Where an agent without a WebSocket would post. */
    private static final Set<String> POSTS = Set.of(PATH + "/events", PATH + "/receipts");

    private static final String BEARER = "Bearer ";
    private static final String SUBPROTOCOL = "lingdian.agent.v1";

    private final HttpServer server;
    private final KitSettings settings;
    private final Performance performance;

    private AgentKit(HttpServer server, KitSettings settings, Performance performance) {
        this.server = server;
        this.settings = settings;
        this.performance = performance;
    }

    /** Begins to listen; the script begins with the agent's first attempt. */
    public static Future<AgentKit> listen(
            Vertx vertx, KitSettings settings, InstantSource clock, Consumer<CheckResult> progress) {
        var performance = new Performance(vertx, settings, clock, progress);
        var options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setMaxWebSocketFrameSize(MESSAGE_BYTES_MAX)
                .setMaxWebSocketMessageSize(MESSAGE_BYTES_MAX)
                .setWebSocketSubProtocols(List.of(SUBPROTOCOL));
        HttpServer server = vertx.createHttpServer(options);
        return server.requestHandler(request -> decide(request, settings, performance))
                .listen()
                .map(listening -> new AgentKit(listening, settings, performance));
    }

    private static void decide(HttpServerRequest request, KitSettings settings, Performance performance) {
        String path = Objects.requireNonNullElse(request.path(), "");
        if (POSTS.contains(path)) {
            performance.posted(path);
            refusePost(request);
            return;
        }
        if (!PATH.equals(path)) {
            request.response().setStatusCode(NOT_FOUND).end();
            return;
        }
        String authorization = Objects.requireNonNullElse(request.getHeader("Authorization"), "");
        boolean known = authorization.startsWith(BEARER)
                && (settings.key() == null || authorization.equals(BEARER + settings.key()));
        boolean named = Objects.requireNonNullElse(request.getHeader("Sec-WebSocket-Protocol"), "")
                .contains(SUBPROTOCOL);
        if (performance.lets(known, named)) {
            request.toWebSocket().onSuccess(socket -> performance.connected(socket, request.connection()));
        } else {
            request.response().setStatusCode(UNAUTHORIZED).end();
        }
    }

    private static void refusePost(HttpServerRequest request) {
        Problem refusal = Problem.of(
                NOT_IMPLEMENTED, "the conformance kit examines agents over the WebSocket " + PATH + " alone");
        request.response()
                .setStatusCode(NOT_IMPLEMENTED)
                .putHeader("content-type", Problem.MEDIA_TYPE)
                .end(refusal.json());
    }

    /** Where the agent must connect. */
    public ListenAddress listensOn() {
        return new ListenAddress("http", settings.host(), server.actualPort());
    }

    /** Completes when the script was played, or the agent stayed away. */
    public Future<ConformanceReport> report() {
        return performance.report();
    }

    public Future<Void> close() {
        return server.close();
    }
}
