package lingdian.office.casework;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import lingdian.testing.Await;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which county deals with what, before and after a café moved to another one (handbook, casework.md#grouping). */
class MovedCafeCasesIT {
    private static final String OLD = "360481";
    private static final String NEW = "360482";

    private static RunningApi api;
    private static MadeUpViolations violations;
    private static CaseGrouping grouping;
    private static String left;
    private static String entered;
    private static int cafes;

    private final String cafe = "3604811000%04d".formatted(++cafes);

    @BeforeAll
    static void start() {
        api = new RunningApi();
        violations = new MadeUpViolations(api);
        grouping = MadeUpGrouping.of(api);
        left = api.regulator("culture", OLD);
        entered = api.regulator("culture", NEW);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** Whatever led to a case at lead of the county that the café left: the new county's findings are its own. */
    @Test
    void aFindingJoinsNoCaseOfTheFormerCounty() {
        String former = closedCase();
        move();
        api.sql(
                "BEGIN; UPDATE case_file SET step = 'lead', step_before = NULL, closed_at = NULL, version = version + 1 WHERE id = '"
                        + former
                        + "'; INSERT INTO case_action (case_id, number, action, step, at, account, place_code) SELECT case_id,"
                        + " max(number) + 1, 'reopen', 'lead', now(), (SELECT id FROM account LIMIT 1), max(place_code)"
                        + " FROM case_action WHERE case_id = '" + former + "' GROUP BY case_id; COMMIT");
        String found = told(NEW);

        await(grouping.runNow());

        assertThat(caseOf(found)).isNotEqualTo(former);
        assertThat(api.get("/api/v1/violations/" + found, entered).json().getString("caseFile"))
                .isEqualTo(caseOf(found));
        assertThat(done(api.get("/api/v1/cases/" + former, left)).getJsonArray("violations"))
                .isEmpty();
        assertThat(api.get("/api/v1/cases/" + caseOf(found), left).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lead", "assigned"})
    void whatNobodyCheckedIsNotReopenedSinceTheCafeMoved(String step) {
        String id = closedCase(step);
        move();

        Answer refused = act(id, "reopen");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("code")).isEqualTo("cafe-moved");
        assertThat(refused.json().getJsonArray("open")).containsExactly("comment");
        JsonObject closed = done(api.get("/api/v1/cases/" + id, left));
        assertThat(closed.getString("step")).isEqualTo("closed");
        assertThat(closed.getJsonArray("open")).containsExactly("comment");

        move(OLD);
        assertThat(done(act(id, "reopen")).getString("step")).isEqualTo(step);
    }

    @Test
    void whatWasCheckedIsReopenedByItsOffice() {
        String id = opened();
        assign(id);
        String inspection = api.call(
                        "POST", "/api/v1/inspections", left, new JsonObject("{\"kind\":\"dispatch\",\"unit\":\"执法队\"}"))
                .json()
                .getString("id");
        done(act(
                id,
                new JsonObject()
                        .put("action", "check")
                        .put("inspection", inspection)
                        .put("outcome", "true")));
        done(act(id, "close"));
        move();

        JsonObject reopened = done(act(id, "reopen"));

        assertThat(reopened.getString("step")).isEqualTo("checked");
        assertThat(reopened.getString("region")).isEqualTo(OLD);
    }

    /** The officer reads that the café is theirs, and the move comes first. */
    @Test
    void nothingIsReopenedWhileItsCafeMoves() throws Exception {
        String id = closedCase();

        Answer refused = whileTheCafeMoves(() -> act(id, "reopen"));

        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.json().getString("code")).isEqualTo("cafe-moved");
        assertThat(region(id)).isEqualTo(OLD + " closed");
    }

    @Test
    void aFindingThatIsGroupedWhileItsCafeMovesGoesAlong() throws Exception {
        api.createCafe(cafe);
        String found = told(OLD);

        whileTheCafeMoves(() -> await(grouping.runNow()));

        assertThat(region(caseOf(found))).isEqualTo(NEW + " lead");
        assertThat(api.value("SELECT region FROM access_log WHERE action = 'open-case' AND subject_id = '"
                        + caseOf(found) + "'"))
                .isEqualTo(NEW);
    }

    /** The officer's own region is looked at again: they may not open a case where the café is now. */
    @Test
    void noCaseIsOpenedInACountyThatItsCafeIsLeaving() throws Exception {
        api.createCafe(cafe);

        Answer refused = whileTheCafeMoves(
                () -> api.call("POST", "/api/v1/cases", left, new JsonObject().put("placeCode", cafe)));

        assertThat(refused.status()).as(refused.text()).isEqualTo(404);
        assertThat(api.value("SELECT count(*) FROM case_file WHERE place_code = '" + cafe + "'"))
                .isEqualTo("0");
    }

    /** Begins something that waits for the lock of all verdicts, which a move has, and completes the move before it goes on. */
    private <T> T whileTheCafeMoves(Supplier<T> begun) throws Exception {
        try (Connection moving = TestDatabase.superuser(api.database);
                var statement = moving.createStatement()) {
            moving.setAutoCommit(false);
            statement.execute("SELECT FROM head FOR UPDATE");
            Future<T> waiting = CompletableFuture.supplyAsync(begun);
            Await.until(
                    "it waits for the lock",
                    () -> "1"
                            .equals(api.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock' AND query LIKE 'SELECT position FROM head%'")));
            for (String moved : new String[] {
                "UPDATE cafe SET region = '%s' WHERE place_code = '%s'",
                "UPDATE violation SET region = '%s' WHERE place_code = '%s'",
                "UPDATE case_file SET region = '%s' WHERE place_code = '%s' AND step IN ('lead', 'assigned')"
            }) {
                statement.execute(moved.formatted(NEW, cafe));
            }
            moving.commit();
            return waiting.get(PATIENCE_SECONDS, SECONDS);
        }
    }

    private void move() {
        move(NEW);
    }

    private void move(String county) {
        api.createCafe(cafe, RunningApi.cafe().put("region", county));
    }

    private String opened() {
        api.createCafe(cafe);
        return done(api.call("POST", "/api/v1/cases", left, new JsonObject().put("placeCode", cafe)), 201)
                .getString("id");
    }

    private String closedCase() {
        return closedCase("lead");
    }

    /** @param step at which it is closed */
    private String closedCase(String step) {
        String id = opened();
        if (step.equals("assigned")) {
            assign(id);
        }
        done(act(id, "close"));
        return id;
    }

    private static void assign(String id) {
        done(act(
                id,
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                        .put("trigger", "plan")));
    }

    private static Answer act(String id, String action) {
        return act(id, new JsonObject().put("action", action).put("note", "n"));
    }

    /** By the county that the café left, on the case as it is. */
    private static Answer act(String id, JsonObject action) {
        long version = done(api.get("/api/v1/cases/" + id, left)).getLong("version");
        return api.call("POST", "/api/v1/cases/" + id + "/actions", left, action.put("version", version));
    }

    /** A finding of the business day on which cases are opened here. */
    private String told(String county) {
        String id = violations.add("OVERTIME_OPERATION", cafe, "{culture}");
        api.sql("UPDATE violation SET started_at = '2026-07-10T03:00:00Z', region = '" + county
                + "', snapshot = replace(snapshot, '" + OLD + "', '" + county + "') WHERE id = '" + id + "'");
        violations.tell(id, "opened");
        return id;
    }

    private static String caseOf(String violation) {
        return api.value("SELECT case_id FROM case_violation WHERE violation_id = '" + violation + "'");
    }

    private static String region(String id) {
        return api.value("SELECT region || ' ' || step FROM case_file WHERE id = '" + id + "'");
    }

    private static JsonObject done(Answer answer) {
        return done(answer, 200);
    }

    private static JsonObject done(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }
}
