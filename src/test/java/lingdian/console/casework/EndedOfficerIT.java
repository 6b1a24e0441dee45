package lingdian.console.casework;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import lingdian.testing.Await;
import lingdian.testing.Browser;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An officer whose account ends, or has other rights, while many changes in their name are under way. */
class EndedOfficerIT {
    private static final String PASSWORD = "correct horse battery staple";

    private static final String FINDINGS = """
            WITH made AS (
              INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
              SELECT id, 'MINOR_ADMITTED', '%1$s', '360481', 'fact', 'open', '{culture}', '2026-07-09Z', '2026-07-09Z',
                format('{"id":"%%1$s","code":"MINOR_ADMITTED","standing":"fact","state":"open","case":"new","placeCode":"%1$s",'
                  '"region":"360481","ruleVersion":"2026-07-1","startedAt":"2026-07-09T08:00:00+08:00",'
                  '"detectedAt":"2026-07-09T08:00:00+08:00","person":null,"evidence":[]}', id)
              FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 5)) AS new
              RETURNING id, place_code, code, standing, authorities, late, snapshot),
            fed AS (
              INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, late, snapshot)
              SELECT head.position + row_number() OVER (ORDER BY id), now(), 'opened', id, place_code, code, standing, authorities,
                late, snapshot
              FROM made, head)
            UPDATE head SET position = position + 5
            """;

    private static RunningService service;
    private static int made;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with()
                .settings("signIn:\n  secondFactorFor: []\n")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ended", "moved"})
    void aFormOfManyChangesGoesNoFurther(String how) throws Exception {
        JsonObject found = caseOfFive();
        JsonObject officer = officer();
        var browser = new Browser(service.url());
        browser.get(officer.getJsonObject("invitation").getString("path"));
        browser.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD));
        browser.signIn(officer.getString("signInName"), PASSWORD, "");
        browser.get("/");

        int status = answered(
                () -> browser.post(
                                "/cases/actions",
                                Map.of(
                                        "action",
                                        "dismiss",
                                        "dismiss.note",
                                        "n",
                                        "sure",
                                        "yes",
                                        "case",
                                        found.getString("id") + "." + found.getLong("version") + ".0.0"))
                        .status(),
                () -> how.equals("ended") ? end(officer) : move(officer));

        assertThat(status).isEqualTo(401);
        assertThat(service.rows("SELECT action FROM case_step WHERE account = '" + officer.getString("id") + "'"))
                .as("the one that was being taken")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(steps(found)).containsExactly("lead");
    }

    @Test
    void anActionOnManyCasesGoesNoFurther() throws Exception {
        JsonObject first = caseOfFive();
        JsonObject second = caseOfFive();
        JsonObject officer = Http.to(service)
                .as(RunningService.ADMIN_TOKEN)
                .post("/api/v1/accounts", regulator())
                .json();

        int status = answered(
                () -> Http.to(service)
                        .as(officer.getString("token"))
                        .post(
                                "/api/v1/cases/actions",
                                new JsonObject()
                                        .put("action", "transfer")
                                        .put("to", "x")
                                        .put("items", new JsonArray())
                                        .put("note", "n")
                                        .put(
                                                "cases",
                                                new JsonArray().add(seen(first)).add(seen(second))))
                        .status(),
                () -> end(officer));

        assertThat(status).isEqualTo(401);
        assertThat(steps(second)).containsExactly("lead");
    }

    /** What a request is answered whose first change waits while something else happens. */
    private static int answered(Callable<Integer> request, Callable<Integer> meanwhile) throws Exception {
        try (Connection other = service.superuser()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT FROM head FOR UPDATE");
            var answer = new CompletableFuture<Integer>();
            Thread.ofVirtual().start(() -> {
                try {
                    answer.complete(request.call());
                } catch (Exception failed) {
                    answer.completeExceptionally(failed);
                }
            });
            Await.until(
                    "the first change waits",
                    () -> !service.rows(
                                    "SELECT 1 FROM pg_stat_activity"
                                            + " WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%head%FOR UPDATE%'")
                            .isEmpty());
            assertThat(meanwhile.call()).isBetween(200, 204);
            other.rollback();
            return answer.get(PATIENCE_SECONDS, SECONDS);
        }
    }

    private static int end(JsonObject officer) throws Exception {
        return Http.to(service)
                .as(RunningService.ADMIN_TOKEN)
                .send("DELETE", "/api/v1/accounts/" + officer.getString("id"), null)
                .status();
    }

    private static int move(JsonObject officer) throws Exception {
        return Http.to(service)
                .as(RunningService.ADMIN_TOKEN)
                .send(
                        "PUT",
                        "/api/v1/accounts/" + officer.getString("id"),
                        regulator().put("region", "110101"))
                .status();
    }

    private static JsonObject regulator() {
        return new JsonObject()
                .put("name", "r")
                .put("role", "regulator")
                .put("authority", "culture")
                .put("region", "360481");
    }

    private static JsonObject officer() throws Exception {
        String name = "officer" + ++made;
        return Http.to(service)
                .as(RunningService.ADMIN_TOKEN)
                .post("/api/v1/accounts", regulator().put("signInName", name))
                .json()
                .put("signInName", name);
    }

    private static JsonObject caseOfFive() throws Exception {
        String cafe = "3604811000%04d".formatted(++made);
        service.cafe(cafe, List.of());
        try (Connection connection = service.superuser()) {
            connection.createStatement().execute(FINDINGS.formatted(cafe));
        }
        service.groupCases();
        return service.regulator("culture", "360481")
                .all("/cases", Map.of("placeCode", cafe))
                .await(PATIENCE_SECONDS, SECONDS)
                .getJsonObject(0);
    }

    private static JsonObject seen(JsonObject found) {
        return new JsonObject().put("id", found.getString("id")).put("version", found.getLong("version"));
    }

    private static List<String> steps(JsonObject found) throws Exception {
        return service.rows("SELECT step FROM case_file WHERE id = '" + found.getString("id") + "'");
    }
}
