package lingdian.testing;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client like that of an office's or a café's program, with Java's own client. Blocking and immutable: adding a
 * token or another header returns a new one.
 */
public final class Http {
    public static final String JSON = "application/json";
    public static final String NDJSON = "application/x-ndjson";

    static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI server;
    private final Map<String, String> headers;

    private Http(URI server, Map<String, String> headers) {
        this.server = server;
        this.headers = headers;
    }

    /** A complete answer. */
    public record Answer(int status, HttpHeaders headers, String body) {
        public JsonObject json() {
            return new JsonObject(body);
        }

        /** A header of the answer; empty if there is none of this name. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    public static Http to(URI server) {
        return new Http(server, Map.of());
    }

    public static Http to(RunningService service) {
        return to(service.url());
    }

    /** A client with the token of an account or an agent's key. */
    public Http as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public Http with(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new Http(server, more);
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    public Answer post(String path, JsonObject body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    /** @param body null if there is none */
    public Answer send(String method, String path, @Nullable JsonObject body) throws IOException, InterruptedException {
        return body == null ? send(method, path, "", null) : send(method, path, JSON, body.encode());
    }

    /** @param body null if there is none; then {@code type} is not sent either */
    public Answer send(String method, String path, String type, @Nullable String body)
            throws IOException, InterruptedException {
        return send(request(method, path, type, body));
    }

    /** Posts events like a café, one per line. The client must have the café's key. */
    public Answer events(UUID stream, String lines) throws IOException, InterruptedException {
        return with("Lingdian-Stream", stream.toString()).send("POST", "/agent/v1/events", NDJSON, lines);
    }

    public Answer events(UUID stream, List<JsonObject> events) throws IOException, InterruptedException {
        return events(stream, events.stream().map(JsonObject::encode).collect(Collectors.joining("\n")));
    }

    /** An answer that may be endless or binary. The caller closes it. */
    public HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
        return open("GET", path, "", null);
    }

    /** Like {@link #send(String, String, String, String)}, with the answer as a stream. */
    public HttpResponse<InputStream> open(String method, String path, String type, @Nullable String body)
            throws IOException, InterruptedException {
        return CLIENT.send(request(method, path, type, body), BodyHandlers.ofInputStream());
    }

    /**
     * The sum of a meter's series.
     *
     * @param series the meter's whole name, optionally followed by its first labels
     */
    public double meter(String series) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line ->
                        series.contains("{") ? line.startsWith(series) : line.split("[ {]", 2)[0].equals(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Sends any request, such as one that no honest client makes. */
    public static Answer send(HttpRequest request) throws IOException, InterruptedException {
        return send(CLIENT, request);
    }

    static Answer send(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        return answer(client.send(request, BodyHandlers.ofString()));
    }

    /** Sends any request without waiting for the answer. */
    public static CompletableFuture<Answer> begin(HttpRequest request) {
        return CLIENT.sendAsync(request, BodyHandlers.ofString()).thenApply(Http::answer);
    }

    /** Posts without waiting for the answer. */
    public CompletableFuture<Answer> beginPost(String path, JsonObject body) {
        return begin(request("POST", path, JSON, body.encode()));
    }

    public CompletableFuture<WebSocket> webSocket(String path, String protocol, WebSocket.Listener listener) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder().subprotocols(protocol);
        headers.forEach(builder::header);
        return builder.buildAsync(URI.create("ws://" + server.getAuthority() + path), listener);
    }

    /** A request with this one's headers, to be changed or sent later. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(Await.PATIENCE);
        headers.forEach(request::header);
        return request;
    }

    private HttpRequest request(String method, String path, String type, @Nullable String body) {
        BodyPublisher published = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request = request(path).method(method, published);
        return (body == null ? request : request.header("Content-Type", type)).build();
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }
}
