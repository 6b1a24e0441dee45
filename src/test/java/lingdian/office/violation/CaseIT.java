package lingdian.office.violation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.SealedTexts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The actions of officers on a violation, over real sockets (handbook, enforcement.md). */
class CaseIT {
    private static final String RUICHANG = "36048110000001";
    private static final String WANZHOU = "50010110000001";
    private static RunningApi api;
    private static MadeUpViolations violations;
    private static String culture;
    private static String police;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        List.of(RUICHANG, WANZHOU).forEach(api::createCafe);
        violations = new MadeUpViolations(api);
        culture = api.regulator("culture", "360400");
        police = api.regulator("public-security", "360000");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aCaseGoesItsWayAndKeepsWhoDidWhatAndWhen() {
        String id = overtime();
        String inspection = api.call(
                        "POST",
                        "/api/v1/inspections",
                        culture,
                        new JsonObject().put("kind", "routine").put("unit", "执法队"))
                .json()
                .getString("id");

        done(act(culture, id, "acknowledge", "看过了"));
        done(act(
                culture,
                id,
                new JsonObject().put("action", "dispatch").put("note", "今晚去").put("inspection", inspection)));
        done(act(
                culture,
                id,
                new JsonObject().put("action", "confirm").put("note", "n").put("found", "三人在上网")));
        JsonObject closed = done(act(culture, id, "close", "结案"));

        assertThat(closed.getString("case")).isEqualTo("closed");
        assertThat(all(closed.getJsonArray("steps"), "action"))
                .containsExactly("acknowledge", "dispatch", "confirm", "close");
        assertThat(all(closed.getJsonArray("steps"), "case"))
                .containsExactly("acknowledged", "dispatched", "confirmed", "closed");
        JsonObject confirmed = closed.getJsonArray("steps").getJsonObject(2);
        assertThat(confirmed.getString("found")).isEqualTo("三人在上网");
        assertThat(confirmed.getString("inspection")).isEqualTo(inspection);
        assertThat(confirmed.getString("authority")).isEqualTo("culture");
        assertThat(confirmed.getString("at")).isEqualTo("2026-07-10T12:00:00+08:00");
        assertThat(confirmed.getJsonObject("by").getString("name")).isEqualTo("r");
        assertThat(get(culture, id)).isEqualTo(closed);
    }

    @Test
    void aDispatchNamesAnInspectionOfItsOwnWhereNoneIsGiven() {
        String id = overtime();
        act(culture, id, "acknowledge", "n");

        JsonObject step =
                done(act(culture, id, "dispatch", "n")).getJsonArray("steps").getJsonObject(1);

        JsonObject inspection = api.get("/api/v1/inspections/" + step.getString("inspection"), culture)
                .json();
        assertThat(inspection.getString("kind")).isEqualTo("dispatch");
        assertThat(inspection.getString("region")).isEqualTo("360481");
        assertThat(inspection.getJsonArray("premises").getJsonObject(0).getString("placeCode"))
                .isEqualTo(RUICHANG);
        assertThat(inspection.getJsonArray("cases")).containsExactly(id);
    }

    @Test
    void aDispatchDoesNotNameWhatTheOfficerMayNotSee() {
        String id = overtime();
        act(culture, id, "acknowledge", "n");

        Answer refused = act(
                culture,
                id,
                new JsonObject()
                        .put("action", "dispatch")
                        .put("note", "n")
                        .put("inspection", UUID.randomUUID().toString()));

        assertThat(refused.places()).containsExactly("/inspection");
        assertThat(get(culture, id).getString("case")).isEqualTo("acknowledged");
    }

    @Test
    void aStepThatIsNotOpenIsToldTheStepsThatAre() {
        String id = overtime();

        Answer refused = act(culture, id, "confirm", "n");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.contentType()).isEqualTo("application/problem+json");
        assertThat(refused.json().getString("case")).isEqualTo("new");
        assertThat(refused.json().getJsonArray("open")).containsExactly("acknowledge", "dismiss");
        assertThat(refused.json().containsKey("last")).isFalse();
        assertThat(get(culture, id).getJsonArray("steps")).isEmpty();
        assertThat(api.value("SELECT string_agg(details::jsonb ->> 'status', ' ') FROM access_log"
                        + " WHERE action = 'take-step' AND outcome = 'refused' AND details::jsonb ->> 'id' = '" + id
                        + "'"))
                .isEqualTo("409");
    }

    @Test
    void theSecondOfTwoOfficersIsToldWhatHappenedByWhomAndWhen() {
        String id = shared();
        act(police, id, "acknowledge", "姓名甲");

        Answer second = act(culture, id, "acknowledge", "n");
        assertThat(second.status()).isEqualTo(409);
        JsonObject last = second.json().getJsonObject("last");
        assertThat(last.getString("action")).isEqualTo("acknowledge");
        assertThat(last.getString("authority")).isEqualTo("public-security");
        assertThat(last.getString("at")).isEqualTo("2026-07-10T12:00:00+08:00");
        assertThat(second.text()).doesNotContain("姓名甲");

        Answer unaware = act(
                culture,
                id,
                new JsonObject().put("action", "dismiss").put("note", "n").put("after", 0));
        assertThat(unaware.status()).isEqualTo(409);
        assertThat(unaware.json().getJsonArray("open")).containsExactly("dispatch", "dismiss");
        done(act(
                culture,
                id,
                new JsonObject().put("action", "dismiss").put("note", "n").put("after", 1)));
    }

    @Test
    void ofManyOfficersAtOnceOneTakesTheStep() {
        String id = shared();
        try (var officers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> answers = IntStream.range(0, 12)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> act(i % 2 == 0 ? culture : police, id, "acknowledge", "n")
                                    .status(),
                            officers))
                    .toList();
            assertThat(answers.stream().map(CompletableFuture::join).filter(status -> status == 200))
                    .hasSize(1);
            assertThat(answers.stream().map(CompletableFuture::join).distinct()).containsOnly(200, 409);
        }
        assertThat(get(culture, id).getJsonArray("steps")).hasSize(1);
    }

    /** Each step that waits for the lock on {@code head} has the judge's next batch wait behind it. */
    @Test
    void noStepWaitsWhileAnotherOneIsTaken() {
        api.sql("""
                CREATE TABLE waiting (steps bigint);
                CREATE FUNCTION note_waiting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
                BEGIN
                  INSERT INTO waiting SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                    AND wait_event_type = 'Lock' AND query LIKE '%FROM head%FOR UPDATE%';
                  RETURN NEW;
                END $$;
                CREATE TRIGGER note_waiting BEFORE INSERT ON case_step FOR EACH ROW EXECUTE FUNCTION note_waiting();
                """);
        List<String> ids = IntStream.range(0, 20).mapToObj(i -> shared()).toList();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List.of(culture, police).stream()
                    .flatMap(officer -> ids.stream()
                            .map(id -> CompletableFuture.supplyAsync(
                                    () -> act(officer, id, "comment", "n").status(), executor)))
                    .toList()
                    .forEach(step -> assertThat(step.join()).isEqualTo(200));
        }

        assertThat(api.value("SELECT count(*) || ' ' || sum(steps) FROM waiting"))
                .isEqualTo("40 0");
        api.sql("DROP TRIGGER note_waiting ON case_step; DROP FUNCTION note_waiting; DROP TABLE waiting");
    }

    @Test
    void commentsComeAtAnyTimeAndMoveNothing() {
        String id = overtime();
        long fed = position();
        act(culture, id, "comment", "先等等");
        act(culture, id, "dismiss", "n");
        act(culture, id, "close", "n");
        JsonObject commented = done(act(culture, id, "comment", "补充"));

        assertThat(commented.getString("case")).isEqualTo("closed");
        assertThat(all(commented.getJsonArray("comments"), "note")).containsExactly("先等等", "补充");
        assertThat(all(commented.getJsonArray("steps"), "number")).containsExactly(2, 3);
        assertThat(position()).isEqualTo(fed + 2);
    }

    /** Each reader is answered with all of them. Neither a colleague nor the other authority uses up a step. */
    @Test
    void commentsEndAndStepsDoNot() {
        String id = shared();
        String talkative = api.regulator("culture", "360400");
        String likewise = api.regulator("public-security", "360400");

        IntStream.range(0, 100).forEach(i -> done(act(talkative, id, "comment", "n" + i)));
        isFull(act(talkative, id, "comment", "n"));
        done(act(talkative, id, "acknowledge", "n"));
        IntStream.range(0, 100).forEach(i -> done(act(likewise, id, "comment", "n" + i)));
        isFull(act(culture, id, "comment", "n"));
        done(act(police, id, "dispatch", "n"));
        done(act(culture, id, "confirm", "n"));
        JsonObject closed = done(act(police, id, "close", "n"));

        assertThat(closed.getJsonArray("comments")).hasSize(200);
        assertThat(all(closed.getJsonArray("steps"), "number")).containsExactly(101, 202, 203, 204);
        assertThat(api.value(
                        "SELECT string_agg(action || ' ' || entries, ', ' ORDER BY action) FROM (SELECT action, count(*) AS entries"
                                + " FROM access_log WHERE outcome = 'done' AND subject_id = '" + id
                                + "' GROUP BY action) AS logged"))
                .isEqualTo("comment 200, take-step 4");
    }

    @Test
    void aCommentTooManyDoesNotWaitForTheLockOfVerdicts() throws Exception {
        String id = shared();
        comments(id, 1, 200);

        try (var holder = TestDatabase.superuser(api.database);
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM head FOR UPDATE");

            isFull(act(culture, id, "comment", "n"));
            holder.rollback();
        }
    }

    /** All verdicts wait meanwhile. Notes that cannot be opened tell who tries: the answer alone, once. */
    @Test
    void noNoteIsOpenedWhileAStepIsTakenNorForACafe() {
        String id = overtime();
        comments(id, 1, 5);
        var lines = new ListAppender<ILoggingEvent>();
        var log = (Logger) LoggerFactory.getLogger(SealedTexts.class);
        lines.start();
        log.addAppender(lines);
        try {
            done(act(culture, id, "acknowledge", "n"));
            assertThat(lines.list).hasSize(5);

            done(act(culture, id, "comment", "n"));
            assertThat(lines.list).hasSize(10);

            get(api.operator(RUICHANG), id);
            assertThat(lines.list).hasSize(10);
        } finally {
            log.detachAppender(lines);
        }
    }

    /** Of a time without a limit. */
    @Test
    void ofTooManyCommentsTheNewestAreShownAndEachStep() {
        String id = overtime();
        done(act(culture, id, "acknowledge", "n"));
        comments(id, 2, 1_000);

        JsonObject dismissed = done(act(culture, id, "dismiss", "n"));

        assertThat(all(dismissed.getJsonArray("steps"), "number")).containsExactly(1, 1_001);
        List<Object> shown = all(dismissed.getJsonArray("comments"), "number");
        assertThat(shown).hasSizeBetween(200, 206).endsWith(999, 1_000);
        isFull(act(culture, id, "comment", "n"));
    }

    @Test
    void eachStepIsTheNextMessageOfTheFeedWithoutItsText() {
        String id = overtime();
        long before = position();
        act(culture, id, "acknowledge", "机密");

        assertThat(position()).isEqualTo(before + 1);
        String row = api.value("SELECT event || ' ' || snapshot FROM feed WHERE position = " + (before + 1));
        assertThat(row)
                .startsWith("case {")
                .contains("\"case\":\"acknowledged\"", id)
                .doesNotContain("机密");
        assertThat(api.get("/api/v1/violations?case=acknowledged&limit=1000", culture)
                        .text())
                .contains(id);
        assertThat(api.get("/api/v1/violations?case=new&limit=1000", culture).text())
                .doesNotContain(id);
    }

    @Test
    void whatLiesOutsideScopeOrAuthorityIsNotThere() {
        String elsewhere = violations.add("OVERTIME_OPERATION", WANZHOU, "{culture}");
        String id = overtime();

        assertThat(act(culture, elsewhere, "acknowledge", "n").status()).isEqualTo(404);
        assertThat(act(police, id, "acknowledge", "n").status()).isEqualTo(404);
        assertThat(act(culture, UUID.randomUUID().toString(), "acknowledge", "n")
                        .status())
                .isEqualTo(404);
        assertThat(act(api.operator(RUICHANG), id, "acknowledge", "n").status()).isEqualTo(403);
        assertThat(act(RunningApi.ADMIN, id, "acknowledge", "n").status()).isEqualTo(403);
        assertThat(act(api.auditor(), id, "acknowledge", "n").status()).isEqualTo(403);
        assertThat(get(culture, id).getJsonArray("steps")).isEmpty();
    }

    @Test
    void aCafeSeesHowFarItsCaseIsAndNotWhatOfficersWrite() {
        String id = overtime();
        act(culture, id, "comment", "内部一");
        act(culture, id, "acknowledge", "内部二");

        JsonObject seen = get(api.operator(RUICHANG), id);

        assertThat(seen.getString("case")).isEqualTo("acknowledged");
        assertThat(seen.getJsonArray("steps").getJsonObject(0).fieldNames())
                .containsExactlyInAnyOrder("number", "action", "case", "at", "authority");
        assertThat(seen.encode()).doesNotContain("内部", "comments");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                           | /action /note",
                "{\"action\":\"acknowledge\"}                                 | /note",
                "{\"action\":\"acknowledge\",\"note\":\"\"}                   | /note",
                "{\"action\":\"reopen\",\"note\":\"n\"}                       | /action",
                "{\"action\":\"dispatch\",\"note\":\"n\",\"inspection\":\"x\"} | /inspection",
                "{\"action\":\"dismiss\",\"note\":\"n\",\"found\":\"f\"}      | /found",
                "{\"action\":\"dismiss\",\"note\":\"n\",\"after\":-1}         | /after",
            })
    void whatIsMalformedIsNamedAndNeverRepeated(String body, String places) {
        Answer refused = act(culture, overtime(), new JsonObject(body));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(String.join(" ", refused.places().stream().sorted().toList()))
                .isEqualTo(places);
    }

    @Test
    void theDatabaseHoldsNotesSealedAndStepsForGood() {
        String id = overtime();
        act(culture, id, "acknowledge", "plain words");

        assertThat(api.value("SELECT position('plain words'::bytea IN note) FROM case_step WHERE violation_id = '" + id
                        + "'"))
                .isEqualTo("0");
        assertThat(api.value(
                        "SELECT count(*) FROM access_log WHERE action = 'take-step' AND subject_id = '" + id + "'"))
                .isEqualTo("1");
        for (String change :
                List.of("UPDATE case_step SET step = 'new'", "DELETE FROM case_step", "TRUNCATE case_step")) {
            assertThatThrownBy(() -> api.sql(change)).hasMessageContaining("append-only");
        }
        assertThatThrownBy(() -> api.sql("UPDATE case_step SET note = ''"))
                .hasMessageContaining("only be sealed again");
        assertThatThrownBy(() -> api.sql("UPDATE violation SET case_step = 'reopened' WHERE id = '" + id + "'"))
                .hasMessageContaining("violation_case_step");
    }

    private static void isFull(Answer refused) {
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("code")).isEqualTo("too-many");
        assertThat(refused.json().getString("detail"))
                .isEqualTo("A violation has at most 200 comments, of one account 100.");
    }

    /** Of two officers in turn, with notes that cannot be opened. */
    private static void comments(String id, int from, int to) {
        api.sql(
                "INSERT INTO case_step (violation_id, number, action, step, at, account, authority, note, code, rule_version, place_code)"
                        + " SELECT '" + id
                        + "', number, 'comment', 'new', now(), officer.id, 'culture', 'x', 'OVERTIME_OPERATION', '1', '"
                        + RUICHANG + "' FROM generate_series(" + from + ", " + to
                        + ") AS number JOIN (SELECT id, row_number() OVER (ORDER BY id)"
                        + " AS turn FROM account WHERE role = 'regulator' LIMIT 2) AS officer ON officer.turn = 1 + number % 2");
    }

    private static String overtime() {
        return violations.add("OVERTIME_OPERATION", RUICHANG, "{culture}");
    }

    private static String shared() {
        return violations.add("IDENTITY_SHARED", RUICHANG, "{culture,public-security}");
    }

    private static Answer act(String token, String id, String action, String note) {
        return act(token, id, new JsonObject().put("action", action).put("note", note));
    }

    private static Answer act(String token, String id, JsonObject body) {
        return api.call("POST", "/api/v1/violations/" + id + "/actions", token, body);
    }

    private static JsonObject done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonObject get(String token, String id) {
        return done(api.get("/api/v1/violations/" + id, token));
    }

    private static long position() {
        return Long.parseLong(api.value("SELECT position FROM head"));
    }

    private static List<Object> all(JsonArray array, String field) {
        return array.stream().map(one -> ((JsonObject) one).getValue(field)).toList();
    }
}
