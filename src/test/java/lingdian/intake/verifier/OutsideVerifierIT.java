package lingdian.intake.verifier;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static lingdian.testing.FakeVerifier.answering;
import static lingdian.testing.FakeVerifier.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.testing.Await;
import lingdian.testing.FakeVerifier;
import lingdian.testing.Replayed;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins that an outside verifier must confirm, over real sockets on both sides. */
class OutsideVerifierIT {
    private static final String PLACE = "36048110000001";
    private static final String NEIGHBOUR = "36048110000002";
    private static final String ELSEWHERE = "36048210000001";
    private static final int SILENCE = 0;
    private FakeVerifier fake;
    private RunningService service;
    private String key;

    @BeforeEach
    void start() throws Exception {
        fake = new FakeVerifier();
    }

    private void begin(int timeoutMillis) throws Exception {
        begin(timeoutMillis, timeoutMillis / 1_000 + 1);
    }

    private void begin(int timeoutMillis, int retrySeconds) throws Exception {
        String rules = Files.readString(Path.of("config/rules.yaml"))
                .replace("outsideVerification: []", "outsideVerification: [\"360481\"]");
        String settings = """
                verifier: {url: "%s", timeoutMillis: %d, retrySeconds: %d}
                """.formatted(fake.url(), timeoutMillis, retrySeconds);
        service = RunningService.with()
                .files(Map.of("lingdian.yaml", settings, "rules.yaml", rules))
                .start();
        key = service.cafe(PLACE, List.of());
        var weekly = new JsonObject();
        List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")
                .forEach(day -> weekly.put(day, new JsonArray().add("00:00-24:00")));
        var schedule =
                new JsonObject().put("weekly", weekly).put("from", "2020-01-01").put("document", "d");
        for (String region : List.of("360481", "360482")) {
            service.admin()
                    .call(HttpMethod.PUT, "/regions/" + region + "/hours", schedule)
                    .await(PATIENCE_SECONDS, SECONDS);
        }
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        fake.close();
    }

    @Test
    void aYesLetsInANoDoesNotAndElsewhereNobodyIsAsked() throws Exception {
        begin(5_000);
        fake.of("E2", answering("other-name"));
        try (var agent = agent(service, key)) {
            agent.send(login(1, "s1", "A01", "E1", false), login(2, "s2", "A02", "E2", false));
            assertThat(reasons(agent, 1)).isEmpty();
            assertThat(reasons(agent, 2)).containsExactly("name-mismatch");
        }
        fake.otherwise(fake.silent());
        try (var agent = agent(service, service.cafe(ELSEWHERE, List.of()))) {
            agent.send(login(1, "s1", "A01", "E3", false));
            assertThat(reasons(agent, 1)).isEmpty();
        }
        assertThat(fake.asked("E3")).isZero();
    }

    @Test
    void aCafesEventsWaitInOrderAndNoOtherCafeDoes() throws Exception {
        begin(20_000);
        fake.of("E1", fake.silent());
        try (var agent = agent(service, key);
                var other = agent(service, service.cafe(NEIGHBOUR, List.of()))) {
            agent.send(login(1, "s1", "A01", "E1", false), heartbeat(2), login(3, "s3", "A03", "E3", false));
            Await.until("it is asked", () -> fake.asked("E1") == 1);
            for (int seq = 1; seq <= 20; seq++) {
                other.send(login(seq, "s" + seq, "A" + seq, "N" + seq, false));
                assertThat(reasons(other, seq)).isEmpty();
            }
            assertThat(agent.received())
                    .extracting(one -> one.getString("type"))
                    .containsExactly("welcome");

            fake.release("confirmed");

            assertThat(reasons(agent, 1)).isEmpty();
            assertThat(reasons(agent, 3)).isEmpty();
            agent.ack(3);
            assertThat(agent.awaitCount("verdict", 2))
                    .extracting(one -> one.getInteger("seq"))
                    .containsExactly(1, 3);
        }
    }

    @Test
    void aCafesHundredsOfLoginsAreAskedAboutAPortionAtATime() throws Exception {
        begin(20_000);
        fake.otherwise(fake.silent());
        try (var agent = agent(service, key)) {
            var events = new ArrayList<JsonObject>();
            for (int seq = 1; seq <= 300; seq++) {
                events.add(login(seq, "s" + seq, "A" + seq, "E" + seq, false));
            }
            agent.sendArray(events);
            Await.until("a portion is asked about", () -> fake.questions().size() >= 32);
            try (var other = agent(service, service.cafe(NEIGHBOUR, List.of()))) {
                fake.of("N1", answering("confirmed"));
                other.send(login(1, "s1", "A1", "N1", false));
                assertThat(reasons(other, 1)).isEmpty();
            }
            assertThat(fake.questions()).hasSize(32 + 1);
            fake.otherwise(answering("confirmed"));
            fake.release("confirmed");
            agent.ack(300);
            assertThat(agent.awaitCount("verdict", 300)).allMatch(one -> one.getBoolean("allow"));
        }
    }

    @Test
    void noAnswerInTimeDeniesAndIsAskedAgainUntilANoOpensAViolationOnce() throws Exception {
        begin(300);
        fake.otherwise(fake.silent());
        RunningService second = service.another();
        try (var agent = agent(service, key)) {
            agent.send(
                    login(1, "asked", "A01", "E1", false),
                    login(2, "open", "A02", "E2", true),
                    login(3, "left", "A03", "E3", true),
                    logout(4, "left"),
                    login(5, "right", "A05", "E5", true));
            for (int seq : new int[] {1, 2, 3, 5}) {
                assertThat(reasons(agent, seq)).containsExactly("verification-unavailable");
            }
            agent.ack(5);
        }
        assertThat(due()).isEqualTo("3");
        assertThat(unverified()).isEmpty();

        service.restart();
        long before = fake.asked("E2");
        Await.until("it is asked again", () -> fake.asked("E2") > before); // asked again after the restart, in vain
        assertThat(unverified()).isEmpty();

        fake.of("E5", answering("confirmed")).otherwise(answering("revoked"));
        Await.until("all is settled", () -> due().equals("0"));

        assertThat(unverified()).containsExactlyInAnyOrderEntriesOf(Map.of("open", "open", "left", "ended"));
        assertThat(fedAbout("open")).isEqualTo("opened");
        assertThat(fedAbout("left")).isEqualTo("opened,ended");
        try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
            UUID next = UUID.randomUUID();
            agent.hello(next, 0);
            agent.send(heartbeat(1)); // a new stream ends what is open
            agent.ack(1);
        }
        Await.until("the finding ends", () -> fedAbout("open").equals("opened,ended"));
        assertThat(service.verify()).isNotNull();
        second.close();
        Replayed.findsEverythingAgain(service);
    }

    @Test
    void whoIsUnverifiedIsAskedAboutAfterARotationToo() throws Exception {
        begin(300);
        fake.otherwise(fake.silent());
        try (var agent = agent(service, key)) {
            agent.send(login(1, "open", "A01", "E1", true));
            assertThat(reasons(agent, 1)).containsExactly("verification-unavailable");
            agent.ack(1);
        }
        service.rotate();
        fake.otherwise(answering("revoked"));
        Await.until("it is settled", () -> due().equals("0"));

        assertThat(unverified()).containsExactly(Map.entry("open", "open"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 429, 503, SILENCE})
    void whatOneCafeAsksInVainStopsNoOtherCafesQuestions(int status) throws Exception {
        begin(1_000);
        var strange = new ArrayList<JsonObject>();
        for (int seq = 1; seq <= 20; seq++) {
            fake.of("strange " + seq, status == SILENCE ? fake.silent() : status(status));
            strange.add(login(seq, "s" + seq, "A" + seq, "strange " + seq, true));
        }
        try (var agent = agent(service, key);
                var other = agent(service, service.cafe(NEIGHBOUR, List.of()))) {
            agent.sendArray(strange);
            for (int seq = 1; seq <= 20; seq++) {
                assertThat(reasons(agent, seq)).containsExactly("verification-unavailable");
            }
            allowed(other, 1);

            long live = asked(strange);
            Await.until("they are asked about again", () -> asked(strange) > live);
            allowed(other, 21);
        }
    }

    private static void allowed(TestAgent agent, int from) {
        for (int seq = from; seq < from + 20; seq++) {
            agent.send(login(seq, "s" + seq, "A" + seq, "N" + seq, false));
            assertThat(reasons(agent, seq)).isEmpty();
        }
    }

    private long asked(List<JsonObject> logins) {
        return logins.stream()
                .mapToLong(login -> fake.asked(login.getJsonObject("document").getString("number")))
                .sum();
    }

    @Test
    void whatGetsNoAnswerIsAskedMoreAndMoreRarely() throws Exception {
        begin(300);
        fake.otherwise(status(400));
        try (var agent = agent(service, key)) {
            agent.send(login(1, "open", "A01", "E1", true));
            agent.ack(1);
        }
        Await.until(
                "the pause grows",
                () -> value("SELECT due_at > now() + interval '3 seconds' FROM unverified_login")
                        .equals("t"));
    }

    @Test
    void whatIsNeverAnsweredKeepsNoOtherLoginFromItsLateAnswer() throws Exception {
        begin(1_000);
        fake.otherwise(status(400));
        var strange = new ArrayList<JsonObject>();
        for (int seq = 1; seq <= 60; seq++) {
            strange.add(login(seq, "s" + seq, "A" + seq, "E" + seq, true));
        }
        try (var agent = agent(service, key);
                var other = agent(service, service.cafe(NEIGHBOUR, List.of()))) {
            agent.sendArray(strange);
            agent.ack(60);
            other.send(login(1, "open", "A01", "N1", true));
            other.ack(1);
            fake.of("N1", answering("confirmed"));

            Await.until(
                    "it is answered",
                    () -> value("SELECT count(*) FROM unverified_login WHERE place_code = '" + NEIGHBOUR + "'")
                            .equals("0"));
        }
        assertThat(value("SELECT count(*) FROM unverified_login")).isEqualTo("60");
    }

    private Map<String, String> unverified() throws Exception {
        var states = new java.util.HashMap<String, String>();
        service.violations().values().stream()
                .filter(one -> "IDENTITY_UNVERIFIED".equals(one.getString("code")))
                .forEach(one -> states.put(one.getString("session"), one.getString("state")));
        return states;
    }

    private String due() throws Exception {
        return value("SELECT count(*) FROM unverified_login");
    }

    private String fedAbout(String session) throws Exception {
        return value("SELECT string_agg(event, ',' ORDER BY position) FROM feed WHERE code = 'IDENTITY_UNVERIFIED'"
                + " AND snapshot::jsonb ->> 'session' = '" + session + "'");
    }

    private String value(String sql) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    private static TestAgent agent(RunningService service, String key) {
        var agent = TestAgent.connect(service.vertx(), service.url(), key);
        agent.hello(UUID.randomUUID(), 0);
        return agent;
    }

    private static List<String> reasons(TestAgent agent, long seq) {
        return agent.verdict(seq).getJsonArray("reasons").stream()
                .map(String::valueOf)
                .toList();
    }

    private static JsonObject login(int seq, String session, String terminal, String number, boolean admitted) {
        return event(seq, "login")
                .put("session", session)
                .put("terminal", terminal)
                .put("admitted", admitted)
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "414")
                                .put("number", number)
                                .put("name", "某某")
                                .put("birthDate", "1990-01-01")
                                .put("read", "chip"));
    }

    private static JsonObject logout(int seq, String session) {
        return event(seq, "logout").put("session", session).put("reason", "patron");
    }

    private static JsonObject heartbeat(int seq) {
        return event(seq, "heartbeat").put("inUse", new JsonArray());
    }

    private static JsonObject event(int seq, String type) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", type)
                .put("at", Instant.now().toString());
    }
}
