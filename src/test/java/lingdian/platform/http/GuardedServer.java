package lingdian.platform.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import lingdian.platform.settings.Settings;
import lingdian.testing.Await;

/** A server whose connections are guarded as the service's are. */
final class GuardedServer implements AutoCloseable {
    private static final Settings.Connections LIMITS = new Settings.Connections(10, 10, 10, 10, 10);

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    GuardedServer(Handler<HttpServerRequest> answering) throws Exception {
        var guard = new ConnectionGuard(vertx, LIMITS, () -> {});
        server = vertx.createHttpServer()
                .connectionHandler(guard::connected)
                .requestHandler(guard.around(answering))
                .listen(0, "127.0.0.1")
                .await(PATIENCE_SECONDS, SECONDS);
    }

    Socket connect() throws IOException {
        var client = new Socket("127.0.0.1", server.actualPort());
        client.setSoTimeout(Await.PATIENCE_MILLIS);
        return client;
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }
}
