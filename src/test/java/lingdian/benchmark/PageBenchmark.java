package lingdian.benchmark;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import lingdian.testing.Browser;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.Test;

/**
 * How long the service takes to answer with each page of the console: a province of 10,000 cafés, 500 violations of one
 * night, a campaign; one request at a time, over a real socket.
 *
 * <p>A measurement and no test: {@code mvn -q test -Dtest=PageBenchmark}, or {@link #main}. {@code -Drequests=} for another
 * number.
 */
public class PageBenchmark {
    private static final int REQUESTS = Integer.getInteger("requests", 200);
    private static final int WARM_UP = 50;
    private static final String PASSWORD = "correct horse battery staple";
    private static final Instant MIDNIGHT = Instant.parse("2026-07-11T00:00:00+08:00");
    private static final String CAFE = "36048110000001";
    private static final String SETTINGS = "signIn:\n  secondFactorFor: []\n  sessions: {pagesAtOnce: 100000}\n";

    /** Without JUnit. */
    public static void main(String[] arguments) throws Exception {
        new PageBenchmark().renderPages();
    }

    @Test
    void renderPages() throws Exception {
        InstantSource clock = InstantSource.fixed(MIDNIGHT.plus(Duration.ofMinutes(90)));
        try (var service = RunningService.with().settings(SETTINGS).clock(clock).start()) {
            fill(service, clock);
            Map<Person, Browser> people = new EnumMap<>(Person.class);
            for (Person person : Person.values()) {
                people.put(person, signIn(service, person));
            }
            Runtime machine = Runtime.getRuntime();
            System.out.printf(
                    Locale.ROOT,
                    "%d processors, Java %s, %s; %d requests a page%n",
                    machine.availableProcessors(),
                    Runtime.version(),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    REQUESTS);
            for (Asked page : pages(service)) {
                report(page.name(), people.get(page.by()), page.path());
            }
        }
    }

    /** A page and who asks for it. */
    private record Asked(Person by, String name, String path) {}

    private enum Person {
        OFFICER(new JsonObject()
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", "360000")),
        OPERATOR(new JsonObject().put("role", "operator").put("placeCode", CAFE)),
        AUDITOR(new JsonObject().put("role", "auditor"));

        private final JsonObject account;

        Person(JsonObject account) {
            this.account = account.put("name", "某某").put("signInName", name().toLowerCase(Locale.ROOT));
        }
    }

    private static List<Asked> pages(RunningService service) throws Exception {
        String violation = service.rows("SELECT id FROM violation WHERE place_code = '" + CAFE + "'")
                .getFirst();
        String campaign = service.rows("SELECT id FROM campaign").getFirst();
        return List.of(
                new Asked(Person.OFFICER, "live, 200 violations", "/live"),
                new Asked(Person.OFFICER, "violation", "/violations/" + violation),
                new Asked(Person.OFFICER, "cafés, 50 of 10,001", "/cafes"),
                new Asked(Person.OFFICER, "café", "/cafes/" + CAFE),
                new Asked(Person.OFFICER, "hours of a café", "/cafes/" + CAFE + "/hours"),
                new Asked(Person.OFFICER, "hours of the province", "/regions/360000/hours"),
                new Asked(Person.OFFICER, "round, 300 cafés", "/rounds"),
                new Asked(Person.OFFICER, "form of an inspection", "/inspections/new?id=" + new UUID(1, 1)),
                new Asked(Person.OFFICER, "campaign", "/campaigns/" + campaign),
                new Asked(Person.OFFICER, "briefing", "/campaigns/" + campaign + "/report"),
                new Asked(Person.OFFICER, "trends", "/trends"),
                new Asked(Person.OFFICER, "notifications", "/notifications"),
                new Asked(Person.OPERATOR, "my café", "/my-cafe"),
                new Asked(Person.AUDITOR, "audit", "/audit"),
                new Asked(Person.AUDITOR, "precision", "/precision"));
    }

    private static void report(String name, Browser reader, String path) {
        for (int i = 0; i < WARM_UP; i++) {
            reader.get(path);
        }
        var nanos = new long[REQUESTS];
        Browser.Answer answer = null;
        for (int i = 0; i < REQUESTS; i++) {
            long begun = System.nanoTime();
            answer = reader.get(path);
            nanos[i] = System.nanoTime() - begun;
        }
        if (answer == null || answer.status() != 200) {
            throw new IllegalStateException(path + " is not shown");
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-24s %6.1f ms median %6.1f ms 95 %% %7.1f kB%n",
                name,
                nanos[REQUESTS / 2] / 1e6,
                nanos[REQUESTS * 95 / 100] / 1e6,
                answer.text().length() / 1e3);
    }

    private static void fill(RunningService service, InstantSource clock) throws Exception {
        night(service, clock);
        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO cafe (place_code, name, region, licence_number, created_at)
                    SELECT '36048110' || lpad(n::text, 6, '0'), '网吧 ' || n, '360481', 'L', now() FROM generate_series(2, 10001) AS n
                    """);
            statement.execute("""
                    INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at,
                        seconds, sessions, peak, snapshot)
                    SELECT new.id, v.code, new.place, v.region, v.standing, v.state, v.authorities, v.started_at, v.detected_at,
                        v.seconds, v.sessions, v.peak,
                        replace(replace(v.snapshot, v.id::text, new.id::text), v.place_code, new.place)
                    FROM violation v CROSS JOIN
                      (SELECT gen_random_uuid() AS id, '36048110' || lpad(n::text, 6, '0') AS place FROM generate_series(2, 500) n) new
                    """);
        }
        var culture = service.regulator("culture", "360481");
        JsonObject campaign = culture.call(
                        HttpMethod.POST,
                        "/campaigns",
                        new JsonObject()
                                .put("name", "暑期")
                                .put("from", "2026-07-01")
                                .put("to", "2026-08-31"))
                .await(PATIENCE_SECONDS, SECONDS);
        for (int i = 0; i < 50; i++) {
            culture.call(HttpMethod.POST, "/campaigns/" + campaign.getString("id") + "/entries", new JsonObject("""
                                    {"type": "activity", "unit": "文化局", "nightRounds": 1, "officers": {"number": 8},
                                     "vehicles": {"number": 2}, "visits": {"internet-cafe": {"number": 12}}, "beside": true}"""))
                    .await(PATIENCE_SECONDS, SECONDS);
        }
    }

    /** One café that stays open, with sixty guests. */
    private static void night(RunningService service, InstantSource clock) throws Exception {
        String key = service.cafe(CAFE, List.of());
        var agent = TestAgent.connect(service.vertx(), service.url(), key);
        agent.sendText(new JsonObject()
                .put("type", "hello")
                .put("stream", UUID.randomUUID().toString())
                .put("lastSeq", 0)
                .put("agent", "benchmark/1")
                .put("at", clock.instant().toString())
                .put("terminals", 60)
                .encode());
        agent.await(message -> "welcome".equals(message.getString("type")), "a welcome");
        var events = new JsonArray();
        for (int i = 1; i <= 60; i++) {
            events.add(login(i));
        }
        agent.sendText(events.encode());
        agent.ack(60);
        agent.close();
    }

    private static JsonObject login(int number) {
        return new JsonObject()
                .put("seq", number)
                .put("type", "login")
                .put("session", "s-" + number)
                .put("terminal", "A" + number)
                .put("admitted", true)
                .put("at", MIDNIGHT.plus(Duration.ofMinutes(number - 45)).toString())
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "P-" + number)
                                .put("name", "某某")
                                .put("birthDate", "1990-01-01")
                                .put("read", "manual"));
    }

    private static Browser signIn(RunningService service, Person person) throws Exception {
        JsonObject made = service.admin()
                .call(HttpMethod.POST, "/accounts", person.account)
                .await(PATIENCE_SECONDS, SECONDS);
        var browser = new Browser(service.url());
        browser.get(made.getJsonObject("invitation").getString("path"));
        browser.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD));
        browser.get("/sign-in");
        browser.post(
                "/sign-in", Map.of("name", person.account.getString("signInName"), "password", PASSWORD, "code", ""));
        return browser;
    }
}
