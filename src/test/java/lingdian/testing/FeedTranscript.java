package lingdian.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/** All messages that the feed has sent so far, read from its beginning over a WebSocket. */
public final class FeedTranscript {
    private FeedTranscript() {}

    /** The messages of an authority, in order. */
    public static List<JsonObject> of(RunningService service, String authority) throws Exception {
        var arrived = new LinkedBlockingQueue<JsonObject>();
        var client = service.vertx().createWebSocketClient();
        // The handler is set before connecting, so that messages in the same packet as the upgrade are not missed.
        ClientWebSocket socket = client.webSocket();
        socket.textMessageHandler(text -> arrived.add(new JsonObject(text)));
        socket.connect(new WebSocketConnectOptions()
                        .setHost(service.url().getHost())
                        .setPort(service.url().getPort())
                        .setURI("/api/v1/violations/feed?from=0")
                        .putHeader("Authorization", "Bearer " + service.regulatorToken(authority, "000000")))
                .await(PATIENCE_SECONDS, SECONDS);
        var messages = new ArrayList<JsonObject>();
        for (int expected = count(service, authority); messages.size() < expected; ) {
            JsonObject message = arrived.poll(PATIENCE_SECONDS, SECONDS);
            assertThat(message)
                    .as("message %d of %d of the feed", messages.size() + 1, expected)
                    .isNotNull();
            messages.add(message);
        }
        client.close().await(PATIENCE_SECONDS, SECONDS);
        return messages;
    }

    /** The lines of a stream of Server-Sent Events, up to the last message. */
    public static List<String> ofServerSentEvents(RunningService service, String authority) throws Exception {
        var lines = new ArrayList<String>();
        int expected = count(service, authority);
        var feed = Http.to(service)
                .as(service.regulatorToken(authority, "000000"))
                .with("Accept", "text/event-stream")
                .open("/api/v1/violations/feed?from=0");
        try (var answer = new BufferedReader(new InputStreamReader(feed.body(), StandardCharsets.UTF_8))) {
            for (int told = 0; told < expected; told += lines.getLast().startsWith("data:") ? 1 : 0) {
                lines.add(answer.readLine());
            }
        }
        return lines;
    }

    private static int count(RunningService service, String authority) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.prepareStatement(
                        "SELECT count(*) FROM feed WHERE violation_id IS NOT NULL AND ? = ANY (authorities)")) {
            statement.setString(1, authority);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
