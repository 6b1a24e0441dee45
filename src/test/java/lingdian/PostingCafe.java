package lingdian;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The plainest agent: one event, one request, answered after its commit. */
final class PostingCafe {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String placeCode;
    private final String key;
    private final UUID stream = UUID.randomUUID();
    private long seq;

    PostingCafe(String placeCode, String key) {
        this.placeCode = placeCode;
        this.key = key;
    }

    String placeCode() {
        return placeCode;
    }

    UUID stream() {
        return stream;
    }

    long seq() {
        return seq;
    }

    /** Sends the next event; whether it was acknowledged. If not, the next call sends it again. */
    boolean send(URI node, JsonObject event) throws InterruptedException {
        var numbered = event.copy().put("seq", seq + 1);
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(node.resolve("/agent/v1/events"))
                            .timeout(Duration.ofSeconds(5))
                            .header("Authorization", "Bearer " + key)
                            .header("Lingdian-Stream", stream.toString())
                            .header("Content-Type", "application/x-ndjson")
                            .POST(HttpRequest.BodyPublishers.ofString(numbered.encode()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                seq++;
            }
            return answer.statusCode() == 200;
        } catch (IOException nobodyAnswers) {
            return false;
        }
    }

    boolean send(URI node, String type, Instant at) throws InterruptedException {
        var event = new JsonObject().put("type", type).put("at", at.toString());
        return send(node, type.equals("heartbeat") ? event.put("inUse", new io.vertx.core.json.JsonArray()) : event);
    }
}
