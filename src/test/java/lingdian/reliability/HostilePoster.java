package lingdian.reliability;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import lingdian.testing.Await;

/** Sends hostile bodies over HTTP, and reports the result of each. */
final class HostilePoster implements AutoCloseable {
    private static final String NDJSON = "application/x-ndjson";

    private final URI endpoint;
    private final String key;
    private final Consumer<String> answers;
    private final UUID stream = UUID.randomUUID();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private long seq = 1;

    HostilePoster(URI server, String key, Consumer<String> answers) {
        this.endpoint = server.resolve("/agent/v1/events");
        this.key = key;
        this.answers = answers;
    }

    long seq() {
        return seq;
    }

    /** Posts a frame, and returns the result: a status, or as in {@link HostileFrame} if it was consumed. */
    String send(HostileFrame frame) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                post(Map.of("Lingdian-Stream", stream.toString(), "Content-Type", NDJSON), frame.payload());
        if (answer.statusCode() != 200) {
            return Integer.toString(answer.statusCode());
        }
        seq += frame.numbers();
        JsonArray rejects = new JsonObject(answer.body()).getJsonArray("rejects");
        return rejects.isEmpty() ? HostileFrame.TAKEN : rejects.getJsonObject(0).getString("code");
    }

    /** Posts an honest body with hostile headers; returns the status. */
    int headers(Map<String, String> more) throws IOException, InterruptedException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(Map.of("Lingdian-Stream", stream.toString(), "Content-Type", NDJSON));
        headers.putAll(more); // replaces the honest ones
        return post(headers, HostileFrame.utf8(Events.heartbeat(seq).encode())).statusCode();
    }

    /** Posts a body of any bytes; returns the status. */
    int body(byte[] bytes) throws IOException, InterruptedException {
        return post(Map.of("Lingdian-Stream", stream.toString(), "Content-Type", NDJSON), bytes)
                .statusCode();
    }

    /** Posts a compressed body that inflates to {@code bytes}; returns the status. */
    int bomb(int bytes) throws IOException, InterruptedException {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            byte[] block = new byte[64 * 1024];
            for (int written = 0; written < bytes; written += block.length) {
                gzip.write(block);
            }
        }
        return post(
                        Map.of(
                                "Lingdian-Stream",
                                stream.toString(),
                                "Content-Type",
                                NDJSON,
                                "Content-Encoding",
                                "gzip"),
                        compressed.toByteArray())
                .statusCode();
    }

    private HttpResponse<String> post(Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(endpoint)
                .timeout(Await.PATIENCE)
                .setHeader("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answers.accept(answer.headers().map() + "\n" + answer.body());
        return answer;
    }

    @Override
    public void close() {
        client.close();
    }
}
