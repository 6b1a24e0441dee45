package lingdian.office.rules;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.law.judge.Code;
import lingdian.testing.Http;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Findings of a rule in shadow are recorded but not shown to any account; findings of a disabled rule are dropped
 * (handbook, rules.md#states-of-a-rule).
 */
class ShadowRulesIT {
    private static final String PLACE = "36048110000001";
    private RunningService service;

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void aRuleInShadowRecordsAndTellsNobody() throws Exception {
        begin("shadow");

        seatUnregistered();

        assertThat(rows("SELECT code || ' ' || state FROM shadow_violation"))
                .containsExactly("TERMINAL_UNREGISTERED ended");
        assertThat(rows("SELECT snapshot::json ->> 'code' FROM shadow_violation"))
                .containsExactly("TERMINAL_UNREGISTERED");
        assertNobodyIsShown(rows("SELECT id::text FROM shadow_violation").getFirst());
    }

    @Test
    void whatItRecordedIsDroppedWhenViolationsAre() throws Exception {
        begin("shadow");
        seatUnregistered();

        rows("SELECT drop_findings(now() - interval '24 months', now())");
        assertThat(rows("SELECT code FROM shadow_violation")).hasSize(1);
        rows("UPDATE shadow_violation SET detected_at = now() - interval '25 months' RETURNING code");
        rows("SELECT drop_findings(now() - interval '24 months', now())");
        assertThat(rows("SELECT code FROM shadow_violation")).isEmpty();
    }

    @Test
    void aDisabledRuleRecordsNothing() throws Exception {
        begin("disabled");

        seatUnregistered();

        assertThat(rows("SELECT code FROM shadow_violation")).isEmpty();
        assertNobodyIsShown("00000000-0000-5000-8000-000000000000");
    }

    @Test
    void anEnabledRuleTells() throws Exception {
        begin("enabled");

        seatUnregistered();

        assertThat(rows("SELECT code FROM shadow_violation")).isEmpty();
        assertThat(rows("SELECT event FROM feed WHERE violation_id IS NOT NULL ORDER BY position"))
                .containsExactly("opened", "ended");
        assertThat(service.violations()).hasSize(1);
    }

    private void begin(String state) throws Exception {
        String rules = Files.readString(Path.of("config/rules.yaml"))
                .replaceFirst(Code.TERMINAL_UNREGISTERED + ": .*\\R", "$0    state: " + state + "\n");
        service = RunningService.with().files(Map.of("rules.yaml", rules)).start();
    }

    /** A seat in use without a login, found over two heartbeats and ended by a third. */
    private void seatUnregistered() throws Exception {
        var cafe = new PostingCafe(PLACE, service.cafe(PLACE, List.of()));
        Instant at = Instant.now().minus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.SECONDS);
        for (int minute = 0; minute < 3; minute++) {
            var inUse = minute == 2 ? new JsonArray() : new JsonArray().add("A01");
            var heartbeat = new JsonObject()
                    .put("type", "heartbeat")
                    .put("at", at.plusSeconds(60L * minute).toString())
                    .put("inUse", inUse);
            assertThat(cafe.send(service.url(), heartbeat)).isTrue();
        }
    }

    /** By list, by id, by evidence, by feed, by count and by metric; for every account. */
    private void assertNobodyIsShown(String id) throws Exception {
        assertThat(service.violations()).isEmpty();
        assertThat(rows("SELECT id FROM violation UNION ALL SELECT violation_id FROM feed"))
                .isEmpty();
        assertThat(rows("SELECT position FROM head")).containsExactly("0");
        var readers = new ArrayList<>(List.of(RunningService.ADMIN_TOKEN));
        for (String authority : List.of("culture", "public-security")) {
            readers.add(service.regulatorToken(authority, "000000"));
        }
        readers.add(account(new JsonObject().put("role", "operator").put("placeCode", PLACE)));
        readers.add(account(new JsonObject().put("role", "auditor")));
        for (String token : readers) {
            assertThat(status("/api/v1/violations/" + id, token)).isIn(403, 404);
            assertThat(status("/api/v1/violations/" + id + "/evidence", token)).isIn(403, 404);
            assertThat(body("/api/v1/violations", token)).doesNotContain("TERMINAL_UNREGISTERED");
            assertThat(body("/api/v1/cafes/" + PLACE, token))
                    .doesNotContainPattern("\"(facts|suspicions|open|total)\":1");
        }
        assertThat(body("/metrics", "").lines().filter(line -> line.contains("TERMINAL_UNREGISTERED")))
                .isEmpty();
        try (Connection superuser = service.superuser();
                var statement = superuser.createStatement()) {
            var right = statement.executeQuery(
                    "SELECT has_table_privilege('lingdian_reader', 'lingdian.shadow_violation', 'SELECT')");
            right.next();
            assertThat(right.getBoolean(1)).isFalse();
        }
    }

    private String account(JsonObject wanted) throws Exception {
        return service.admin()
                .createAccount(wanted.put("name", "somebody"))
                .await(PATIENCE_SECONDS, SECONDS)
                .token();
    }

    private int status(String path, String token) throws Exception {
        return get(path, token).status();
    }

    private String body(String path, String token) throws Exception {
        return get(path, token).body();
    }

    private Http.Answer get(String path, String token) throws Exception {
        return Http.to(service).as(token).get(path);
    }

    private List<String> rows(String sql) throws Exception {
        var rows = new ArrayList<String>();
        try (Connection superuser = service.superuser();
                var statement = superuser.createStatement()) {
            statement.execute("SET search_path TO lingdian");
            var found = statement.executeQuery(sql);
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
