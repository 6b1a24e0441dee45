package lingdian.access.account;

import static lingdian.testing.RunningApi.ADMIN;
import static lingdian.testing.RunningApi.await;
import static lingdian.testing.RunningApi.cafe;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.office.account.LoggedAgentKeys;
import lingdian.platform.http.ClientAddress;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The permissions of each role, and the answers that a caller without permission gets. */
class AccessIT {
    private static final String HERE = "36048110000001";
    private static final String ELSEWHERE = "50010110000001";
    private static final String NOWHERE = "110000000000";
    private static final UUID VIOLATION = UUID.fromString("00000000-0000-5000-8000-000000000001");
    private static RunningApi api;
    private static Map<String, String> tokens;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(HERE);
        api.createCafe(ELSEWHERE);
        api.sql("""
                INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
                VALUES ('%s', 'OVERTIME_OPERATION', '%s', '360481', 'fact', 'open', '{culture}', now(), now(),
                  '{"placeCode":"%s","region":"360481","evidence":[]}')
                """.formatted(VIOLATION, HERE, HERE));
        tokens = Map.of(
                "admin", ADMIN,
                "culture", api.regulator("culture", "360400"),
                "police", api.regulator("public-security", "360400"),
                "auditor", api.auditor(),
                "operator", api.operator(HERE));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /**
     * The statuses for admin, culture regulator, police regulator, auditor and operator. Each body is valid, each
     * {@code {id}} unknown.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT    | /cafes/36048110000001                     | cafe       | 200 | 403 | 403 | 403 | 403",
                "PUT    | /cafes/50010110000001                     | cafe       | 200 | 403 | 403 | 403 | 403",
                "POST   | /cafes/36048110000001/agent-keys          |            | 201 | 403 | 403 | 403 | 403",
                "POST   | /cafes/36048110000009/agent-keys          |            | 404 | 403 | 403 | 403 | 403",
                "DELETE | /cafes/36048110000001/agent-keys/{id}     |            | 404 | 403 | 403 | 403 | 403",
                "PUT    | /cafes/36048110000001/hours               | schedule   | 200 | 200 | 403 | 403 | 403",
                "PUT    | /cafes/50010110000001/hours               | schedule   | 200 | 404 | 403 | 403 | 403",
                "PUT    | /cafes/36048110000009/hours               | schedule   | 404 | 404 | 403 | 403 | 403",
                "PUT    | /regions/360481/hours                     | schedule   | 200 | 200 | 403 | 403 | 403",
                "PUT    | /regions/360400/hours                     | schedule   | 200 | 200 | 403 | 403 | 403",
                "PUT    | /regions/360000/hours                     | schedule   | 200 | 404 | 403 | 403 | 403",
                "PUT    | /regions/500101/hours                     | schedule   | 200 | 404 | 403 | 403 | 403",
                "POST   | /orders                                   | orderHere  | 201 | 201 | 403 | 403 | 403",
                "POST   | /orders                                   | orderThere | 201 | 404 | 403 | 403 | 403",
                "DELETE | /orders/{id}                              |            | 404 | 404 | 403 | 403 | 403",
                "POST   | /cafes/36048110000001/suspensions         | suspension | 403 | 201 | 201 | 403 | 403",
                "POST   | /cafes/50010110000001/suspensions         | suspension | 403 | 404 | 404 | 403 | 403",
                "DELETE | /cafes/36048110000001/suspensions/{id}    |            | 403 | 404 | 404 | 403 | 403",
                "POST   | /accounts                                 | account    | 201 | 403 | 403 | 403 | 403",
                "PUT    | /accounts/{id}                            | account    | 404 | 403 | 403 | 403 | 403",
                "POST   | /accounts/{id}/invitation                 |            | 404 | 403 | 403 | 403 | 403",
                "DELETE | /accounts/{id}/second-factor              |            | 404 | 403 | 403 | 403 | 403",
                "DELETE | /accounts/{id}                            |            | 404 | 403 | 403 | 403 | 403",
                "GET    | /cafes                                    |            | 200 | 200 | 200 | 403 | 200",
                "GET    | /cafes/36048110000001                     |            | 200 | 200 | 200 | 403 | 200",
                "GET    | /cafes/50010110000001                     |            | 200 | 404 | 404 | 403 | 404",
                "GET    | /cafes/36048110000009                     |            | 404 | 404 | 404 | 403 | 404",
                "POST   | /persons                                  | person     | 403 | 403 | 201 | 403 | 403",
                "POST   | /persons/import                           | person     | 403 | 403 | 415 | 403 | 403",
                "POST   | /persons/lookup                           | lookup     | 403 | 403 | 404 | 403 | 403",
                "POST   | /persons/revocations                      | revocation | 403 | 403 | 404 | 403 | 403",
                "GET    | /violations                               |            | 403 | 200 | 200 | 403 | 200",
                "GET    | /violations/{violation}                   |            | 403 | 200 | 404 | 403 | 200",
                "GET    | /violations/{id}                          |            | 403 | 404 | 404 | 403 | 404",
            })
    void mayOrMayNot(
            String method, String path, String body, int admin, int culture, int police, int auditor, int operator) {
        String full = "/api/v1"
                + path.replace("{id}", UUID.randomUUID().toString()).replace("{violation}", VIOLATION.toString());
        Map<String, Integer> expected =
                Map.of("admin", admin, "culture", culture, "police", police, "auditor", auditor, "operator", operator);

        expected.forEach((who, status) -> {
            Answer answer = api.call(method, full, tokens.get(who), body(body));
            assertThat(answer.status()).as(who + " " + answer.text()).isEqualTo(status);
            assertProblem(answer);
        });
        for (String nobody : new String[] {null, "wrong"}) {
            Answer answer = api.call(method, full, nobody, body(body));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers().get("WWW-Authenticate")).isEqualTo("Bearer");
            assertProblem(answer);
        }
    }

    @ParameterizedTest
    @CsvSource({"bearer,200", "BEARER,200", "Basic,401", "Token,401"})
    void takesBearerTokensAlone(String scheme, int status) {
        var request =
                api.client().get("/api/v1/cafes").putHeader("Authorization", scheme + " " + tokens.get("culture"));

        assertThat(await(request.send()).statusCode()).isEqualTo(status);
    }

    @Test
    void anEndedAccountHasNoRightsAnyMore() {
        JsonObject created =
                api.call("POST", "/api/v1/accounts", ADMIN, body("account")).json();
        String id = created.getString("id");
        assertThat(api.get("/api/v1/cafes", created.getString("token")).status())
                .isEqualTo(403);

        assertThat(api.call("DELETE", "/api/v1/accounts/" + id, ADMIN, null).status())
                .isEqualTo(204);

        assertThat(api.get("/api/v1/cafes", created.getString("token")).status())
                .isEqualTo(401);
        assertThat(api.call("DELETE", "/api/v1/accounts/" + id, ADMIN, null).status())
                .isEqualTo(404);
        var right = new Right.OfToken(new AccountId(UUID.fromString(id)), 1);
        assertThat(await(api.accounts.ended(Set.of(right)))).containsExactly(right);
    }

    @Test
    void agentKeysBelongToTheirCafeUntilTheyAreEnded() {
        JsonObject created = api.call("POST", "/api/v1/cafes/" + HERE + "/agent-keys", ADMIN, null)
                .json();
        UUID id = UUID.fromString(created.getString("id"));
        String key = created.getString("key");
        assertThat(key).hasSize(43).matches("[\\w-]+");
        var keys = new LoggedAgentKeys(
                api.agentKeys, api.log, () -> RunningApi.NOW, request -> ClientAddress.of("192.0.2.1"), () -> {});
        assertThat(await(keys.identify(key)).orElseThrow().placeCode()).isEqualTo(new PlaceCode(HERE));
        assertThat(await(keys.ended(List.of(id)))).isEmpty();

        assertThat(api.call("DELETE", "/api/v1/cafes/" + ELSEWHERE + "/agent-keys/" + id, ADMIN, null)
                        .status())
                .isEqualTo(404);
        assertThat(api.call("DELETE", "/api/v1/cafes/" + HERE + "/agent-keys/" + id, ADMIN, null)
                        .status())
                .isEqualTo(204);

        assertThat(await(keys.identify(key))).isEmpty();
        assertThat(await(keys.ended(List.of(id)))).containsExactly(id);
        assertThat(api.call("DELETE", "/api/v1/cafes/" + HERE + "/agent-keys/" + id, ADMIN, null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void secretsAreStoredAsHashesAlone() {
        String token = api.account(body("account"));

        assertThat(api.value("SELECT length(token_hash) FROM account LIMIT 1")).isEqualTo("32");
        assertThat(api.value("SELECT count(*) FROM account a WHERE a::text LIKE '%" + token + "%'"))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/role      | {'name':'a','role':'zzSecretValue'}",
                "/role      | {'name':'a'}",
                "/name      | {'role':'admin'}",
                "/authority | {'name':'a','role':'regulator','region':'360400'}",
                "/authority | {'name':'a','role':'regulator','region':'360400','authority':'zzSecretValue'}",
                "/region    | {'name':'a','role':'regulator','authority':'culture'}",
                "/region    | {'name':'a','role':'regulator','authority':'culture','region':'zzSecretValue'}",
                "/placeCode | {'name':'a','role':'operator'}",
                "/placeCode | {'name':'a','role':'operator','placeCode':'36048110000009'}",
            })
    void anAccountHasWhatItsRoleNeeds(String place, String body) {
        Answer answer = api.call("POST", "/api/v1/accounts", ADMIN, new JsonObject(body.replace('\'', '"')));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).containsExactly(place);
        assertThat(answer.text()).doesNotContain("zzSecretValue").doesNotContain("36048110000009");
    }

    @Test
    void whatARoleDoesNotHaveCannotWidenIt() {
        String operator = api.account(new JsonObject()
                .put("name", "o")
                .put("role", "operator")
                .put("placeCode", HERE)
                .put("authority", "culture")
                .put("region", "000000"));

        assertThat(api.get("/api/v1/cafes/" + ELSEWHERE, operator).status()).isEqualTo(404);
        assertThat(api.call("PUT", "/api/v1/cafes/" + HERE + "/hours", operator, body("schedule"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theFeedIsMountedBehindTheSameDoor() {
        assertThat(api.get("/api/v1/violations/feed", ADMIN).status()).isEqualTo(403);
        assertThat(api.call("GET", "/api/v1/violations/feed", null, null).status())
                .isEqualTo(401);

        Promise<String> first = Promise.promise();
        ClientWebSocket socket = api.vertx.createWebSocketClient().webSocket();
        socket.textMessageHandler(first::tryComplete);
        var options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(api.port())
                .setURI("/api/v1/violations/feed?from=4711")
                .addHeader("Authorization", "Bearer " + tokens.get("culture"));
        // Retries a broken connection, as every client of the feed does.
        await(socket.connect(options).recover(broken -> {
            ClientWebSocket again = api.vertx.createWebSocketClient().webSocket();
            again.textMessageHandler(first::tryComplete);
            return again.connect(options);
        }));

        assertThat(new JsonObject(await(first.future())).getString("event")).isEqualTo("reset");
    }

    @Test
    void theFeedIsServerSentEventsToo() throws IOException {
        try (var socket = new Socket("127.0.0.1", api.port())) {
            socket.getOutputStream()
                    .write(("GET /api/v1/violations/feed HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 4711\r\n"
                                    + "Authorization: Bearer " + tokens.get("operator") + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(lines.lines().anyMatch("event: reset"::equals)).isTrue();
        }
    }

    @Test
    void aRefusedReaderLeavesTheConnectionUsable() {
        for (int i = 0; i < 20; i++) {
            assertThat(api.get("/api/v1/violations/feed?code=NOTHING", tokens.get("culture"))
                            .status())
                    .isEqualTo(400);
            assertThat(api.get("/api/v1/violations/feed", ADMIN).status()).isEqualTo(403);
        }
    }

    @Test
    void accessComesBeforeValidation() {
        assertThat(api.send("POST", "/api/v1/orders", tokens.get("police"), "text/plain", Buffer.buffer("x"))
                        .status())
                .isEqualTo(403);
        assertThat(api.get("/api/v1/violations/" + NOWHERE, ADMIN).status()).isEqualTo(403);
    }

    private static void assertProblem(Answer answer) {
        if (answer.status() >= 400) {
            assertThat(answer.contentType()).isEqualTo("application/problem+json");
            assertThat(answer.json().getInteger("status")).isEqualTo(answer.status());
        }
    }

    private static JsonObject unknownDocument() {
        return new JsonObject()
                .put("document", new JsonObject().put("type", "414").put("number", "C01X00T00"))
                .put("reason", "挂失");
    }

    private static JsonObject body(String name) {
        var order = new JsonObject()
                .put("kind", "closed")
                .put("to", "2026-08-01T00:00:00+08:00")
                .put("document", "文号");
        return switch (name == null ? "" : name) {
            case "cafe" -> cafe();
            case "schedule" ->
                new JsonObject()
                        .put("weekly", new JsonObject())
                        .put("from", "2026-08-01")
                        .put("document", "文号");
            case "orderHere" -> order.put("placeCode", HERE);
            case "orderThere" -> order.put("region", "500000");
            case "suspension" -> new JsonObject().put("document", "文号");
            case "person" ->
                new JsonObject()
                        .put(
                                "document",
                                new JsonObject()
                                        .put("type", "414")
                                        .put("number", "C01X00T47")
                                        .put("name", "Hans")
                                        .put("birthDate", "1990-01-01"));
            case "lookup" -> unknownDocument();
            case "revocation" -> unknownDocument().put("state", "lost");
            case "account" -> new JsonObject().put("name", "审计").put("role", "auditor");
            default -> null;
        };
    }
}
