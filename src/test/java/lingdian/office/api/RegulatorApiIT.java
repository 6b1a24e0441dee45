package lingdian.office.api;

import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.cafe;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Rules for every path: methods, bodies, documents, health, and that the OpenAPI document describes all that is served.
 */
class RegulatorApiIT {
    private static RunningApi api;
    private static String reader;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        reader = api.regulator("culture", "000000");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/v1",
                "/api/v1/nothing",
                "/api/v1/cafes/36048110000001/nothing",
                "/health",
                "/api/openapi.yml"
            })
    void anUnknownPathIsNotFound(String path) {
        assertProblem(api.get(path, ADMIN), 404);
        assertProblem(api.call("GET", path, null, null), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/api/v1/cafes",
        "DELETE,/api/v1/cafes/36048110000001",
        "GET,/api/v1/orders",
        "PUT,/api/v1/accounts",
        "PATCH,/api/v1/violations",
        "POST,/health/live",
        "DELETE,/metrics"
    })
    void aWrongMethodIsNotAllowed(String method, String path) {
        assertProblem(api.call(method, path, ADMIN, null), 405);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "limit=0; limit: expected at least 1",
                "limit=1001; limit: expected at most 1000",
                "from=00000000000000000000000000000000000000000000000000000000000000000; from: expected at most 64 characters",
                "limit=x; limit: expected integer",
                "state=zz; state: expected one of open, ended",
                "region=36; region: expected to match ^\\d{6}$"
            })
    void aParameterOutsideTheDocumentSaysWhatIsExpected(String query, String detail) {
        Answer answer = api.get("/api/v1/violations?" + query, reader);
        assertProblem(answer, 400);
        assertThat(answer.json().getString("detail")).isEqualTo(detail);
    }

    @Test
    void aPathOutsideTheDocumentSaysWhatIsExpected() {
        Answer answer = api.get("/api/v1/violations/zz", reader);
        assertProblem(answer, 400);
        assertThat(answer.json().getString("detail")).isEqualTo("id: expected a UUID");
    }

    @Test
    void aFieldOutsideTheDocumentSaysWhatIsExpected() {
        Answer answer = api.call("PUT", "/api/v1/cafes/36048110000001", ADMIN, cafe().put("terminals", -1));
        assertProblem(answer, 400);
        assertThat(answer.json().getString("detail")).isEqualTo("/terminals: expected at least 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/jsonx",
                "multipart/form-data; boundary=x"
            })
    void aBodyOfAnotherTypeIsNotTaken(String contentType) {
        assertProblem(api.send("POST", "/api/v1/accounts", ADMIN, contentType, Buffer.buffer("{}")), 415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON", "application/json;charset=UTF-8"})
    void jsonMayBeSpelledOtherwise(String contentType) {
        Buffer body = cafe().toBuffer();

        assertThat(api.send("PUT", "/api/v1/cafes/36048110000001", ADMIN, contentType, body)
                        .status())
                .isBetween(200, 201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zzSecretValue",
                "{\"zzSecretValue\":",
                "{} zzSecretValue",
                "\"zzSecretValue\"",
                "[]",
                "7",
                "null",
                ""
            })
    void whatIsNoJsonObjectIsMalformed(String body) {
        Answer answer = api.send("POST", "/api/v1/accounts", ADMIN, "application/json", Buffer.buffer(body));

        assertProblem(answer, 400);
        assertThat(answer.places()).containsExactly("");
        assertThat(answer.text()).doesNotContain("zzSecretValue");
    }

    @Test
    void deeplyNestedJsonIsMalformed() {
        Buffer body = Buffer.buffer("[".repeat(100_000));

        assertProblem(api.send("POST", "/api/v1/accounts", ADMIN, "application/json", body), 400);
    }

    @Test
    void aBodyHoldsAtMost256KiB() {
        Buffer longest = padded(256 * 1024);
        assertThat(api.send("PUT", "/api/v1/cafes/36048110000001", ADMIN, "application/json", longest)
                        .status())
                .isBetween(200, 201);

        assertProblem(
                api.send("PUT", "/api/v1/cafes/36048110000001", ADMIN, "application/json", padded(256 * 1024 + 1)),
                413);
    }

    @Test
    void unknownFieldsAreIgnored() {
        Answer answer = api.call(
                "PUT",
                "/api/v1/cafes/36048110000002",
                ADMIN,
                cafe().put("placeCode", 7).put("x", 1));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().containsKey("x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/violations/%zz", "/api/v1/violations/%", "/api/v1/violations/%ff"})
    void aMalformedPathIsMalformed(String path) throws IOException {
        try (var socket = new Socket("127.0.0.1", api.port())) {
            socket.getOutputStream()
                    .write(("GET " + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                    + reader + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json")
                    .doesNotContain("%");
        }
    }

    @Test
    void servesItsDocumentsToAnyone() {
        Answer openApi = api.call("GET", "/api/openapi.yaml", null, null);
        assertThat(openApi.status()).isEqualTo(200);
        assertThat(openApi.contentType()).isEqualTo("application/yaml");
        assertThat(openApi.text()).startsWith("openapi: 3.1");

        Answer asyncApi = api.call("GET", "/api/asyncapi.yaml", null, null);
        assertThat(asyncApi.status()).isEqualTo(200);
        assertThat(asyncApi.text()).startsWith("asyncapi: 3.0");
    }

    @Test
    void tellsItsHealthToAnyone() {
        assertThat(api.call("GET", "/health/live", null, null).json()).isEqualTo(new JsonObject().put("status", "up"));
        assertThat(api.call("GET", "/health/ready", null, null).status()).isEqualTo(200);

        api.ready.set(false);
        Answer notReady = api.call("GET", "/health/ready", null, null);
        api.ready.set(true);

        assertThat(notReady.status()).isEqualTo(503);
        assertThat(notReady.json().getString("status")).isEqualTo("down");
        assertThat(api.call("GET", "/health/live", null, null).status()).isEqualTo(200);
    }

    @Test
    void showsItsMetersToAnyone() {
        Answer metrics = api.call("GET", "/metrics", null, null);

        assertThat(metrics.contentType()).startsWith("text/plain");
        assertThat(metrics.text()).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    /** A flood that uses up a pool must not fill the log. */
    @Test
    void aPoolThatIsUsedUpIsALineOfTheLogAMinute() {
        var log = (Logger) LoggerFactory.getLogger(Failures.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        Route usedUp = api.router
                .get("/used-up")
                .handler(routing -> routing.fail(new ConnectionPoolTooBusyException("too many wait")));
        try {
            for (int i = 0; i < 5; i++) {
                assertThat(api.call("GET", "/used-up", null, null).status()).isEqualTo(503);
            }
        } finally {
            usedUp.remove();
            log.detachAppender(lines);
        }
        assertThat(lines.list).hasSize(1);
    }

    @Test
    void theDocumentSaysExactlyWhatIsServed() {
        var served = new TreeSet<String>();
        api.router.getRoutes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .filter(route -> !route.getPath().startsWith("/sign-")) // pages for people are no API
                .forEach(route -> route.methods().forEach(method -> served.add(method + " " + route.getPath())));
        served.removeAll(Set.of("GET /metrics", "GET /api/openapi.yaml", "GET /api/asyncapi.yaml", "GET /verify.html"));
        served.addAll(Set.of("POST /agent/v1/events", "POST /agent/v1/receipts")); // by the agents' own endpoint

        assertThat(documented()).isEqualTo(served);
    }

    private static Set<String> documented() {
        var documented = new TreeSet<String>();
        JsonObject paths = Documents.json("openapi.yaml").getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            for (String method : paths.getJsonObject(path).fieldNames()) {
                if (!method.equals("parameters")) {
                    documented.add(method.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{(\\w+)}", ":$1"));
                }
            }
        }
        return documented;
    }

    private static Buffer padded(int bytes) {
        Buffer body = cafe().toBuffer();
        return body.appendString(" ".repeat(bytes - body.length()));
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.json().getInteger("status")).isEqualTo(status);
        assertThat(answer.json().getString("title")).isNotEmpty();
    }
}
