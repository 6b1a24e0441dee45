package lingdian.intake.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.agent.link.AdminClient;
import lingdian.domain.RepeatedDenials;
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
    private static final String SEATED = "36048210000006";
    private static final String FOLLOWING = "36048210000007";
    private static final String VISITED = "36048210000008";
    private static final String LOOKING = "36048210000009";
    private static final String CATCHING_UP = "36048210000010";
    private static final String HOLDING = "36048210000011";
    private static final String NEXT_TO_IT = "36048210000012";
    private static final int LIMIT = 20;
    private static final int NUMBERS = 60;
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
    void numbersBeyondTheLimitAreToldOneASecondAndTheHonestCafeAtOnce() throws Exception {
        double loggedBefore = logged();
        String key = service.cafe(PROBING, List.of());
        var stream = UUID.randomUUID();
        String first;
        Instant toldAll;
        try (var prober = TestAgent.connect(service.vertx(), service.url(), key);
                var honest = TestAgent.connect(service.vertx(), service.url(), service.cafe(HONEST, List.of()))) {
            prober.hello(stream, 0);
            IntStream.rangeClosed(1, NUMBERS).forEach(seq -> prober.send(question(seq, "P" + seq)));
            prober.ack(LIMIT);
            toldAll = Instant.now();
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

        JsonObject receipt = post(key, stream, List.of(question(1, "P1"), question(2, "P2")));
        assertThat(receipt.getJsonArray("verdicts").getJsonObject(1).encode()).isEqualTo(first);
        assertThat(Duration.between(toldAll, Instant.now()))
                .as("the pauses that were owed for all the numbers, and not only for these two")
                .isGreaterThan(PAUSE.multipliedBy(NUMBERS - LIMIT - 1));
        assertLogged();
        assertThat(logged()).isEqualTo(loggedBefore + 1);
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

    /** One café ends no session of its guests, so that another one, which they go to, is denied them all. */
    @Test
    void whoHoldsTheGuestsOfACafeThatIsDeniedThemIsNamedToTheAuditorAlone() throws Exception {
        List<JsonObject> sitting = IntStream.rangeClosed(1, LIMIT + 1)
                .mapToObj(seq -> question(seq, "REGULAR-" + seq)
                        .put("terminal", "A" + seq)
                        .put("admitted", true))
                .toList();
        post(service.cafe(HOLDING, List.of()), UUID.randomUUID(), sitting);

        List<JsonObject> asking = IntStream.rangeClosed(1, LIMIT + 1)
                .mapToObj(seq -> question(seq, "REGULAR-" + seq))
                .toList();
        JsonObject told = post(service.cafe(NEXT_TO_IT, List.of()), UUID.randomUUID(), asking);

        assertThat(told.getJsonArray("verdicts"))
                .hasSize(LIMIT + 1)
                .allSatisfy(verdict -> assertThat(reasons((JsonObject) verdict)).containsExactly("in-use-elsewhere"));
        assertThat(told.encode()).doesNotContain(HOLDING);
        Await.until("it is written down", () -> !probes(NEXT_TO_IT).isEmpty());
        assertThat(probes(NEXT_TO_IT))
                .containsExactly(new JsonObject()
                        .put("heldBy", HOLDING)
                        .put("heldPersons", LIMIT + 1)
                        .put("kind", "many-persons")
                        .put("limit", LIMIT));
        assertThat(auditor.all("/access-log", Map.of("action", "probe", "subject", HOLDING))
                        .await(PATIENCE_SECONDS, SECONDS))
                .as("found by either café")
                .hasSize(1);
    }

    /** Unchanged, as sessions that opened, and as heartbeats: what was recorded decides, not what is sent again. */
    @Test
    void whoHangsUpAndSendsAgainIsToldNothingBeforeThePausesAreOver() throws Exception {
        post(
                service.cafe(SEATED, List.of()),
                UUID.randomUUID(),
                List.of(question(1, "FOLLOWED").put("admitted", true)));
        String key = service.cafe(FOLLOWING, List.of());
        var stream = UUID.randomUUID();
        List<JsonObject> questions = IntStream.rangeClosed(1, RepeatedDenials.AT_ONCE + 3)
                .mapToObj(seq -> question(seq, "FOLLOWED").put("session", "s-" + seq))
                .toList();
        Duration owed = PAUSE.multipliedBy(1 + 2 + 4);

        Instant begun = Instant.now();
        hangUp(key, stream, questions);
        List<CompletableFuture<Http.Answer>> again = Stream.of(
                        questions,
                        questions.stream()
                                .map(question -> question.copy().put("admitted", true))
                                .toList(),
                        questions.stream().map(ProbesIT::heartbeat).toList())
                .map(events -> Http.begin(request(key, stream, lines(events))))
                .toList();

        for (CompletableFuture<Http.Answer> answer : again) {
            Http.Answer told = answer.get(PATIENCE_SECONDS, SECONDS);
            assertThat(Duration.between(begun, Instant.now())).isGreaterThanOrEqualTo(owed);
            assertThat(told.status()).as(told.body()).isEqualTo(200);
            assertThat(told.json().getJsonArray("verdicts"))
                    .hasSameSizeAs(questions)
                    .allSatisfy(
                            verdict -> assertThat(reasons((JsonObject) verdict)).contains("in-use-elsewhere"));
        }
    }

    /**
     * Sessions of one person, one after the other, of which those become findings that overlap one in another café: nothing is
     * denied, so it asks no question, but it learns when the person was where.
     */
    @Test
    void whoRecordsSessionsToLearnWhenSomebodyWasElsewhereIsShownToTheAuditor() throws Exception {
        post(
                service.cafe(VISITED, List.of()),
                UUID.randomUUID(),
                List.of(recorded(1, "there", "VISITOR", 240), logout(2, "there", 198)));

        post(service.cafe(CATCHING_UP, List.of()), UUID.randomUUID(), visits(1, 240, RepeatedDenials.AT_ONCE));
        post(service.cafe(LOOKING, List.of()), UUID.randomUUID(), visits(1, 300, 20));

        Await.until("it is written down", () -> !probes(LOOKING).isEmpty());
        assertThat(findings(LOOKING)).isGreaterThan(RepeatedDenials.AT_ONCE);
        assertThat(probes(LOOKING))
                .containsExactly(
                        new JsonObject().put("kind", "one-person-elsewhere").put("limit", 5));
        assertThat(findings(CATCHING_UP)).isEqualTo(RepeatedDenials.AT_ONCE);
        assertThat(probes(CATCHING_UP)).as("so many are met by chance").isEmpty();
    }

    /** It keeps a session of theirs open, so that each further one is shared with its own. */
    @Test
    void whoLearnsItByFindingsThatItsOwnSessionProvesTooIsShownAsWell() throws Exception {
        post(
                service.cafe("36048110000021", List.of()),
                UUID.randomUUID(),
                List.of(recorded(1, "there", "VISITOR-2", 240), logout(2, "there", 120)));
        var events = new ArrayList<JsonObject>(List.of(recorded(1, "own", "VISITOR-2", 300)));
        events.addAll(visits("VISITOR-2", 2, 200, 12));

        post(service.cafe("36048110000022", List.of()), UUID.randomUUID(), events);

        Await.until("it is written down", () -> !probes("36048110000022").isEmpty());
        assertThat(findings("36048110000022")).isGreaterThan(RepeatedDenials.AT_ONCE);
    }

    /** Its sessions have ended before the other café is heard that far, so that the other one's event opens the findings. */
    @Test
    void whoLearnsItByTheEventsOfTheOtherCafeIsShownAsWell() throws Exception {
        String key = service.cafe("36048110000023", List.of());
        UUID stream = UUID.randomUUID();
        post(key, stream, List.of(recorded(1, "there", "VISITOR-3", 240)));
        post(service.cafe("36048110000024", List.of()), UUID.randomUUID(), visits("VISITOR-3", 1, 200, 12));
        assertThat(findings("36048110000024")).isZero();

        post(key, stream, List.of(logout(2, "there", 60)));

        Await.until("it is written down", () -> !probes("36048110000024").isEmpty());
        assertThat(findings("36048110000024")).isEqualTo(12);
    }

    private static List<JsonObject> visits(int seq, int from, int count) {
        return visits("VISITOR", seq, from, count);
    }

    /** Each of six minutes. @param from how many minutes ago the first began */
    private static List<JsonObject> visits(String number, int seq, int from, int count) {
        return IntStream.range(0, count)
                .boxed()
                .flatMap(i -> Stream.of(
                        recorded(seq + 2 * i, "v-" + i, number, from - 6 * i),
                        logout(seq + 2 * i + 1, "v-" + i, from - 6 * i - 6)))
                .toList();
    }

    private static JsonObject recorded(int seq, String session, String number, int minutesAgo) {
        return question(seq, number)
                .put("session", session)
                .put("admitted", true)
                .put("at", AT.minus(Duration.ofMinutes(minutesAgo)).toString());
    }

    private static JsonObject logout(int seq, String session, int minutesAgo) {
        return new JsonObject()
                .put("type", "logout")
                .put("seq", seq)
                .put("at", AT.minus(Duration.ofMinutes(minutesAgo)).toString())
                .put("session", session)
                .put("reason", "patron");
    }

    private static int findings(String placeCode) throws Exception {
        return Integer.parseInt(
                service.rows("SELECT count(*) FROM violation WHERE code = 'IDENTITY_SHARED' AND place_code = '"
                                + placeCode + "'")
                        .getFirst());
    }

    private static List<Object> probes(String placeCode) throws Exception {
        return auditor
                .all("/access-log", Map.of("action", "probe", "placeCode", placeCode))
                .await(PATIENCE_SECONDS, SECONDS)
                .stream()
                .<Object>map(one -> ((JsonObject) one).getJsonObject("details"))
                .toList();
    }

    /** Sends a request and ends its connection when the events are recorded, without having read anything. */
    private static void hangUp(String key, UUID stream, List<JsonObject> events) throws Exception {
        String lines = lines(events);
        try (var socket = new Socket(service.url().getHost(), service.url().getPort())) {
            String head = "POST /agent/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key
                    + "\r\nLingdian-Stream: " + stream + "\r\nContent-Type: " + Http.NDJSON + "\r\nContent-Length: "
                    + lines.getBytes(UTF_8).length + "\r\n\r\n";
            socket.getOutputStream().write((head + lines).getBytes(UTF_8));
            Await.until("all is recorded", () -> recorded(FOLLOWING, "in-use-elsewhere") >= events.size());
        }
    }

    private static HttpRequest request(String key, UUID stream, String lines) {
        return Http.to(service)
                .as(key)
                .with("Lingdian-Stream", stream.toString())
                .with("Content-Type", Http.NDJSON)
                .request("/agent/v1/events")
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
    }

    private static String lines(List<JsonObject> events) {
        return events.stream().map(JsonObject::encode).collect(Collectors.joining("\n"));
    }

    private static JsonObject heartbeat(JsonObject question) {
        return new JsonObject()
                .put("type", "heartbeat")
                .put("seq", question.getInteger("seq"))
                .put("at", AT.toString())
                .put("inUse", new JsonArray());
    }

    /** All of it is committed though most of it is not told yet. */
    private static void awaitRecorded() throws Exception {
        Await.until("all is recorded", () -> recorded(PROBING, "not-registered") >= NUMBERS);
    }

    private static int recorded(String placeCode, String reason) throws Exception {
        try (var connection = service.superuser();
                var rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT count(*) FROM journal JOIN stream ON stream.number = journal.stream_number"
                                        + " WHERE place_code = '" + placeCode
                                        + "' AND journal.outcome LIKE '%" + reason + "%'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void assertLogged() throws Exception {
        List<Object> entries = auditor
                .all("/access-log", Map.of("action", "probe", "placeCode", PROBING))
                .await(PATIENCE_SECONDS, SECONDS)
                .stream()
                .toList();
        assertThat(entries).singleElement().satisfies(one -> {
            var entry = (JsonObject) one;
            assertThat(entry.getJsonObject("actor").getString("id")).isEqualTo(PROBING);
            assertThat(entry.getString("region")).isEqualTo("360481");
            assertThat(entry.getJsonObject("details"))
                    .isEqualTo(new JsonObject().put("kind", "many-persons").put("limit", LIMIT));
        });
    }

    /** Of all cafés. */
    private static double logged() throws Exception {
        return Http.to(service).meter("lingdian_limits_reached_total{limit=\"denied-persons\"}");
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
