package lingdian.console.violation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.testing.Browser;
import lingdian.testing.EventLoops;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages and answers with very much text, which verdicts do not wait for: a worker thread opens, writes and renders it. */
class LongPageIT {
    private static final String CAFE = "36048110000001";
    private static final String MANY_CAFE = "36048110000002";
    private static final String PASSWORD = "correct horse battery staple";
    private static final UUID VIOLATION = new UUID(7, 7);

    private static final String FINDING = """
            WITH made AS (
              INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
              SELECT id, 'MINOR_ADMITTED', '%1$s', '360481', 'fact', 'open', '{culture}', '2026-07-09Z', '2026-07-09Z',
                format('{"id":"%%1$s","code":"MINOR_ADMITTED","standing":"fact","state":"open","case":"new","placeCode":"%1$s",'
                  '"region":"360481","ruleVersion":"2026-07-1","startedAt":"2026-07-09T08:00:00+08:00",'
                  '"detectedAt":"2026-07-09T08:00:00+08:00","person":null,"evidence":[]}', id)
              FROM (SELECT '%2$s'::uuid AS id) AS new
              RETURNING id, place_code, code, standing, authorities, late, snapshot),
            fed AS (
              INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, late, snapshot)
              SELECT head.position + 1, now(), 'opened', id, place_code, code, standing, authorities, late, snapshot FROM made, head)
            UPDATE head SET position = position + 1
            """;

    private static final int TURNS = 3;
    /** What reading the sealed rows and sending the page takes: each a few times its bytes. */
    private static final long ON_AN_EVENT_LOOP = 4_000_000;
    /** What reading the rows of 2,000 findings takes, without converting and reading the answers that were made of them. */
    private static final long MANY_ON_AN_EVENT_LOOP = 10_000_000;

    private static RunningService service;
    private static Browser owner;
    private static Browser officer;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with()
                .settings("signIn:\n  secondFactorFor: []\n")
                .start();
        service.cafe(CAFE, List.of());
        try (Connection connection = service.superuser()) {
            connection.createStatement().execute(FINDING.formatted(CAFE, VIOLATION));
        }
        owner = browser("owner", operator());
        officer = browser("officer", regulator());
        token = account(operator()).getString("token");
        for (int i = 0; i < 10; i++) {
            assertThat(Http.to(service)
                            .as(token)
                            .post(path() + "/objections", new JsonObject().put("statement", "申".repeat(20_000)))
                            .status())
                    .isEqualTo(201);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @Test
    void aLongPageIsRenderedOnAWorker() {
        assertRenderedOnAWorker(owner, "/violations/" + VIOLATION, "申".repeat(20_000));
        assertRenderedOnAWorker(officer, "/violations/" + VIOLATION, "申".repeat(20_000));
    }

    @Test
    void aCaseWithManyCommentsIsRenderedOnAWorker() throws Exception {
        service.groupCases();
        String id = service.rows("SELECT id FROM case_file WHERE place_code = '" + CAFE + "'")
                .getFirst();
        Http http = Http.to(service).as(account(regulator()).getString("token"));
        for (int version = 1; version <= 100; version++) {
            JsonObject comment = new JsonObject()
                    .put("action", "comment")
                    .put("note", "记".repeat(4_000))
                    .put("version", version);
            assertThat(http.post("/api/v1/cases/" + id + "/actions", comment).status())
                    .isEqualTo(200);
        }

        assertRenderedOnAWorker(officer, "/cases/" + id, "记".repeat(4_000));
    }

    private static void assertRenderedOnAWorker(Browser reader, String path, String shown) {
        reader.get(path);

        long least = Long.MAX_VALUE; // event loops have other work, too, the more the longer the page takes
        for (int turn = 0; turn < TURNS; turn++) {
            long allocated = EventLoops.allocatedDuring(
                    () -> assertThat(reader.get(path).text()).contains(shown));
            least = Math.min(least, allocated);
        }

        assertThat(least).as(path).isLessThan(ON_AN_EVENT_LOOP);
    }

    /** The page of a night reads thousands of findings, in parts of a thousand. */
    @Test
    void manyFindingsAreReadOnAWorker() throws Exception {
        service.cafe(MANY_CAFE, List.of());
        try (Connection connection = service.superuser()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("SELECT FROM head FOR UPDATE");
            for (int i = 1; i <= 2_000; i++) {
                connection.createStatement().execute(FINDING.formatted(MANY_CAFE, new UUID(8, i)));
            }
            connection.commit();
        }
        service.groupCases();
        String path = "/last-night?day=2026-07-09";
        officer.get(path);

        long allocated = EventLoops.allocatedDuring(
                () -> assertThat(officer.get(path).text()).contains(MANY_CAFE));

        assertThat(allocated).isLessThan(MANY_ON_AN_EVENT_LOOP);
    }

    @Test
    void manyObjectionsAreWrittenOnAWorker() throws Exception {
        Http http = Http.to(service).as(token);
        http.get(path());

        long allocated = EventLoops.allocatedDuring(() -> {
            try {
                assertThat(http.get(path()).json().getJsonArray("objections")).hasSize(10);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });

        assertThat(allocated).isLessThan(ON_AN_EVENT_LOOP);
    }

    private static String path() {
        return "/api/v1/violations/" + VIOLATION;
    }

    private static JsonObject operator() {
        return new JsonObject().put("name", "o").put("role", "operator").put("placeCode", CAFE);
    }

    private static JsonObject account(JsonObject account) throws Exception {
        return Http.to(service)
                .as(RunningService.ADMIN_TOKEN)
                .post("/api/v1/accounts", account)
                .json();
    }

    private static JsonObject regulator() {
        return new JsonObject()
                .put("name", "r")
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", "360481");
    }

    private static Browser browser(String name, JsonObject account) throws Exception {
        JsonObject made = account(account.put("signInName", name));
        var browser = new Browser(service.url());
        browser.get(made.getJsonObject("invitation").getString("path"));
        browser.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD));
        browser.signIn(name, PASSWORD, "");
        return browser;
    }
}
