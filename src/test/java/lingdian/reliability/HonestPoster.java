package lingdian.reliability;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/** Posts events of one café over HTTP. */
final class HonestPoster {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI endpoint;
    private final String key;

    record Answer(int status, JsonObject json) {}

    HonestPoster(URI server, String key) {
        this.endpoint = server.resolve("/agent/v1/events");
        this.key = key;
    }

    Answer post(UUID stream, JsonObject... events) throws IOException, InterruptedException {
        return send(request(stream), events);
    }

    /** With the agent's clock of when it sent them. */
    Answer postSent(String sent, UUID stream, JsonObject... events) throws IOException, InterruptedException {
        return send(request(stream).header("Lingdian-Sent", sent), events);
    }

    private HttpRequest.Builder request(UUID stream) {
        return HttpRequest.newBuilder(endpoint)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/x-ndjson")
                .header("Lingdian-Stream", stream.toString());
    }

    private static Answer send(HttpRequest.Builder request, JsonObject... events)
            throws IOException, InterruptedException {
        String body = Arrays.stream(events).map(JsonObject::encode).collect(Collectors.joining("\n"));
        HttpResponse<String> answer = CLIENT.send(
                request.POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), new JsonObject(answer.body()));
    }
}
