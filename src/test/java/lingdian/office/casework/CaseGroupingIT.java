package lingdian.office.casework;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import lingdian.platform.database.Databases;
import lingdian.testing.Await;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which violations are in which case (handbook, casework.md#grouping), on a real database. */
class CaseGroupingIT {
    private static final long FIRST = Long.getLong("lingdian.grouping.first", 1);
    private static final long SEEDS = Long.getLong("lingdian.grouping.seeds", 4);

    private static RunningApi api;
    private static MadeUpViolations violations;
    private static CaseGrouping grouping;
    private static CaseGrouping ofAnotherNode;
    private static int cafes;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        violations = new MadeUpViolations(api);
        grouping = MadeUpGrouping.of(api);
        api.regulator("culture", "360400"); // the account of every step here
        ofAnotherNode = MadeUpGrouping.of(api, Databases.queryPool(api.vertx, api.database, 1));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aViolationIsInOneCaseOfEachOfItsAuthorities() {
        String cafe = cafe();
        String shared = told("IDENTITY_SHARED", cafe, "{culture,public-security}", "2026-07-08T16:30:00Z");
        String overtime = told("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-08T23:59:59Z");
        String nextDay = told("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-09T00:00:00Z");
        String lead = told("CLOCK_WRONG", cafe, "{culture}", "2026-07-08T16:30:00Z");
        api.sql("UPDATE violation SET standing = 'lead' WHERE id = '" + lead + "'");

        group();

        assertThat(caseOf(shared, "culture")).isEqualTo(caseOf(overtime, "culture"));
        assertThat(caseOf(shared, "public-security")).isNotEqualTo(caseOf(shared, "culture"));
        assertThat(caseOf(nextDay, "culture")).isNotEqualTo(caseOf(overtime, "culture"));
        assertThat(field(caseOf(overtime, "culture"), "business_day")).isEqualTo("2026-07-08");
        assertThat(field(caseOf(nextDay, "culture"), "business_day")).isEqualTo("2026-07-09");
        assertThat(field(caseOf(overtime, "culture"), "version")).isEqualTo("2");
        assertThat(api.value("SELECT count(*) FROM case_violation WHERE violation_id = '" + lead + "'"))
                .isEqualTo("0");
        assertThat(api.value("SELECT string_agg(action, ' ') FROM case_action WHERE case_id = '"
                        + caseOf(overtime, "culture") + "'"))
                .isEqualTo("open");
    }

    @Test
    void oneThatJoinsRaisesTheVersionAndItsOwnProgressDoesNot() {
        String cafe = cafe();
        String first = told("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-08T16:00:00Z");
        group();
        String file = caseOf(first, "culture");
        assertThat(field(file, "version || ' ' || priority || ' ' || running")).isEqualTo("1 0 true");

        String second = told("MINOR_ADMITTED", cafe, "{culture}", "2026-07-08T17:00:00Z");
        group();
        assertThat(caseOf(second, "culture")).isEqualTo(file);
        assertThat(field(file, "version || ' ' || codes::text")).isEqualTo("2 {MINOR_ADMITTED,OVERTIME_OPERATION}");

        api.sql("UPDATE violation SET state = 'ended', ended_at = started_at + interval '1 h', case_step = 'dismissed',"
                + " started_at = started_at - interval '1 day' WHERE id IN ('" + first + "', '" + second + "')");
        violations.tell(first, "ended");
        violations.tell(second, "ended");
        group();

        assertThat(caseOf(first, "culture")).isEqualTo(file);
        assertThat(field(file, "version || ' ' || priority || ' ' || running")).isEqualTo("2 1 false");
        assertThat(api.value(
                        "SELECT string_agg(DISTINCT state || ' ' || case_step, ',') FROM case_violation WHERE case_id = '"
                                + file + "'"))
                .isEqualTo("ended dismissed");
    }

    /** A café may make thousands of findings within minutes, and each round holds the lock that verdicts wait for. */
    @Test
    void aRoundGroupsAHundred() {
        String cafe = cafe();
        for (int i = 0; i < 201; i++) {
            told("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-08T16:00:00Z");
        }

        group();

        assertThat(api.value("SELECT sum(together) || ' ' || (max(together) <= 100) FROM (SELECT count(*) AS together"
                        + " FROM case_violation AS v JOIN case_file AS f ON f.id = v.case_id WHERE f.place_code = '"
                        + cafe
                        + "' GROUP BY v.xmin::text) AS written"))
                .isEqualTo("201 true");
    }

    @Test
    void whatWasCheckedTakesNoMore() {
        String cafe = cafe();
        String first = told("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-08T16:00:00Z");
        group();
        String file = caseOf(first, "culture");
        move(file, "assigned");
        String second = told("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-08T17:00:00Z");
        group();
        move(file, "checked");
        String third = told("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-08T18:00:00Z");
        group();

        assertThat(caseOf(second, "culture")).isEqualTo(file);
        assertThat(caseOf(third, "culture")).isNotEqualTo(file);
    }

    @Test
    void theOldestOfSeveralThatFitTakesIt() {
        String cafe = cafe();
        String first = told("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-08T16:00:00Z");
        group();
        String oldest = caseOf(first, "culture");
        api.sql(
                "INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, version,"
                        + " running, priority, began_at, due_at) SELECT '" + new UUID(0, 1)
                        + "', authority, place_code, region,"
                        + " time_zone, business_day, opened_at + interval '1 s', 'lead', 1, false, 1, began_at, due_at FROM case_file"
                        + " WHERE id = '" + oldest
                        + "'; INSERT INTO case_action (case_id, number, action, step, at, place_code)"
                        + " VALUES ('" + new UUID(0, 1) + "', 1, 'open', 'lead', now(), '" + cafe + "')");
        String second = told("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-08T17:00:00Z");

        group();

        assertThat(caseOf(second, "culture")).isEqualTo(oldest);
    }

    /** Each takes what the other leaves; whoever is second finds the work done. */
    @Test
    void twoNodesMakeNoCaseTwiceAndNoneTooFew() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            String cafe = cafe();
            ids.add(told("OVERTIME_OPERATION", cafe, "{culture,public-security}", "2026-07-08T16:00:00Z"));
            ids.add(told("MINOR_ADMITTED", cafe, "{culture}", "2026-07-08T16:00:00Z"));
        }

        await(Future.join(grouping.runNow(), ofAnotherNode.runNow()));
        group();

        String all = "('" + String.join("', '", ids) + "')";
        assertThat(api.value(
                        "SELECT count(*) || ' ' || count(DISTINCT case_id) FROM case_violation WHERE violation_id IN "
                                + all))
                .isEqualTo("120 80");
        assertThat(api.value(
                        "SELECT count(*) FROM case_file WHERE place_code IN (SELECT place_code FROM violation WHERE id IN "
                                + all + ")"))
                .isEqualTo("80");
    }

    /** The node dies after it has grouped and before it commits: another one does it, once. */
    @Test
    void aNodeThatDiesBeforeItsCommitGroupsNothing() throws Exception {
        String id = told("OVERTIME_OPERATION", cafe(), "{culture}", "2026-07-08T16:00:00Z");
        Future<Void> dying;
        try (Connection holding = TestDatabase.superuser(api.database);
                var statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            statement.execute("SELECT FROM access_log_head FOR UPDATE"); // the last that grouping waits for
            dying = ofAnotherNode.runNow();
            Await.until(
                    "the follower waits",
                    () -> kill("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND datname = current_database() AND query LIKE '%access_log_head%'"));
        }
        assertThatThrownBy(() -> dying.await(PATIENCE_SECONDS, SECONDS)).isNotInstanceOf(TimeoutException.class);
        assertThat(api.value("SELECT count(*) FROM case_violation WHERE violation_id = '" + id + "'"))
                .isEqualTo("0");

        group();
        group();

        assertThat(api.value("SELECT count(*) FROM case_violation WHERE violation_id = '" + id + "'"))
                .isEqualTo("1");
        assertThat(field(caseOf(id, "culture"), "version")).isEqualTo("1");
        assertThat(api.value("SELECT actor_kind || ' ' || action FROM access_log WHERE subject_id = '"
                        + caseOf(id, "culture") + "'"))
                .isEqualTo("service open-case");
    }

    /**
     * Two nodes group at once, and either is killed at any of its statements, again and again. Fewer seeds in a build; more by
     * {@code -Dlingdian.grouping.seeds=300}.
     */
    @Test
    void nodesThatAreKilledAtAnyStatementMakeNoCaseTwiceAndNoneTooFew() throws Exception {
        try (var kills = new GroupingKills(api)) {
            for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
                kills.play(seed);
            }
            assertThat(kills.cuts()).isGreaterThanOrEqualTo((int) SEEDS);
        }
    }

    @Test
    void aCafeThatMovesTakesAlongWhatIsNotChecked() {
        String cafe = cafe();
        String first = told("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-08T16:00:00Z");
        String later = told("OVERTIME_OPERATION", cafe, "{culture}", "2026-07-09T16:00:00Z");
        group();
        move(caseOf(first, "culture"), "assigned");
        move(caseOf(first, "culture"), "checked");

        api.createCafe(cafe, RunningApi.cafe().put("region", "360482"));

        assertThat(field(caseOf(first, "culture"), "region")).isEqualTo("360481");
        assertThat(field(caseOf(later, "culture"), "region")).isEqualTo("360482");
    }

    @Test
    void aCalendarThatIsEnteredMovesTheDeadlinesOfOpenCases() {
        String id = told("OVERTIME_OPERATION", cafe(), "{culture}", "2026-07-08T16:00:00Z");
        group();
        String file = caseOf(id, "culture");
        assertThat(field(file, "due_at AT TIME ZONE 'Asia/Shanghai'")).isEqualTo("2026-07-15 00:00:00");
        JsonArray days = new JsonArray();
        for (String day : List.of(
                "2026-01-01", "2026-05-01", "2026-05-02", "2026-10-01", "2026-10-02", "2026-10-03", "2026-07-13")) {
            days.add(new JsonObject().put("date", day).put("kind", "holiday").put("name", "n"));
        }
        CaseDueReckoning reckoning = reckoning();
        await(reckoning.runNow());
        assertThat(field(file, "due_at AT TIME ZONE 'Asia/Shanghai'")).isEqualTo("2026-07-15 00:00:00");

        var entered = api.call(
                "PUT",
                "/api/v1/calendar/2026",
                RunningApi.ADMIN,
                new JsonObject().put("official", true).put("source", "s").put("days", days));
        assertThat(entered.status()).as(entered.text()).isEqualTo(200);
        await(reckoning.runNow());

        assertThat(field(file, "due_at AT TIME ZONE 'Asia/Shanghai'")).isEqualTo("2026-07-16 00:00:00");
        assertThat(api.value("SELECT calendar_entries FROM case_head")).isEqualTo("1");
    }

    private static CaseDueReckoning reckoning() {
        return new CaseDueReckoning(
                api.vertx, api.pool, api.vault, MadeUpGrouping.configuration(), () -> RunningApi.NOW);
    }

    /** Officers' steps hold the lock of all verdicts while they wait for the row of a case. */
    @Test
    void deadlinesAreReckonedAPartAtATime() {
        String cafe = cafe();
        api.sql(
                "SET LOCAL session_replication_role = replica; INSERT INTO case_file (id, authority, place_code, region, time_zone,"
                        + " business_day, opened_at, step, version, running, priority, began_at, due_at) SELECT gen_random_uuid(), 'culture', '"
                        + cafe
                        + "', '360481', 'Asia/Shanghai', '2026-07-09', '2026-07-09T04:00:00Z', 'lead', 1, false, 1,"
                        + " '2026-07-09T04:00:00Z', '2026-07-01Z' FROM generate_series(1, 1200);"
                        + " UPDATE case_head SET calendar_entries = -1");
        CaseDueReckoning reckoning = reckoning();

        await(reckoning.runNow());

        String ofCafe = " FROM case_file WHERE place_code = '" + cafe + "'";
        assertThat(api.value("SELECT count(*) FILTER (WHERE due_at > '2026-07-02Z')" + ofCafe))
                .isEqualTo("1200");
        assertThat(Integer.parseInt(api.value("SELECT max(together) FROM (SELECT count(*) AS together" + ofCafe
                        + " GROUP BY xmin::text) AS written")))
                .isLessThanOrEqualTo(500);
        assertThat(api.value("SELECT calendar_entries = (SELECT count(*) FROM calendar_year) FROM case_head"))
                .isEqualTo("t");
        api.sql("SET LOCAL session_replication_role = replica; DELETE" + ofCafe);
    }

    @Test
    void theDatabaseRefusesWhatNoCaseMayBecome() {
        String id = told("OVERTIME_OPERATION", cafe(), "{culture}", "2026-07-08T16:00:00Z");
        group();
        String file = caseOf(id, "culture");
        for (String refused : List.of(
                "UPDATE case_file SET step = 'assigned' WHERE id = '" + file + "'", // without a version
                "UPDATE case_file SET step = 'assigned', version = 2 WHERE id = '" + file + "'", // without its action
                "UPDATE case_file SET version = 0 WHERE id = '" + file + "'",
                "UPDATE case_file SET place_code = place_code || 'x' WHERE id = '" + file + "'",
                "DELETE FROM case_file WHERE id = '" + file + "'",
                "UPDATE case_action SET at = now()",
                "DELETE FROM case_action",
                "DELETE FROM case_violation",
                "INSERT INTO case_violation SELECT violation_id, authority, '" + file
                        + "', joined_at, outcome, code, standing,"
                        + " state, case_step, started_at, ended_at, peak, terminals FROM case_violation",
                "TRUNCATE case_action")) {
            assertThatThrownBy(() -> api.sql(refused)).as(refused).isInstanceOf(IllegalStateException.class);
        }
    }

    private static boolean kill(String sql) {
        try (Connection connection = TestDatabase.superuser(api.database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void group() {
        await(grouping.runNow());
    }

    private static String cafe() {
        String placeCode = "3604811000%04d".formatted(++cafes);
        api.createCafe(placeCode);
        return placeCode;
    }

    private static String told(String code, String cafe, String authorities, String startedAt) {
        String id = violations.add(code, cafe, authorities);
        api.sql("UPDATE violation SET started_at = '" + startedAt + "' WHERE id = '" + id + "'");
        violations.tell(id, "opened");
        return id;
    }

    private static String caseOf(String violation, String authority) {
        String id = api.value("SELECT case_id FROM case_violation WHERE violation_id = '" + violation
                + "' AND authority = '" + authority + "'");
        assertThat(id).isNotNull();
        return id;
    }

    private static String field(String id, String column) {
        return String.valueOf(api.value("SELECT " + column + " FROM case_file WHERE id = '" + id + "'"));
    }

    /** As an action does. */
    private static void move(String id, String step) {
        api.sql("BEGIN; UPDATE case_file SET step = '" + step + "', version = version + 1 WHERE id = '" + id + "';"
                + " INSERT INTO case_action (case_id, number, action, step, at, account, place_code) SELECT case_id,"
                + " max(number) + 1, 'assign', '" + step + "', now(), (SELECT id FROM account LIMIT 1), max(place_code)"
                + " FROM case_action WHERE case_id = '" + id + "' GROUP BY case_id; COMMIT");
    }
}
