package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lingdian.testing.Await;
import lingdian.testing.NeededProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The document of the local API against an agent that runs, and the samples of calling it. */
class LocalDocumentIT {
    private static final Path SAMPLES = Path.of("src/site/samples");
    private static final Instant AFTERNOON = Instant.parse("2026-07-01T08:00:00Z");
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    private static RunningCafe cafe;
    private static HttpClient client;
    private static JsonObject document;
    private static List<Operation> operations;
    private static SeatKeys seats;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        cafe = RunningCafe.start(NOWHERE, "no-key", directory, () -> AFTERNOON);
        seats = SeatKeys.in(directory, new Random());
        client = HttpClient.newHttpClient();
        HttpResponse<String> served = client.send(
                HttpRequest.newBuilder(URI.create(cafe.url() + "/openapi.yaml")).build(), BodyHandlers.ofString());
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.headers().firstValue("content-type")).hasValue("application/yaml");
        Object tree = new YAMLMapper().readValue(served.body(), Object.class);
        document = new JsonObject(new ObjectMapper().writeValueAsString(tree));
        document = (JsonObject) inlined(document);
        operations = operations();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        cafe.close();
    }

    /** Every example of a request gets an answer that the document describes, and so does every call with another secret. */
    @Test
    void everyExampleIsAnsweredAsTheDocumentSays() throws Exception {
        var statuses = new TreeMap<String, List<Integer>>();
        for (Operation operation : operations) {
            for (String body : bodies(operation)) {
                for (String secret : List.of(secret(operation), "wrong")) {
                    HttpResponse<String> answer = call(operation, body, secret);
                    validate(operation, answer);
                    statuses.computeIfAbsent(operation.id(), id -> new ArrayList<>())
                            .add(answer.statusCode());
                }
            }
        }
        assertThat(statuses)
                .containsEntry("login", List.of(200, 401, 200, 401, 200, 401))
                .containsEntry("logout", List.of(200, 401))
                .containsEntry("reportTerminals", List.of(200, 401, 200, 401))
                .containsEntry("reportSeat", List.of(200, 401, 200, 401))
                .containsEntry("messageRead", List.of(404, 401))
                .containsEntry("openapi", List.of(200, 200))
                .containsEntry("push", List.of(404, 401))
                .hasSize(13);
    }

    @Test
    void aRequestThatTheDocumentForbidsIsRefusedAsItSays() throws Exception {
        Map<String, String> wrong = Map.of(
                "login", "{\"terminal\":\"A 1\"}",
                "logout", "{\"terminal\":\"A01\",\"reason\":\"bored\"}",
                "reportTerminals", "{}",
                "reportSeat", "{\"boot\":\"b\",\"active\":true,\"user\":\"wang\"}",
                "patrol", "{\"officer\":7}");
        for (Map.Entry<String, String> request : wrong.entrySet()) {
            Operation operation = operations.stream()
                    .filter(each -> each.id().equals(request.getKey()))
                    .findFirst()
                    .orElseThrow();
            HttpResponse<String> answer = call(operation, request.getValue(), secret(operation));
            assertThat(answer.statusCode()).as(request.getKey()).isEqualTo(400);
            validate(operation, answer);
        }
    }

    @ParameterizedTest
    @CsvSource({"python3, /usr/bin/python3, guest.py", "nodejs, /usr/bin/node, guest.mjs"})
    void aSampleLogsAGuestInAndOut(String debianPackage, Path program, String sample) throws Exception {
        NeededProgram.ofPackage(debianPackage, program);
        Run good = run(program, sample, "B01", RunningCafe.SECRET + "\n"); // as it is in the file
        Run wrong = run(program, sample, "B 1", RunningCafe.SECRET);
        Run unset = run(program, sample, "B01", "");

        assertThat(good.output().lines())
                .as(good.output())
                .containsExactly("allowed until 2026-07-02T00:00:00+08:00", "left B01");
        assertThat(good.status()).isZero();
        assertThat(wrong.output()).contains("400: /terminal: expected ");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(unset.output()).contains("LINGDIAN_SECRET is not set");
        assertThat(unset.status()).isEqualTo(1);
    }

    private record Run(String output, int status) {}

    private static Run run(Path program, String sample, String terminal, String secret) throws Exception {
        var command = new ProcessBuilder(
                        program.toString(), SAMPLES.resolve(sample).toString(), terminal)
                .redirectErrorStream(true);
        command.environment().put("LINGDIAN_AGENT", cafe.url());
        command.environment().put("LINGDIAN_SECRET", secret);
        command.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Await.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(output, process.exitValue());
    }

    /** Without the mark PowerShell 5.1 on Chinese Windows reads the sample as GBK, and would record other names. */
    @Test
    void thePowerShellSampleBeginsWithTheByteOrderMark() throws Exception {
        assertThat(Files.readAllBytes(SAMPLES.resolve("guest.ps1")))
                .startsWith((byte) 0xEF, (byte) 0xBB, (byte) 0xBF)
                .asString(StandardCharsets.UTF_8)
                .contains("王五");
    }

    /** The page says of each sample whether anybody ran it. */
    @Test
    void everySampleIsListedWithWhetherItRuns() throws Exception {
        String page = Files.readString(Path.of("src/site/markdown/agent.md"));
        try (Stream<Path> samples = Files.list(SAMPLES)) {
            for (Path sample : samples.toList()) {
                String name = sample.getFileName().toString();
                boolean runs = name.endsWith(".py") || name.endsWith(".mjs");
                assertThat(page)
                        .containsPattern("\\| `" + name + "` \\| [^|]+ \\| "
                                + (runs ? "in the tests" : "\\*\\*not run\\*\\*[^|]+") + " \\|");
            }
        }
    }

    private static List<String> bodies(Operation operation) {
        JsonObject request = operation.model().getJsonObject("requestBody");
        if (request == null) {
            return List.of("");
        }
        JsonObject examples = request.getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("examples");
        return examples.fieldNames().stream()
                .map(name -> examples.getJsonObject(name).getJsonObject("value").encode())
                .toList();
    }

    /** A seat's report needs the key of its terminal, everything else the local secret. */
    private static String secret(Operation operation) {
        return operation.id().equals("reportSeat") ? seats.key("A01") : RunningCafe.SECRET;
    }

    private static HttpResponse<String> call(Operation operation, String body, String secret) throws Exception {
        String path = operation.path();
        for (Object each : operation.model().getJsonArray("parameters", new JsonArray())) {
            JsonObject parameter = (JsonObject) each;
            String place = "{" + parameter.getString("name") + "}";
            String example = String.valueOf(parameter.getValue("example"));
            path = path.contains(place)
                    ? path.replace(place, example)
                    : path + "?" + parameter.getString("name") + "=" + example;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(cafe.url() + path))
                .timeout(Await.PATIENCE)
                .header("Authorization", "Bearer " + secret)
                .method(operation.method(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static void validate(Operation operation, HttpResponse<String> answer) {
        String type = answer.headers().firstValue("content-type").orElse("").replaceFirst(";.*", "");
        JsonObject response =
                operation.model().getJsonObject("responses").getJsonObject(String.valueOf(answer.statusCode()));
        assertThat(response).as("%d of %s", answer.statusCode(), operation.id()).isNotNull();
        JsonObject content = response.getJsonObject("content").getJsonObject(type);
        assertThat(content).as("%s of %s", type, operation.id()).isNotNull();
        if (!type.equals("application/yaml")) {
            assertValid(content.getJsonObject("schema"), new JsonObject(answer.body()));
        }
    }

    /** The document's own examples are of its own schemas, too. */
    @Test
    void everyExampleIsOfItsSchema() {
        for (Operation operation : operations) {
            JsonObject request = operation.model().getJsonObject("requestBody");
            if (request != null) {
                examplesAreValid(request);
            }
            JsonObject responses = operation.model().getJsonObject("responses");
            responses.fieldNames().forEach(status -> examplesAreValid(responses.getJsonObject(status)));
        }
    }

    private static void examplesAreValid(JsonObject message) {
        JsonObject content = message.getJsonObject("content");
        for (String type : content.fieldNames()) {
            JsonObject examples = content.getJsonObject(type).getJsonObject("examples", new JsonObject());
            examples.fieldNames()
                    .forEach(name -> assertValid(
                            content.getJsonObject(type).getJsonObject("schema"),
                            examples.getJsonObject(name).getValue("value")));
        }
    }

    private static void assertValid(JsonObject schema, Object value) {
        var options = new JsonSchemaOptions()
                .setBaseUri("https://lingdian.example")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        OutputUnit result = Validator.create(JsonSchema.of(schema), options).validate(value);
        assertThat(result.getValid()).as("%s: %s", value, result.getErrors()).isTrue();
    }

    /** What references stand for, in their places. */
    private static Object inlined(Object part) {
        if (part instanceof JsonObject object && object.getString("$ref") != null) {
            JsonObject found = document;
            for (String step : object.getString("$ref").substring(2).split("/")) {
                found = found.getJsonObject(step);
            }
            return inlined(found);
        }
        if (part instanceof JsonObject object) {
            var copy = new JsonObject();
            object.fieldNames().forEach(name -> copy.put(name, inlined(object.getValue(name))));
            return copy;
        }
        if (part instanceof JsonArray array) {
            return new JsonArray(array.stream().map(LocalDocumentIT::inlined).toList());
        }
        return part;
    }

    private static List<Operation> operations() {
        var all = new ArrayList<Operation>();
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject methods = paths.getJsonObject(path);
            for (String method : methods.fieldNames()) {
                JsonObject model = methods.getJsonObject(method);
                all.add(new Operation(
                        model.getString("operationId"), method.toUpperCase(java.util.Locale.ROOT), path, model));
            }
        }
        return all;
    }

    private record Operation(String id, String method, String path, JsonObject model) {}
}
