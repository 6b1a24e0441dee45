package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.testing.Browser;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A café that sends what happened long ago is judged by it, and no message is sent for what is found so late. So those who
 * look at the café are told how far it is behind, until it has caught up.
 */
class BehindCafeIT {
    private static final Instant NOW = Instant.parse("2026-07-10T22:00:00+08:00");
    private static final String CAFE = "36048110000001";
    private static final String PASSWORD = "correct horse battery staple";

    private static RunningService service;
    private static String key;
    private static String officer;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with()
                .settings("signIn:\n  secondFactorFor: []\n  hashing: {memoryKibibytes: 7168, iterations: 5}\n")
                .clock(() -> NOW)
                .start();
        key = service.cafe(CAFE, List.of());
        officer = service.regulatorToken("culture", "360481");
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void whoLooksAtItIsToldUntilItHasCaughtUp() throws Exception {
        Browser regulator = person(
                "officer",
                new JsonObject()
                        .put("role", "regulator")
                        .put("authority", "culture")
                        .put("region", "360481"));
        Browser operator =
                person("owner", new JsonObject().put("role", "operator").put("placeCode", CAFE));
        var stream = UUID.randomUUID();
        assertThat(cafe().fieldNames()).contains("behindSeconds");
        assertThat(cafe().getLong("behindSeconds")).as("never heard").isNull();

        post(stream, child(1, NOW.minus(Duration.ofHours(25))));
        service.groupCases();
        String found = Http.to(service)
                .as(officer)
                .get("/api/v1/cases?placeCode=" + CAFE)
                .json()
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");

        assertThat(cafe().getLong("behindSeconds"))
                .isEqualTo(Duration.ofHours(25).toSeconds());
        assertThat(regulator.get("/cafes/" + CAFE + "?lang=en").text()).contains("sends what happened 25 h ago");
        assertThat(regulator.get("/cafes/" + CAFE + "?lang=zh").text()).contains("上报的是 25 小时前发生的情况");
        assertThat(regulator.get("/cases/" + found + "?lang=en").text()).contains("sends what happened 25 h ago");
        assertThat(operator.get("/my-cafe?lang=en").text()).contains("sends what happened 25 h ago");

        post(stream, heartbeat(2, NOW.minus(Duration.ofHours(1))));

        assertThat(cafe().getLong("behindSeconds")).isNull();
        assertThat(regulator.get("/cafes/" + CAFE + "?lang=en").text()).doesNotContain("sends what happened");
        assertThat(operator.get("/my-cafe?lang=en").text()).doesNotContain("sends what happened");

        post(stream, heartbeat(3, NOW.minus(Duration.ofHours(2))));
        assertThat(cafe().getLong("behindSeconds"))
                .as("a clock that goes back changes no effective time")
                .isNull();
    }

    private static JsonObject cafe() throws Exception {
        return Http.to(service).as(officer).get("/api/v1/cafes/" + CAFE).json();
    }

    private static void post(UUID stream, JsonObject event) throws Exception {
        Http.Answer answer = Http.to(service).as(key).events(stream, List.of(event));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static JsonObject child(long seq, Instant at) {
        return new JsonObject()
                .put("type", "login")
                .put("seq", seq)
                .put("at", at.toString())
                .put("session", "s")
                .put("terminal", "A01")
                .put("admitted", true)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "EXAMPLE-1")
                                .put("name", "Child")
                                .put("birthDate", "2016-01-01")
                                .put("read", "manual"));
    }

    private static JsonObject heartbeat(long seq, Instant at) {
        return new JsonObject()
                .put("type", "heartbeat")
                .put("seq", seq)
                .put("at", at.toString())
                .put("inUse", new JsonArray());
    }

    private static Browser person(String name, JsonObject account) throws Exception {
        JsonObject made = Http.to(service)
                .as(RunningService.ADMIN_TOKEN)
                .post("/api/v1/accounts", account.put("name", name).put("signInName", name))
                .json();
        var browser = new Browser(service.url());
        browser.get(made.getJsonObject("invitation").getString("path"));
        browser.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD));
        browser.signIn(name, PASSWORD, "");
        return browser;
    }
}
