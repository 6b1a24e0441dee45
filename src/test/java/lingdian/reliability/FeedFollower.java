package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A regulator's subscriber that reads the whole feed from its beginning, over one WebSocket. */
final class FeedFollower implements AutoCloseable {
    /** The received ids, in order. */
    final List<Long> positions = new CopyOnWriteArrayList<>();

    final AtomicReference<Short> closed = new AtomicReference<>();
    /** How often the follower had to resume. */
    final AtomicInteger resumed = new AtomicInteger();

    private final Vertx vertx;
    private final URI server;
    private final String token;
    private final boolean resumes;
    private final WebSocketClient client;
    private volatile boolean ended;

    private FeedFollower(Vertx vertx, URI server, String token, boolean resumes) {
        this.vertx = vertx;
        this.server = server;
        this.token = token;
        this.resumes = resumes;
        this.client = vertx.createWebSocketClient();
    }

    static FeedFollower follow(Vertx vertx, URI server, String token) throws Exception {
        return begin(new FeedFollower(vertx, server, token, false));
    }

    /** A follower that resumes at its last position when it is disconnected. */
    static FeedFollower resuming(Vertx vertx, URI server, String token) throws Exception {
        return begin(new FeedFollower(vertx, server, token, true));
    }

    private static FeedFollower begin(FeedFollower follower) throws Exception {
        follower.connect().await(PATIENCE_SECONDS, SECONDS);
        return follower;
    }

    private Future<WebSocket> connect() {
        long from = positions.isEmpty() ? 0 : positions.getLast();
        return client.connect(new WebSocketConnectOptions()
                        .setHost(server.getHost())
                        .setPort(server.getPort())
                        .setURI("/api/v1/violations/feed?from=" + from)
                        .putHeader("Authorization", "Bearer " + token))
                .onSuccess(this::listen);
    }

    private void listen(WebSocket socket) {
        socket.textMessageHandler(text -> positions.add(Long.valueOf(new JsonObject(text).getString("id"))));
        socket.closeHandler(gone -> {
            if (resumes) {
                resume();
            } else {
                closed.set(socket.closeStatusCode() == null ? 1006 : socket.closeStatusCode());
            }
        });
    }

    private void resume() {
        if (!ended) {
            resumed.incrementAndGet();
            vertx.setTimer(100, later -> connect().onFailure(refused -> resume()));
        }
    }

    @Override
    public void close() throws Exception {
        ended = true;
        client.close().await(PATIENCE_SECONDS, SECONDS);
    }
}
