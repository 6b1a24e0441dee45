package lingdian.leak;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import lingdian.testing.Await;

/**
 * Asks a service for everything that its own OpenAPI document says it answers, as everyone: so that an operation that is
 * added later is searched for leaks as well.
 */
public final class LeakTour {
    private static final Pattern ID = Pattern.compile("\"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\"");
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    private static final String UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";
    private static final int IDS_AN_OPERATION = 20;

    /** A read of an answer cannot be given a time itself. */
    private static final ExecutorService WAITING = Executors.newVirtualThreadPerTaskExecutor();

    private final Map<HttpClient.Version, HttpClient> clients = new EnumMap<>(HttpClient.Version.class);
    private final URI server;
    private final Map<String, String> tokens;
    private final List<String> placeCodes;
    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Answered> answers = new CopyOnWriteArrayList<>();
    private final Set<String> ids = new LinkedHashSet<>();

    /** What someone was answered; of a file of files, each of them. */
    public record Answered(String who, String request, int status, String body) {
        @Override
        public String toString() {
            return who + " " + request + " " + status + " " + body;
        }
    }

    private record Parameter(String name, String in, JsonNode schema) {
        /** A day and not an instant, which is told back. */
        boolean belongs(String value) {
            return value.matches("\\d{4}-\\d\\d-\\d\\d")
                    && List.of("from", "to").contains(name)
                    && schema.path("maxLength").asInt() == "yyyy-MM-dd".length();
        }

        /** Whether any text is right, so that it is taken and perhaps written down. */
        boolean isText() {
            return schema.path("type").asText().equals("string") && !schema.has("format") && !schema.has("enum");
        }
    }

    private record Operation(
            String method, String path, List<Parameter> parameters, JsonNode bodySchema, boolean streams) {
        boolean isRead() {
            return method.equals("get");
        }
    }

    /** @param tokens by role; an empty one is nobody's */
    public LeakTour(URI server, Map<String, String> tokens, List<String> placeCodes) throws Exception {
        this.server = server;
        this.tokens = tokens;
        this.placeCodes = placeCodes;
        this.document =
                new ObjectMapper(new YAMLFactory()).readTree(send("nobody", "GET", "/api/openapi.yaml", null, ""));
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (method.getValue().has("operationId")) {
                        operations.add(operation(path.getKey(), path.getValue(), method.getKey(), method.getValue()));
                    }
                }));
    }

    public List<Answered> answers() {
        return List.copyOf(answers);
    }

    /** Which operations were asked, as {@code get /path}. */
    Set<String> reads() {
        var reads = new LinkedHashSet<String>();
        operations.stream().filter(Operation::isRead).forEach(one -> reads.add(one.path()));
        return reads;
    }

    /** Every GET, for everyone, of every café and every id that an answer has named so far; twice, since answers name ids. */
    public void readEverything() throws Exception {
        for (int round = 0; round < 2; round++) {
            for (String who : tokens.keySet()) {
                for (Operation operation : operations) {
                    if (operation.isRead() && !operation.streams()) {
                        read(who, operation);
                    }
                }
                send(who, "GET", "/metrics", null, "");
                send(who, "GET", "/api/asyncapi.yaml", null, "");
            }
        }
    }

    /** Everything that can be asked or told, with someone's number or name where it does not belong. */
    void callWithWhatDoesNotBelong(LeakPersons person) throws Exception {
        List<String> values = List.of(person.number, person.personName, person.born.toString());
        int nth = 0;
        for (String who : tokens.keySet()) {
            for (Operation operation : operations) {
                callWith(who, operation, values.get(nth++ % values.size()));
                if (operation.isRead() && !operation.streams()) {
                    askWithEach(who, operation, values);
                }
            }
        }
    }

    private void read(String who, Operation operation) throws Exception {
        List<String> values = operation.path().contains("{placeCode}") ? placeCodes : List.copyOf(ids);
        List<String> paths = PLACE.matcher(operation.path()).find()
                ? values.stream()
                        .limit(IDS_AN_OPERATION)
                        .map(value -> PLACE.matcher(operation.path()).replaceAll(value))
                        .toList()
                : List.of(operation.path());
        for (String path : paths) {
            send(who, "GET", path, null, "");
        }
    }

    /** What takes any text, such as the subject of an entry, is asked for a number, a name and a date. */
    private void askWithEach(String who, Operation operation, List<String> values) throws Exception {
        for (Parameter parameter : operation.parameters()) {
            if (parameter.in().equals("query") && parameter.isText()) {
                for (String value : values) {
                    if (!parameter.belongs(value)) {
                        send(who, "GET", sound(operation) + "?" + parameter.name() + "=" + encoded(value), null, "");
                    }
                }
            }
        }
    }

    private String sound(Operation operation) {
        return operation.path().replace("{placeCode}", placeCodes.getFirst()).replaceAll("\\{\\w+}", UNKNOWN_ID);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void callWith(String who, Operation operation, String value) throws Exception {
        String encoded = encoded(value);
        String sound = sound(operation);
        send(who, operation.method(), PLACE.matcher(operation.path()).replaceAll(encoded), null, "");
        for (Parameter parameter : operation.parameters()) {
            if (parameter.in().equals("query") && !parameter.belongs(value)) {
                send(who, operation.method(), sound + "?" + parameter.name() + "=" + encoded, null, "");
            }
        }
        if (!operation.streams()) {
            send(who, operation.method(), sound + "?" + encoded + "=" + encoded, null, "");
        }
        if (!operation.bodySchema().isMissingNode()) {
            String type = operation.path().matches(".*(import|events)") ? "application/x-ndjson" : "application/json";
            for (String body : bodies(operation, value)) {
                send(who, operation.method(), sound, body, type);
            }
            send(who, operation.method(), sound, "\"" + value + "\"", "text/plain; who=" + encoded);
        }
    }

    /** None that is right: nothing of them may be stored. */
    private List<String> bodies(Operation operation, String value) {
        var wrong = new JsonObject().put(value, value);
        var deeper = new JsonObject();
        operation.bodySchema().path("properties").fieldNames().forEachRemaining(name -> {
            wrong.put(name, new JsonArray().add(value));
            deeper.put(
                    name,
                    new JsonObject().put(value, value).put("number", value).put("type", value));
        });
        return List.of(
                value,
                "\"" + value + "\"",
                "{\"" + value + "\":",
                "[\"" + value + "\"]",
                wrong.encode(),
                deeper.encode());
    }

    private String send(String who, String method, String path, String body, String type) throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Await.PATIENCE)
                .method(
                        method.toUpperCase(java.util.Locale.ROOT),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        String token = tokens.getOrDefault(who, "");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null) {
            request.header("Content-Type", type);
        }
        var answer = client(who).send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream stream = answer.body()) {
            boolean endless =
                    answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
            byte[] bytes = WAITING.submit(() -> endless ? firstOf(stream) : stream.readAllBytes())
                    .get(PATIENCE_SECONDS, SECONDS);
            return keep(who, method + " " + path, answer, bytes);
        } catch (ExecutionException cutOff) {
            throw new IOException(who + " " + method + " " + path + " was not answered to the end", cutOff);
        }
    }

    /** Half of them speak HTTP/2: what is said on the way is another library's code there. */
    private HttpClient client(String who) {
        HttpClient.Version version = who.length() % 2 == 0 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
        return clients.computeIfAbsent(
                version, one -> HttpClient.newBuilder().version(one).build());
    }

    private String keep(String who, String request, HttpResponse<?> answer, byte[] bytes) throws IOException {
        String body = text(bytes);
        answers.add(new Answered(
                who,
                request.replaceAll("\\?.*", "?…"),
                answer.statusCode(),
                answer.headers().map() + body));
        ID.matcher(body).results().forEach(found -> ids.add(found.group(1)));
        return body;
    }

    /** What an endless answer begins with: where something that is no position is asked for, it says so at once. */
    private static byte[] firstOf(InputStream stream) throws IOException {
        byte[] some = new byte[4_096];
        return Arrays.copyOf(some, Math.max(0, stream.read(some)));
    }

    private static String text(byte[] body) throws IOException {
        if (body.length < 2 || body[0] != 'P' || body[1] != 'K') {
            return new String(body, StandardCharsets.UTF_8);
        }
        var text = new StringBuilder();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(body))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                text.append(entry.getName())
                        .append('\n')
                        .append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private Operation operation(String path, JsonNode shared, String method, JsonNode operation) {
        var parameters = new ArrayList<Parameter>();
        for (JsonNode list : List.of(shared.path("parameters"), operation.path("parameters"))) {
            list.forEach(one -> parameters.add(new Parameter(
                    resolved(one).path("name").asText(),
                    resolved(one).path("in").asText(),
                    resolved(resolved(one).path("schema")))));
        }
        JsonNode content = operation.path("requestBody").path("content");
        JsonNode schema = content.isEmpty()
                ? content.path("none")
                : resolved(content.iterator().next().path("schema"));
        boolean streams =
                operation.path("responses").path("200").path("content").has("text/event-stream");
        return new Operation(method, path, parameters, schema, streams);
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText(null);
        return reference == null ? node : Objects.requireNonNull(document.at(reference.substring(1)));
    }
}
