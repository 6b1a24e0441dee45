package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import lingdian.domain.ChinaTime;
import lingdian.testing.Await;
import lingdian.testing.Browser;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A café beyond its daily quota: everything is taken, its answers are late, and its operator and regulators are told, at
 * whatever node they ask, until the day ends.
 */
class DailyQuotaIT {
    private static final String FLOODING = "36048110000001";
    private static final String HONEST = "36048110000002";
    private static final String WANDERING = "36048110000003";
    private static final String UNLUCKY = "36048110000004";
    private static final int QUOTA = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String PASSWORD = "correct horse battery staple";
    private static final String REGULATOR = "officer";
    private static final String OPERATOR = "owner";
    private static final String METER = "lingdian_limits_reached_total{limit=\"daily-quota\"}";

    private static final AtomicReference<Instant> NOW =
            new AtomicReference<>(Instant.parse("2026-07-10T12:00:00+08:00"));
    private static RunningService service;
    private static RunningService another;
    private static String regulator;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with()
                .settings("agents: {dailyEvents: " + QUOTA + "}\nsignIn:\n  secondFactorFor: []\n"
                        + "  hashing: {memoryKibibytes: 7168, iterations: 5}\n")
                .clock(NOW::get)
                .start();
        another = service.another();
        regulator = service.regulatorToken("culture", "360481");
    }

    @AfterAll
    static void stop() throws Exception {
        another.close();
        service.close();
    }

    @Test
    void itsAnswersAreLateAndThoseConcernedAreTold() throws Exception {
        String key = service.cafe(FLOODING, List.of());
        person(
                REGULATOR,
                new JsonObject()
                        .put("role", "regulator")
                        .put("authority", "culture")
                        .put("region", "360481"));
        person(OPERATOR, new JsonObject().put("role", "operator").put("placeCode", FLOODING));
        var stream = UUID.randomUUID();
        LocalDate day = nextDay();
        double before = Http.to(service).meter(METER);
        post(service, key, stream, 1, QUOTA);
        post(service, service.cafe(HONEST, List.of()), UUID.randomUUID(), 1, QUOTA);
        assertThat(Http.to(service).meter(METER)).isEqualTo(before);
        assertThat(beyondQuotaSince(FLOODING)).isNull();

        clock(day, "12:07");
        try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
            agent.hello(stream, QUOTA);
            Instant asked = Instant.now();
            agent.send(heartbeat(QUOTA + 1));
            agent.ack(QUOTA + 1);
            assertThat(Duration.between(asked, Instant.now())).isGreaterThanOrEqualTo(PAUSE);
            Await.until("the notice is there", () -> beyondQuotaSince(FLOODING) != null);
            clock(day, "12:09");
            agent.send(heartbeat(QUOTA + 2));
            agent.ack(QUOTA + 2);
        }
        assertThat(Http.to(service).meter(METER))
                .as("a hello and two heartbeats")
                .isEqualTo(before + 3);
        assertThat(entries(FLOODING)).containsExactly("attempted");
        assertThat(beyondQuotaSince(FLOODING)).isEqualTo(day + "T12:07:00+08:00");
        assertThat(beyondQuotaSince(HONEST)).isNull();
        assertTold(signedIn(REGULATOR), "/cafes/" + FLOODING, "12:07");
        assertTold(signedIn(OPERATOR), "/my-cafe", "12:07");
        assertNotTold(signedIn(REGULATOR), "/cafes/" + HONEST);

        clock(day.plusDays(1), "00:00");
        assertThat(beyondQuotaSince(FLOODING)).isNull();
        assertNotTold(signedIn(OPERATOR), "/my-cafe");
    }

    /** Each node counts for itself; the notice is of the first that was exceeded. The next day has a quota of its own. */
    @Test
    void theFirstNodeSinceWhenCountsUntilTheDayEnds() throws Exception {
        String key = service.cafe(WANDERING, List.of());
        var stream = UUID.randomUUID();
        LocalDate day = nextDay();
        post(service, key, stream, 1, QUOTA + 1);
        Await.until("the notice is there", () -> beyondQuotaSince(WANDERING) != null);
        clock(day, "12:30");
        post(another, key, stream, QUOTA + 2, QUOTA + 1);
        Await.until("the other node has its entry", () -> entries(WANDERING).size() == 2);
        assertThat(beyondQuotaSince(WANDERING)).isEqualTo(day + "T12:00:00+08:00");

        clock(day.plusDays(1), "00:00");
        post(service, key, stream, 2 * QUOTA + 3, QUOTA);
        assertThat(beyondQuotaSince(WANDERING)).isNull();
        post(service, key, stream, 3 * QUOTA + 3, 1);
        Await.until("the notice is there again", () -> beyondQuotaSince(WANDERING) != null);
        assertThat(beyondQuotaSince(WANDERING)).isEqualTo(day.plusDays(1) + "T00:00:00+08:00");
        assertThat(entries(WANDERING)).hasSize(3);
        assertThat(service.verify().firstBroken()).isNull();
    }

    @Test
    void aNoticeThatCouldNotBeWrittenIsWrittenWithTheNextMessage() throws Exception {
        String key = service.cafe(UNLUCKY, List.of());
        var stream = UUID.randomUUID();
        LocalDate day = nextDay();
        var seq = new AtomicLong(QUOTA + 1);
        sql("ALTER TABLE beyond_quota RENAME TO away");
        post(service, key, stream, 1, QUOTA + 1);
        sql("ALTER TABLE away RENAME TO beyond_quota");

        clock(day, "13:00");
        Await.until("the notice is there", () -> {
            post(service, key, stream, seq.incrementAndGet(), 1);
            return beyondQuotaSince(UNLUCKY) != null;
        });
        assertThat(beyondQuotaSince(UNLUCKY)).isEqualTo(day + "T12:00:00+08:00");
        assertThat(entries(UNLUCKY)).hasSize(1);
    }

    /** Noon of a day after all before: no test's clock goes back, in whatever order they run. */
    private static LocalDate nextDay() {
        LocalDate day = LocalDate.ofInstant(NOW.get(), ChinaTime.ZONE).plusDays(1);
        clock(day, "12:00");
        return day;
    }

    private static void clock(LocalDate day, String time) {
        NOW.set(day.atTime(LocalTime.parse(time)).atZone(ChinaTime.ZONE).toInstant());
    }

    private static void assertTold(Browser browser, String path, String since) {
        assertThat(browser.get(path + "?lang=zh").text()).contains("今日 " + since + " 起", "每日数据量", "密钥是否被盗用");
        assertThat(browser.get(path + "?lang=en").text())
                .contains("Since " + since + " today", "daily quota", "Check whether the program is faulty");
    }

    private static void assertNotTold(Browser browser, String path) {
        Browser.Answer page = browser.get(path + "?lang=zh");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).doesNotContain("每日数据量");
    }

    /** As the other node says. */
    private static String beyondQuotaSince(String placeCode) throws Exception {
        JsonObject cafe =
                Http.to(another).as(regulator).get("/api/v1/cafes/" + placeCode).json();
        assertThat(cafe.fieldNames()).contains("beyondQuotaSince");
        return cafe.getString("beyondQuotaSince");
    }

    private static List<String> entries(String placeCode) throws Exception {
        return service.rows("SELECT outcome FROM access_log WHERE action = 'exceed-quota' AND actor_id = '" + placeCode
                + "' AND subject_id = actor_id");
    }

    private static void sql(String text) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /** An account whose password is set. */
    private static void person(String name, JsonObject account) throws Exception {
        JsonObject made = Http.to(service)
                .as(RunningService.ADMIN_TOKEN)
                .post("/api/v1/accounts", account.put("name", name).put("signInName", name))
                .json();
        var browser = new Browser(service.url());
        browser.get(made.getJsonObject("invitation").getString("path"));
        browser.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD));
    }

    /** At the other node. */
    private static Browser signedIn(String name) {
        var browser = new Browser(another.url());
        browser.signIn(name, PASSWORD, "");
        return browser;
    }

    private static void post(RunningService node, String key, UUID stream, long first, int events) throws Exception {
        Http.Answer answer = Http.to(node)
                .as(key)
                .events(
                        stream,
                        LongStream.range(first, first + events)
                                .mapToObj(DailyQuotaIT::heartbeat)
                                .toList());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static JsonObject heartbeat(long seq) {
        return new JsonObject()
                .put("type", "heartbeat")
                .put("seq", seq)
                .put("at", NOW.get().toString())
                .put("inUse", new JsonArray());
    }
}
