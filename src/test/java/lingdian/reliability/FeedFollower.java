package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A regulator's subscriber that reads the whole feed from its beginning, over one WebSocket. */
final class FeedFollower implements AutoCloseable {
    /** The ids as they came. */
    final List<Long> positions = new CopyOnWriteArrayList<>();

    final AtomicReference<Short> closed = new AtomicReference<>();
    private final WebSocketClient client;

    private FeedFollower(WebSocketClient client) {
        this.client = client;
    }

    static FeedFollower follow(Vertx vertx, URI server, String token) throws Exception {
        var follower = new FeedFollower(vertx.createWebSocketClient());
        follower.client
                .connect(new WebSocketConnectOptions()
                        .setHost(server.getHost())
                        .setPort(server.getPort())
                        .setURI("/api/v1/violations/feed?from=0")
                        .putHeader("Authorization", "Bearer " + token))
                .onSuccess(follower::listen)
                .await(20, SECONDS);
        return follower;
    }

    private void listen(WebSocket socket) {
        socket.textMessageHandler(text -> positions.add(Long.valueOf(new JsonObject(text).getString("id"))));
        socket.closeHandler(gone -> closed.set(socket.closeStatusCode() == null ? 1006 : socket.closeStatusCode()));
    }

    @Override
    public void close() throws Exception {
        client.close().await(20, SECONDS);
    }
}
