package lingdian.intake.probe;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.agent.link.AdminClient;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An agent that probes strangers' document numbers: its answers are delayed, the auditor is informed, and no other
 * client is affected.
 */
class ProbesIT {
    private static final String PROBING = "36048110000001";
    private static final String HONEST = "36048110000002";
    private static final String NEXT_DOOR = "36048210000003";
    private static final String FAR_AWAY = "36048210000004";
    private static final int LIMIT = 20;
    private static final int NUMBERS = 1_000;
    private static final Instant AT = Instant.now();
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static RunningService service;
    private static AdminClient auditor;

    @BeforeAll
    static void start() throws Exception {
        String rules = Files.readString(Path.of("config/rules.yaml"))
                .replace("priorRegistration: []", "priorRegistration: [\"360481\"]");
        service = RunningService.with()
                .files(Map.of("lingdian.yaml", "agents: {deniedPersonsPerHour: " + LIMIT + "}", "rules.yaml", rules))
                .start();
        auditor = new AdminClient(
                service.vertx(),
                service.url(),
                service.admin()
                        .createAccount(new JsonObject().put("name", "a").put("role", "auditor"))
                        .await(PATIENCE_SECONDS, SECONDS)
                        .token());
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    /** The bounds of time are lower ones alone: late is late, on whatever machine. */
    @Test
    void aThousandNumbersAreToldOneASecondAndTheHonestCafeAtOnce() throws Exception {
        String key = service.cafe(PROBING, List.of());
        var stream = UUID.randomUUID();
        String first;
        try (var prober = TestAgent.connect(service.vertx(), service.url(), key);
                var honest = TestAgent.connect(service.vertx(), service.url(), service.cafe(HONEST, List.of()))) {
            prober.hello(stream, 0);
            IntStream.rangeClosed(1, NUMBERS).forEach(seq -> prober.send(question(seq, "P" + seq)));
            prober.ack(LIMIT);
            Instant toldAll = Instant.now();
            honest.hello(UUID.randomUUID(), 0);
            for (int seq = 1; seq <= LIMIT; seq++) {
                honest.send(question(seq, "H" + seq));
                honest.verdict(seq);
            }
            assertThat(prober.awaitCount("verdict", LIMIT))
                    .as("one a second, while the honest café's twenty came at once")
                    .hasSizeLessThan(LIMIT + LIMIT / 2);
            assertThat(prober.awaitCount("verdict", LIMIT + 2)).hasSizeLessThan(NUMBERS / 2);
            assertThat(Duration.between(toldAll, Instant.now())).isGreaterThan(PAUSE);
            awaitRecorded();
            first = prober.verdict(2).encode();
            assertThat(reasons(prober.verdict(LIMIT + 1))).containsExactly("not-registered");
        }

        Instant asked = Instant.now();
        JsonObject receipt = post(key, stream, List.of(question(1, "P1"), question(2, "P2")));
        assertThat(receipt.getJsonArray("verdicts").getJsonObject(1).encode()).isEqualTo(first);
        assertThat(Duration.between(asked, Instant.now())).isGreaterThan(PAUSE.multipliedBy(2));
        assertLogged();
        assertThat(service.verify().firstBroken()).isNull();
    }

    /**
     * Over both ways in: nothing but the word, so nothing of the café, seat, session, person or region where they are.
     */
    @Test
    void inUseElsewhereNeverSaysWhere() throws Exception {
        String nextDoor = service.cafe(NEXT_DOOR, List.of());
        String farAway = service.cafe(FAR_AWAY, List.of());
        var seated = question(1, "GUEST").put("session", "sitting-there").put("terminal", "SEAT-9");
        post(nextDoor, UUID.randomUUID(), List.of(seated.put("admitted", true)));

        JsonObject here = question(1, "GUEST").put("session", "asked-here").put("terminal", "SEAT-1");
        JsonObject posted = post(farAway, UUID.randomUUID(), List.of(here));
        String told = posted.getJsonArray("verdicts").encode();
        try (var agent = TestAgent.connect(service.vertx(), service.url(), farAway)) {
            agent.hello(UUID.randomUUID(), 0);
            agent.send(here.copy().put("session", "asked-again"));
            JsonObject verdict = agent.verdict(1);
            agent.ack(1);
            String all =
                    agent.received().stream().skip(1).map(JsonObject::encode).collect(Collectors.joining());

            for (String answer : List.of(told, all)) {
                assertThat(answer)
                        .contains("in-use-elsewhere")
                        .doesNotContain(NEXT_DOOR, "SEAT-9", "sitting-there", "3604", "GUEST", "甲");
            }
            assertThat(verdict.fieldNames()).containsExactlyInAnyOrder("type", "seq", "session", "allow", "reasons");
            assertThat(posted.getJsonArray("verdicts").getJsonObject(0).fieldNames())
                    .isEqualTo(verdict.fieldNames());
            assertThat(reasons(verdict)).contains("in-use-elsewhere");
        }
    }

    /** All of it is committed though most of it is not told yet. */
    private static void awaitRecorded() throws Exception {
        Await.until("all is recorded", () -> recorded() >= NUMBERS);
    }

    private static int recorded() throws Exception {
        try (var connection = service.superuser();
                var rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT count(*) FROM journal JOIN stream ON stream.number = journal.stream_number"
                                        + " WHERE place_code = '" + PROBING
                                        + "' AND journal.outcome LIKE '%not-registered%'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void assertLogged() throws Exception {
        List<Object> entries =
                auditor.all("/access-log", Map.of("action", "probe")).await(PATIENCE_SECONDS, SECONDS).stream()
                        .toList();
        assertThat(entries).singleElement().satisfies(one -> {
            var entry = (JsonObject) one;
            assertThat(entry.getJsonObject("actor").getString("id")).isEqualTo(PROBING);
            assertThat(entry.getString("region")).isEqualTo("360481");
            assertThat(entry.getJsonObject("details"))
                    .isEqualTo(new JsonObject().put("kind", "many-persons").put("limit", LIMIT));
        });
        assertThat(Http.to(service).meter("lingdian_limits_reached_total{limit=\"denied-persons\"}"))
                .isEqualTo(1);
    }

    private static List<String> reasons(JsonObject verdict) {
        return verdict.getJsonArray("reasons", new JsonArray()).stream()
                .map(String::valueOf)
                .filter(reason -> !reason.equals("outside-hours")) // whenever the test runs
                .toList();
    }

    private static JsonObject post(String key, UUID stream, List<JsonObject> events) throws Exception {
        Http.Answer answer = Http.to(service).as(key).events(stream, events);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static JsonObject question(int seq, String number) {
        return new JsonObject()
                .put("type", "login")
                .put("seq", seq)
                .put("at", AT.toString())
                .put("session", "s-" + number)
                .put("terminal", "A01")
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "414")
                                .put("number", number)
                                .put("name", "甲")
                                .put("birthDate", "1990-01-01")
                                .put("read", "manual"));
    }
}
