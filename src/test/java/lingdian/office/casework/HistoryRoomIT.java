package lingdian.office.casework;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** However long its history is, a case takes its course (handbook, casework.md). */
class HistoryRoomIT {
    private static final int SAID_OF_ONE = 100;
    private static final int ENTRIES_OF_ONE = 150;
    private static final int ENTRIES_MAX = 300;

    private static RunningApi api;
    private static String writer;
    private static String colleague;
    private static String writersAccount;
    private static String inspection;
    private static int cafes;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        writer = api.regulator("culture", "360481");
        writersAccount = api.value("SELECT id FROM account WHERE role = 'regulator'");
        colleague = api.regulator("culture", "360481");
        inspection = done(
                        api.call(
                                "POST",
                                "/api/v1/inspections",
                                colleague,
                                new JsonObject().put("kind", "dispatch").put("unit", "执法队")),
                        201)
                .getString("id");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void oneOfficerWhoAssignsACaseAgainAndAgainLeavesRoomForColleagues() {
        String id = opened(cafe());
        taken(colleague, id, assign());
        taken(colleague, id, check());
        taken(colleague, id, action("file"));
        write(id, "assign", "filed", SAID_OF_ONE - 1);
        taken(writer, id, assign());

        Answer refused = act(writer, id, assign());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("detail")).contains("of one account 100");
        assertThat(act(writer, id, noted("comment")).status()).isEqualTo(409);
        taken(colleague, id, assign());
        taken(writer, id, action("review"));
    }

    @Test
    void oneOfficerWhoRepeatsAStepLeavesRoomForColleagues() {
        String id = opened(cafe());
        taken(colleague, id, assign());
        taken(colleague, id, action("dispatch"));
        write(id, "dispatch", "assigned", ENTRIES_OF_ONE);

        assertThat(act(writer, id, action("dispatch")).status()).isEqualTo(409);
        taken(colleague, id, action("dispatch"));
    }

    /** Whatever joins the case is not lost with it. */
    @Test
    void aFullHistoryKeepsNoCaseFromItsEnd() {
        String cafe = cafe();
        String id = opened(cafe);
        taken(colleague, id, assign());
        fill(id, "assign", "assigned");
        String joined = joined(cafe, id);

        for (JsonObject one : List.of(
                check(),
                action("file"),
                action("review"),
                action("notify"),
                action("hear"),
                action("decide").put("sanctions", new JsonArray().add(new JsonObject().put("kind", "warning"))),
                action("serve"),
                action("execute"),
                noted("close"),
                noted("reopen"),
                noted("close"))) {
            assertThat(act(writer, id, assign()).status()).isEqualTo(409);
            taken(colleague, id, one);
        }

        assertThat(api.value("SELECT case_step FROM violation WHERE id = '" + joined + "'"))
                .isEqualTo("confirmed");
        assertThat(act(colleague, id, noted("reopen")).status()).isEqualTo(409);
    }

    @Test
    void aCaseOfFullHistoryIsTransferredOrMerged() {
        String cafe = cafe();
        String transferred = opened(cafe);
        fill(transferred, "comment", "lead");
        taken(colleague, transferred, noted("transfer").put("to", "瑞昌市公安局").put("items", new JsonArray()));
        taken(colleague, transferred, noted("close"));

        String merged = opened(cafe);
        fill(merged, "merge", "lead");
        String into = opened(cafe);
        taken(colleague, merged, action("merge").put("into", into).put("intoVersion", 1));

        assertThat(api.get("/api/v1/cases/" + merged, colleague).json().getString("step"))
                .isEqualTo("closed");
    }

    private static String cafe() {
        String placeCode = "3604811000%04d".formatted(++cafes);
        api.createCafe(placeCode);
        return placeCode;
    }

    private static String opened(String cafe) {
        return done(api.call("POST", "/api/v1/cases", colleague, new JsonObject().put("placeCode", cafe)), 201)
                .getString("id");
    }

    /** A violation of the day on which the case was opened. */
    private static String joined(String cafe, String id) {
        var violations = new MadeUpViolations(api);
        String violation = violations.add("OVERTIME_OPERATION", cafe, "{culture}");
        api.sql("UPDATE violation SET started_at = '2026-07-10T03:00:00Z' WHERE id = '" + violation + "'");
        violations.tell(violation, "opened");
        await(MadeUpGrouping.of(api).runNow());
        assertThat(api.value("SELECT case_id FROM case_violation WHERE violation_id = '" + violation + "'"))
                .isEqualTo(id);
        return violation;
    }

    /** As if the officer who writes so much had taken the action so many times more. */
    private static void write(String id, String action, String step, int times) {
        api.sql("INSERT INTO case_action (case_id, number, action, step, at, account, place_code)"
                + " SELECT id, last + more, '" + action + "', '" + step + "', now(), '" + writersAccount
                + "', place_code FROM case_file, generate_series(1, " + times + ") AS more,"
                + " (SELECT max(number) AS last FROM case_action WHERE case_id = '" + id + "') AS entries"
                + " WHERE id = '" + id + "'");
    }

    private static void fill(String id, String action, String step) {
        int entries = Integer.parseInt(api.value("SELECT count(*) FROM case_action WHERE case_id = '" + id + "'"));
        write(id, action, step, ENTRIES_MAX - entries);
    }

    private static JsonObject action(String name) {
        return new JsonObject().put("action", name);
    }

    private static JsonObject noted(String name) {
        return action(name).put("note", "n");
    }

    private static JsonObject assign() {
        return action("assign")
                .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                .put("trigger", "plan");
    }

    private static JsonObject check() {
        return action("check").put("inspection", inspection).put("outcome", "true");
    }

    private static void taken(String token, String id, JsonObject action) {
        done(act(token, id, action), 200);
    }

    private static Answer act(String token, String id, JsonObject action) {
        long version = api.get("/api/v1/cases/" + id, token).json().getLong("version");
        return api.call(
                "POST", "/api/v1/cases/" + id + "/actions", token, action.copy().put("version", version));
    }

    private static JsonObject done(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }
}
