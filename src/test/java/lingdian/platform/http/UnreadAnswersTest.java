package lingdian.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import lingdian.platform.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that reads nothing is cut off, although its answer was never written to the end. */
class UnreadAnswersTest {
    /** More than the operating system takes of an answer that its client does not read. */
    private static final Buffer LONG = Buffer.buffer(new byte[24_000_000]);

    private static final int PATIENCE_MILLIS = 100;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final Promise<Void> closed = Promise.promise();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void aLongAnswerHasADeadline() throws Exception {
        Promise<Void> over = Promise.promise();
        Router router = Router.router(vertx);
        router.route()
                .handler(routing ->
                        SlicedAnswer.end(routing, LONG, PATIENCE_MILLIS).onComplete(over));
        assertCutOff(router, REQUEST);
        over.future().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void anIdleConnectionIsCutOffThoughItsAnswerIsUnread() throws Exception {
        var guard = new ConnectionGuard(vertx, new Settings.Connections(10, 10, 1, 1, 1), () -> {});
        guard.start();
        HttpServer server = listen(guard.around(request -> request.response().end(LONG)), guard);
        try (Socket socket = ask(server, REQUEST)) {
            closed.future().await(PATIENCE_SECONDS, SECONDS);
        }
        guard.stop();
    }

    @Test
    void aRefusalBehindAnUnreadAnswerHasADeadline() throws Exception {
        assertCutOff(
                RequestFraming.plain(request -> request.response().end(LONG), PATIENCE_MILLIS),
                REQUEST + "GET / HTTP/1.1\r\nHost: one\r\nHost: two\r\n\r\n");
    }

    @Test
    void whoReadsGetsTheWholeAnswer() throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(routing -> SlicedAnswer.end(routing, LONG, 60_000));
        HttpServer server = listen(router, null);
        try (Socket socket = ask(server, REQUEST)) {
            int head = "HTTP/1.1 200 OK\r\ncontent-length: 24000000\r\n\r\n".length();
            assertThat(socket.getInputStream().readNBytes(head + LONG.length())).endsWith((byte) 0);
        }
    }

    private void assertCutOff(Handler<HttpServerRequest> answering, String request) throws Exception {
        HttpServer server = listen(answering, null);
        try (Socket socket = ask(server, request)) {
            closed.future().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    private HttpServer listen(Handler<HttpServerRequest> answering, @Nullable ConnectionGuard guard) throws Exception {
        return vertx.createHttpServer()
                .connectionHandler(connection -> {
                    if (guard != null) {
                        guard.connected(connection);
                    }
                    connection.closeHandler(now -> closed.tryComplete());
                })
                .requestHandler(answering)
                .listen(0, "127.0.0.1")
                .await(PATIENCE_SECONDS, SECONDS);
    }

    /** Sends a request over a connection that takes next to nothing of the answer. */
    private static Socket ask(HttpServer server, String request) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("127.0.0.1", server.actualPort()));
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        return socket;
    }
}
