package lingdian.agent.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import lingdian.platform.http.BodyDeadline;
import lingdian.platform.http.ConnectionGuard;
import lingdian.platform.http.RequestFraming;
import lingdian.platform.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of the local API, whose connections are limited, because any guest's computer may reach it.
 *
 * <p>All headers that its connections may leave unfinished need 4 MB, of a heap of 64.
 */
final class LocalServer {
    /** Kept for the programs on this machine: a cashier's program may ask for all terminals at once. */
    static final int THIS_MACHINE_MAX = 256;

    static final int ADDRESS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);

    private static final int CONNECTIONS_MAX = 500;
    private static final int REQUEST_SECONDS = 5;
    private static final int BODY_SECONDS = 20;
    private static final int IDLE_SECONDS = 75;
    private static final int LINE_BYTES_MAX = 2_048;
    private static final int HEADER_BYTES_MAX = 8_192;
    private static final Settings.Connections LIMITS =
            new Settings.Connections(CONNECTIONS_MAX, ADDRESS_MAX, REQUEST_SECONDS, IDLE_SECONDS, BODY_SECONDS);

    private final HttpServer server;
    private final ConnectionGuard guard;

    private LocalServer(HttpServer server, ConnectionGuard guard) {
        this.server = server;
        this.guard = guard;
    }

    /** Begins to answer by a router; fails if the port is taken. */
    static Future<LocalServer> listen(Vertx vertx, String host, int port, Router router) {
        var guard = new ConnectionGuard(
                vertx, LIMITS, THIS_MACHINE_MAX, () -> LOG.debug("A connection over the limit was closed"));
        var options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(LINE_BYTES_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                // Otherwise a connection counts only after its first bytes, which tell which protocol it is.
                .setHttp2ClearTextEnabled(false)
                // It has no WebSocket, and their handler throws at each request of many that come at once.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
        var errors = RareLine.eachMinute();
        return vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    connection.exceptionHandler(failure -> errors.write(
                            () -> LOG.warn("A connection to the local API was faulty: {}", failure.toString())));
                    guard.connected(connection);
                })
                .requestHandler(guard.around(RequestFraming.plain(router)))
                .listen()
                .map(listening -> {
                    guard.start();
                    return new LocalServer(listening, guard);
                });
    }

    /** To be mounted before every handler that reads a body. */
    static BodyDeadline bodyDeadline(Vertx vertx) {
        return new BodyDeadline(vertx, BODY_SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    Future<Void> close() {
        guard.stop();
        return server.close();
    }
}
