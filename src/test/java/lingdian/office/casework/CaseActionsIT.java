package lingdian.office.casework;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions on cases, over real sockets (handbook, casework.md). */
class CaseActionsIT {
    private static RunningApi api;
    private static MadeUpViolations violations;
    private static CaseGrouping grouping;
    private static String culture;
    private static String police;
    private static int cafes;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        violations = new MadeUpViolations(api);
        culture = api.regulator("culture", "360400");
        police = api.regulator("public-security", "360000");
        grouping = MadeUpGrouping.of(api);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** Of a linked complaint the case has the id; also where an action is refused, so that nothing seems to be missing. */
    @Test
    void aComplaintIsLinkedToTheCaseThatFollowsItUp() {
        String cafe = cafe();
        String id = caseOf(told("OVERTIME_OPERATION", cafe, "{culture}"), "culture");
        String other = caseOf(told("OVERTIME_OPERATION", cafe(), "{culture}"), "culture");
        String complaint = api.call("POST", "/api/v1/complaints", culture, complaint(cafe))
                .json()
                .getString("id");

        assertThat(link(complaint, other).text()).contains("expected a case of the same café");
        assertThat(link(complaint, id).json().getString("case")).isEqualTo(id);
        assertThat(read(culture, id).getJsonArray("complaints")).containsExactly(complaint);
        assertThat(read(culture, other).getJsonArray("complaints")).isEmpty();
        Answer refused = act(id, "file", new JsonObject());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getJsonObject("case").getJsonArray("complaints"))
                .containsExactly(complaint);
    }

    @Test
    void aCaseThatMovesTakesItsPapersAlong() {
        String cafe = cafe();
        String violation = told("OVERTIME_OPERATION", cafe, "{culture}");
        String id = caseOf(violation, "culture");
        String complaint = api.call("POST", "/api/v1/complaints", culture, complaint(cafe))
                .json()
                .getString("id");
        link(complaint, id);
        assign(culture, id);
        String inspection = done(act(id, "dispatch", new JsonObject()))
                .getJsonArray("inspections")
                .getString(0);
        String old = api.regulator("culture", "360481");
        String document = document(old, id).json().getString("id");

        api.createCafe(cafe, RunningApi.cafe().put("region", "360482"));

        String present = api.regulator("culture", "360482");
        JsonObject read = read(present, id);
        assertThat(read.getJsonArray("documents")).hasSize(1);
        assertThat(read.getJsonArray("complaints")).containsExactly(complaint);
        for (String path : List.of(
                "cases/" + id + "/documents/" + document, "inspections/" + inspection, "complaints/" + complaint)) {
            assertThat(api.get("/api/v1/" + path, present).status()).as(path).isEqualTo(200);
            assertThat(api.get("/api/v1/" + path, api.regulator("culture", "360483"))
                            .status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(api.get("/api/v1/cases/" + id, old).status()).isEqualTo(404);
        assertThat(document(present, id).status()).isEqualTo(201);
        assertThat(api.get("/api/v1/violations/" + violation, present).json().getString("caseFile"))
                .isEqualTo(id);
    }

    @Test
    void aCaseThatStaysWithItsOfficeIsWorkedOnThere() {
        String cafe = "3604811000%04d".formatted(++cafes);
        api.createCafe(cafe, RunningApi.cafe().put("name", "搬走的网吧"));
        String violation = told("OVERTIME_OPERATION", cafe, "{culture}");
        String id = caseOf(violation, "culture");
        assign(culture, id);
        done(act(id, "check", new JsonObject().put("inspection", inspection()).put("outcome", "true")));

        api.createCafe(cafe, RunningApi.cafe().put("name", "搬走的网吧").put("region", "360482"));

        String old = api.regulator("culture", "360481");
        JsonObject made = done(document(old, id), 201);
        assertThat(api.get("/api/v1/cases/" + id + "/documents/" + made.getString("id") + "?format=html", old)
                        .text())
                .contains("搬走的网吧");
        assertThat(api.get("/api/v1/cases?q=%E6%90%AC%E8%B5%B0", old).text()).contains(id);
        String present = api.regulator("culture", "360482");
        JsonObject found = api.get("/api/v1/violations/" + violation, present).json();
        assertThat(found.containsKey("caseFile")).isTrue();
        assertThat(found.getString("caseFile")).isNull();
        assertThat(api.get("/api/v1/cases?q=%E6%90%AC%E8%B5%B0", present).text())
                .doesNotContain(id);
        manyCafes("搬走的网吧", "360483");
        assertThat(api.get("/api/v1/cases?q=%E6%90%AC%E8%B5%B0", old).text()).contains(id);
        assertThat(api.get("/api/v1/cases?view=all&q=%E6%90%AC%E8%B5%B0", old).text())
                .contains(id);
    }

    /** Others of that name, which never were of the former office. */
    private static void manyCafes(String name, String region) {
        api.sql("INSERT INTO cafe (place_code, name, region, licence_number, licence_valid_until, created_at)"
                + " SELECT '" + region + "10' || 900000 + n, '" + name + "', '" + region
                + "', 'M' || n, '2030-12-31', now()"
                + " FROM generate_series(1, 60) AS n");
    }

    private static Answer document(String token, String id) {
        return api.call(
                "POST",
                "/api/v1/cases/" + id + "/documents",
                token,
                new JsonObject().put("kind", "rectification-order"));
    }

    private static JsonObject complaint(String cafe) {
        return new JsonObject()
                .put("way", "telephone")
                .put("subject", "hours")
                .put("content", "c")
                .put("placeCode", cafe);
    }

    /** Nobody sees more than their own: a café outside is like none at all. */
    @Test
    void aCaseIsOpenedWithoutAViolationAndTakesThoseOfItsDay() {
        String cafe = cafe();
        JsonObject opened = api.call("POST", "/api/v1/cases", culture, new JsonObject().put("placeCode", cafe))
                .json();

        assertThat(opened.getString("step")).isEqualTo("lead");
        assertThat(opened.getJsonArray("violations")).isEmpty();
        assertThat(opened.getString("businessDay")).isEqualTo("2026-07-10");
        assertThat(opened.getString("priority")).isEqualTo("normal");
        assertThat(opened.getJsonArray("history").getJsonObject(0).getString("action"))
                .isEqualTo("open");
        assertThat(opened.getJsonArray("history").getJsonObject(0).getValue("by"))
                .isNotNull();
        assertThat(api.value("SELECT count(*) FROM access_log WHERE action = 'open-case' AND actor_kind = 'account'"
                        + " AND subject_id = '" + opened.getString("id") + "'"))
                .isEqualTo("1");
        String elsewhere = api.regulator("culture", "360100");
        assertThat(api.call("POST", "/api/v1/cases", elsewhere, new JsonObject().put("placeCode", cafe))
                        .status())
                .isEqualTo(404);
    }

    /** The row of the limit is made by hand: nobody waits for two hundred calls. */
    @Test
    void aCafeHasAtMostTwoHundredOpenCasesOfAnAuthority() {
        String cafe = cafe();
        JsonObject body = new JsonObject().put("placeCode", cafe);
        api.sql(
                "BEGIN; WITH made AS (INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step,"
                        + " version, running, priority, began_at, due_at) SELECT gen_random_uuid(), 'culture', '" + cafe
                        + "', '360481', 'Asia/Shanghai', '2026-07-09', now(), 'lead', 1, false, 2, now(), now() FROM generate_series(1, 200)"
                        + " RETURNING id, place_code) INSERT INTO case_action (case_id, number, action, step, at, place_code)"
                        + " SELECT id, 1, 'open', 'lead', now(), place_code FROM made; COMMIT");

        assertThat(api.call("POST", "/api/v1/cases", culture, body).status()).isEqualTo(409);
        assertThat(api.call("POST", "/api/v1/cases", police, body).status()).isEqualTo(201);
    }

    /** Whoever reads the list and then the feed up to its position gets there without asking for cases. */
    @Test
    void aListStatesThePositionBeforeMessagesAboutCases() {
        caseOf(told("OVERTIME_OPERATION", cafe(), "{culture}"), "culture");

        assertThat(api.get("/api/v1/violations", culture).json().getString("position"))
                .isEqualTo(api.value("SELECT max(position) FROM feed WHERE event <> 'case-changed'"))
                .isNotEqualTo(api.value("SELECT position FROM head"));
    }

    private static Answer link(String complaint, String caseId) {
        return api.call(
                "POST",
                "/api/v1/complaints/" + complaint + "/actions",
                culture,
                new JsonObject().put("action", "link").put("case", caseId).put("version", 1));
    }

    @Test
    void fromTheFindingToTheClosedCase() {
        String cafe = cafe();
        String violation = told("OVERTIME_OPERATION", cafe, "{culture}");
        String id = caseOf(violation, "culture");
        JsonObject lead = read(culture, id);
        assertThat(lead.getString("step")).isEqualTo("lead");
        assertThat(lead.getString("placeCode")).isEqualTo(cafe);
        assertThat(lead.getString("region")).isEqualTo("360481");
        assertThat(lead.getString("businessDay")).isEqualTo("2026-07-09");
        assertThat(lead.getString("priority")).isEqualTo("high");
        assertThat(lead.getBoolean("running")).isTrue();
        assertThat(lead.getJsonObject("summary").getString("zh")).startsWith("7月9日08:00起超时营业，已持续");
        assertThat(lead.getJsonArray("violations").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("id", violation)
                        .put("code", "OVERTIME_OPERATION")
                        .put("standing", "fact")
                        .put("state", "open")
                        .put("case", "new")
                        .putNull("otherAuthority")
                        .put("startedAt", "2026-07-09T08:00:00+08:00")
                        .putNull("endedAt")
                        .put(
                                "summary",
                                new JsonObject()
                                        .put("zh", "7月9日08:00起超时营业，已持续1天4小时。")
                                        .put("en", "Open past closing since 9 July 08:00, 1 d 4 h so far.")));
        JsonObject check = lead.getJsonArray("deadlines").getJsonObject(0);
        assertThat(check.getString("id") + " " + check.getString("due")).isEqualTo("CHECK 2026-07-14");
        assertThat(lead.getJsonArray("history").getJsonObject(0).getString("action"))
                .isEqualTo("open");
        assertThat(lead.getLong("version")).isEqualTo(1);

        String inspection = inspection();
        JsonObject assigned = done(act(
                id,
                "assign",
                new JsonObject()
                        .put(
                                "officers",
                                new JsonArray()
                                        .add(accountOf("culture"))
                                        .add(new JsonObject().put("name", "王勇").put("certificate", "36040012")))
                        .put("trigger", "data-monitoring")));
        assertThat(assigned.getString("step")).isEqualTo("assigned");
        assertThat(assigned.getString("trigger")).isEqualTo("data-monitoring");
        assertThat(assigned.getJsonArray("assignees").getJsonObject(1).getString("name"))
                .isEqualTo("王勇");
        assertThat(progress(violation)).isEqualTo("acknowledged");
        done(act(id, "dispatch", new JsonObject()));
        assertThat(progress(violation)).isEqualTo("dispatched");
        JsonObject checked = done(
                act(id, "check", new JsonObject().put("inspection", inspection).put("outcome", "true")));
        assertThat(checked.getString("outcome")).isEqualTo("true");
        assertThat(checked.getJsonObject("outcomes").getString(violation)).isEqualTo("true");
        assertThat(checked.getJsonArray("inspections")).hasSize(2).contains(inspection);
        assertThat(progress(violation)).isEqualTo("confirmed");
        JsonObject correcting = done(
                act(id, "correct", new JsonObject().put("until", "2026-07-20").put("demand", "到点关门")));
        assertThat(correcting.getJsonObject("correction"))
                .isEqualTo(new JsonObject().put("until", "2026-07-20").put("demand", "到点关门"));
        assertThat(correcting.getJsonArray("deadlines").getJsonObject(0).getString("id"))
                .isEqualTo("RECHECK");
        done(act(id, "recheck", new JsonObject().put("corrected", true)));
        for (String step : List.of("file", "review", "notify")) {
            done(act(id, step, new JsonObject()));
        }
        JsonObject decided = done(act(
                id,
                "decide",
                new JsonObject()
                        .put(
                                "sanctions",
                                new JsonArray()
                                        .add(new JsonObject().put("kind", "warning"))
                                        .add(new JsonObject()
                                                .put("kind", "fine")
                                                .put("yuan", 3000)))
                        .put("note", "n")));
        assertThat(decided.getJsonObject("decision").getJsonArray("sanctions")).hasSize(2);
        for (String step : List.of("serve", "pay", "execute")) {
            done(act(id, step, new JsonObject()));
        }
        JsonObject closed = done(act(id, "close", new JsonObject().put("note", "已缴款")));
        assertThat(closed.getString("step")).isEqualTo("closed");
        assertThat(closed.getJsonArray("deadlines")).isEmpty();
        assertThat(closed.getJsonArray("history")).hasSize(14);
        assertThat(closed.getJsonArray("history").getJsonObject(13).getString("note"))
                .isEqualTo("已缴款");
        assertThat(closed.getLong("version")).isEqualTo(14);
        assertThat(api.value("SELECT string_agg(details::jsonb ->> 'action', ' ' ORDER BY position) FROM access_log"
                        + " WHERE action = 'act-on-case' AND subject_id = '" + id + "'"))
                .isEqualTo("assign dispatch check correct recheck file review notify decide serve pay execute close");
        assertThat(api.value("SELECT count(*) FROM case_action WHERE position('已缴款'::bytea IN note) > 0"))
                .isEqualTo("0");
        assertThat(done(act(id, "reopen", new JsonObject().put("note", "漏项"))).getString("step"))
                .isEqualTo("executing");
    }

    @Test
    void aStepThatIsNotOpenIsToldTheStepsThatAreAndTheCase() {
        String id = caseOf(told("OVERTIME_OPERATION", cafe(), "{culture}"), "culture");

        Answer refused = act(id, "file", new JsonObject());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.contentType()).isEqualTo("application/problem+json");
        assertThat(refused.json().getString("code")).isEqualTo("not-open");
        assertThat(refused.json().getJsonArray("open")).containsExactly("assign", "transfer", "comment", "merge");
        assertThat(refused.json().getJsonObject("case")).isEqualTo(read(culture, id));
    }

    @Test
    void whoSawAnotherVersionIsGivenThePresentCase() {
        String id = caseOf(told("OVERTIME_OPERATION", cafe(), "{culture}"), "culture");
        done(act(id, "comment", new JsonObject().put("note", "看过了")));

        Answer refused = call(
                culture,
                id,
                new JsonObject().put("action", "comment").put("note", "n").put("version", 1));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("code")).isEqualTo("moved");
        assertThat(refused.json().getJsonObject("case").getLong("version")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"action":"comment"}                                                             | /note
            {"action":"transfer","to":"公安","items":[]}                                      | /note
            {"action":"transfer","note":"n","items":[]}                                      | /to
            {"action":"transfer","to":"公安","note":"n"}                                      | /items
            {"action":"transfer","to":"公安","note":"n","items":null}                         | /items
            {"action":"assign","officers":null,"trigger":"plan"}                             | /officers
            {"action":"decide","sanctions":null}                                             | /sanctions
            {"action":"assign","trigger":"plan"}                                             | /officers
            {"action":"assign","officers":[{"name":"王勇"}]}                                  | /trigger
            {"action":"assign","officers":["6f9619ff-8b86-d011-b42d-00cf4fc964ff"],"trigger":"plan"} | /officers/0
            {"action":"merge","into":"6f9619ff-8b86-d011-b42d-00cf4fc964ff","intoVersion":1} | /into
            {"action":"decide"}                                                              | /sanctions
            {"action":"decide","sanctions":[{"kind":"fine"}]}                                | /sanctions/0/yuan
            {"action":"decide","sanctions":[{"kind":"none"},{"kind":"warning"}]}             | /sanctions
            {"action":"spot","sanctions":[{"kind":"revocation"}]}                            | /sanctions
            {"action":"correct"}                                                             | /demand
            {"action":"recheck"}                                                             | /corrected
            {"action":"check","outcome":"true"}                                              | /inspection
            """)
    void whatAnActionNeedsIsNamed(String body, String place) {
        String id = caseOf(told("OVERTIME_OPERATION", cafe(), "{culture}"), "culture");

        Answer refused = call(culture, id, new JsonObject(body).put("version", 1));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.places()).containsExactly(place);
        assertThat(read(culture, id).getLong("version")).isEqualTo(1);
    }

    @Test
    void eachAuthorityHasItsOwnOutcomeAndTheViolationKeepsTheFirst() {
        String violation = told("IDENTITY_SHARED", cafe(), "{culture,public-security}");
        String ours = caseOf(violation, "culture");
        String theirs = caseOf(violation, "public-security");
        assign(culture, ours);
        assign(police, theirs);

        done(call(
                culture,
                ours,
                new JsonObject()
                        .put("action", "check")
                        .put("inspection", inspection())
                        .put("outcome", "true")));
        JsonObject other = done(call(
                police,
                theirs,
                new JsonObject()
                        .put("action", "check")
                        .put("inspection", inspection(police))
                        .put("outcomes", new JsonObject().put(violation, "untrue"))
                        .put("note", "查无此人")));

        assertThat(progress(violation)).isEqualTo("confirmed");
        assertThat(other.getJsonObject("outcomes").getString(violation)).isEqualTo("untrue");
        assertThat(read(culture, ours)
                        .getJsonArray("violations")
                        .getJsonObject(0)
                        .getJsonObject("otherAuthority"))
                .isEqualTo(new JsonObject().put("authority", "public-security").put("outcome", "untrue"));
        assertThat(read(culture, ours).encode()).doesNotContain("查无此人").doesNotContain(theirs);
        assertThat(api.get("/api/v1/cases/" + theirs, culture).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/cases/" + ours, api.regulator("culture", "500000"))
                        .status())
                .isEqualTo(404);
    }

    /** Nobody was at the case's café then; one that names no café yet may still be entered. */
    @Test
    void anInspectionOfOtherCafesAloneChecksNothing() {
        String cafe = cafe();
        String elsewhere = cafe();
        String id = caseOf(told("OVERTIME_OPERATION", cafe, "{culture}"), "culture");
        assign(culture, id);
        JsonObject check = new JsonObject().put("action", "check").put("outcome", "true");

        Answer refused = call(culture, id, check.put("inspection", inspectionOf(elsewhere)));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().getString("code")).isEqualTo("went-elsewhere");
        assertThat(read(culture, id).getString("step")).isEqualTo("assigned");
        assertThat(done(call(culture, id, check.put("inspection", inspectionOf(elsewhere, cafe))))
                        .getString("step"))
                .isEqualTo("checked");
    }

    private static String inspectionOf(String... cafes) {
        return api.call(
                        "POST",
                        "/api/v1/inspections",
                        culture,
                        new JsonObject()
                                .put("kind", "dispatch")
                                .put("unit", "执法队")
                                .put(
                                        "premises",
                                        new JsonArray(Stream.of(cafes)
                                                .map(cafe -> new JsonObject()
                                                        .put("kind", "internet-cafe")
                                                        .put("placeCode", cafe))
                                                .toList())))
                .json()
                .getString("id");
    }

    @Test
    void aStepOnTheViolationRaisesTheVersionAndDismissingAllLetsTheCaseClose() {
        String violation = told("OVERTIME_OPERATION", cafe(), "{culture}");
        String id = caseOf(violation, "culture");
        Answer dismissed = api.call(
                "POST",
                "/api/v1/violations/" + violation + "/actions",
                culture,
                new JsonObject().put("action", "dismiss").put("note", "n"));
        assertThat(dismissed.status()).isEqualTo(200);

        JsonObject now = read(culture, id);
        assertThat(now.getLong("version")).isEqualTo(2);
        assertThat(now.getString("step")).isEqualTo("lead");
        assertThat(now.getJsonArray("open")).contains("close");
        assertThat(done(act(id, "close", new JsonObject().put("note", "误报"))).getString("step"))
                .isEqualTo("closed");
    }

    /** Neither authority must assign officers to what the other one dismissed, also once that is closed. */
    @Test
    void whatWasDismissedAndClosedLetsTheCaseOfTheOtherAuthorityClose() {
        String violation = told("IDENTITY_SHARED", cafe(), "{culture,public-security}");
        String theirs = caseOf(violation, "public-security");
        for (String step : List.of("dismiss", "close")) {
            done(api.call(
                    "POST",
                    "/api/v1/violations/" + violation + "/actions",
                    culture,
                    new JsonObject().put("action", step).put("note", "n")));
        }

        assertThat(progress(violation)).isEqualTo("closed");
        assertThat(api.get("/api/v1/violations/" + violation, police).json().getBoolean("untrue"))
                .as("its step no longer says so")
                .isTrue();
        assertThat(read(police, theirs)
                        .getJsonArray("violations")
                        .getJsonObject(0)
                        .getBoolean("untrue"))
                .isTrue();
        assertThat(read(police, theirs).getJsonArray("open")).contains("close");
        JsonObject closed = done(
                call(police, theirs, new JsonObject().put("action", "close").put("note", "误报")));
        assertThat(closed.getString("step")).isEqualTo("closed");
    }

    /** One authority has one finding of a violation, whichever way an officer enters it. */
    @Test
    void whatAnAuthorityFoundByAStepOnTheViolationStands() {
        String violation = told("IDENTITY_SHARED", cafe(), "{culture,public-security}");
        String id = caseOf(violation, "culture");
        String theirs = caseOf(violation, "public-security");
        assign(culture, id);
        for (String step : List.of("dispatch", "confirm")) {
            done(api.call(
                    "POST",
                    "/api/v1/violations/" + violation + "/actions",
                    culture,
                    new JsonObject().put("action", step).put("note", "n")));
        }

        assertThat(read(culture, id).getJsonObject("outcomes")).isEqualTo(new JsonObject().put(violation, "true"));
        assertThat(read(police, theirs).getJsonObject("outcomes")).isEmpty();
        JsonObject untrue = new JsonObject().put("outcome", "untrue").put("note", "n");
        Answer refused = act(id, "check", untrue.copy().put("inspection", inspection()));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("code")).isEqualTo("outcome-differs");
        assign(police, theirs);
        JsonObject beside =
                done(call(police, theirs, untrue.copy().put("action", "check").put("inspection", inspection(police))));
        assertThat(beside.getJsonObject("outcomes").getString(violation)).isEqualTo("untrue");
        JsonObject same = new JsonObject().put("outcome", "true").putNull("outcomes");
        assertThat(done(act(id, "check", same.put("inspection", inspection()))).getString("step"))
                .isEqualTo("checked");
    }

    @Test
    void mergingMovesTheViolationsAndClosesTheOther() {
        String cafe = cafe();
        String first = told("OVERTIME_OPERATION", cafe, "{culture}");
        String from = caseOf(first, "culture");
        String second = violations.add("MINOR_ADMITTED", cafe, "{culture}");
        api.sql("UPDATE violation SET started_at = started_at - interval '2 days' WHERE id = '" + second + "'");
        violations.tell(second, "opened");
        String into = caseOf(second, "culture");

        JsonObject merged =
                done(act(from, "merge", new JsonObject().put("into", into).put("intoVersion", 1)));

        assertThat(merged.getString("step") + " " + merged.getString("outcome")).isEqualTo("closed merged");
        assertThat(merged.getString("mergedInto")).isEqualTo(into);
        assertThat(merged.getJsonArray("violations")).isEmpty();
        assertThat(read(culture, into).getJsonArray("violations")).hasSize(2);
        assertThat(read(culture, into).getLong("version")).isEqualTo(3); // one for the action, one for the violation
        JsonObject last = read(culture, into).getJsonArray("history").getJsonObject(1);
        assertThat(last.getString("action")).isEqualTo("merge");
        assertThat(last.getJsonObject("particulars")).isEqualTo(new JsonObject().put("from", from));
        assertThat(done(act(from, "comment", new JsonObject().put("note", "n"))).getString("mergedInto"))
                .isEqualTo(into);
        assertThat(act(from, "reopen", new JsonObject().put("note", "n")).status())
                .isEqualTo(409);
    }

    @Test
    void inBulkEachIsAnsweredByItself() {
        String first = caseOf(told("OVERTIME_OPERATION", cafe(), "{culture}"), "culture");
        String second = caseOf(told("OVERTIME_OPERATION", cafe(), "{culture}"), "culture");

        Answer answer = api.call(
                "POST",
                "/api/v1/cases/actions",
                culture,
                new JsonObject()
                        .put(
                                "cases",
                                new JsonArray()
                                        .add(new JsonObject().put("id", first).put("version", 1))
                                        .add(new JsonObject().put("id", second).put("version", 7))
                                        .add(new JsonObject()
                                                .put("id", UUID.randomUUID().toString())
                                                .put("version", 1)))
                        .put("action", "assign")
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                        .put("trigger", "special"));

        JsonArray items = answer.json().getJsonArray("items");
        assertThat(items.stream().map(item -> ((JsonObject) item).getInteger("status")))
                .containsExactly(200, 409, 404);
        assertThat(items.getJsonObject(0).getJsonObject("case").getString("step"))
                .isEqualTo("assigned");
        assertThat(items.getJsonObject(1).getJsonObject("problem").getString("code"))
                .isEqualTo("moved");
        assertThat(read(culture, second).getString("step")).isEqualTo("lead");
    }

    /** Otherwise a short request would be answered with the whole history of a case, two hundred times. */
    @Test
    void aCaseIsNamedOnceInBulkAndAnsweredWithoutItsHistory() {
        String id = caseOf(told("OVERTIME_OPERATION", cafe(), "{culture}"), "culture");
        JsonObject one = new JsonObject().put("id", id).put("version", 1);
        JsonObject comment = new JsonObject().put("action", "comment").put("note", "n");

        assertThat(bulk(comment.copy(), one, one.copy().put("version", 2)).places())
                .containsExactly("/cases");
        JsonObject taken =
                bulk(comment.copy(), one).json().getJsonArray("items").getJsonObject(0);
        JsonObject late = bulk(comment.copy(), one).json().getJsonArray("items").getJsonObject(0);

        assertThat(taken.getJsonObject("case").getLong("version")).isEqualTo(2);
        assertThat(taken.getJsonObject("case").fieldNames()).doesNotContain("history");
        assertThat(late.getJsonObject("problem").getJsonObject("case").fieldNames())
                .doesNotContain("history");
    }

    private static Answer bulk(JsonObject action, JsonObject... cases) {
        return api.call("POST", "/api/v1/cases/actions", culture, action.put("cases", new JsonArray(List.of(cases))));
    }

    @Test
    void theHistoryOfACaseEnds() {
        String id = caseOf(told("OVERTIME_OPERATION", cafe(), "{culture}"), "culture");
        String add = "INSERT INTO case_action (case_id, number, action, step, at, account, place_code) SELECT '" + id
                + "', number, 'comment', 'lead', now(), '" + accountOf("culture")
                + "', '36048110000001' FROM generate_series(";
        api.sql(add + "2, 200) AS number");

        assertThat(act(id, "comment", new JsonObject().put("note", "n")).status())
                .isEqualTo(409);
        assign(culture, id);
        api.sql(add + "202, 300) AS number");
        JsonObject officers = new JsonObject().put("officers", new JsonArray().add(new JsonObject().put("name", "n")));
        assertThat(act(id, "assign", officers).json().getString("detail")).contains("300");
    }

    /** Whoever opens and merges cases all day leaves room for what the law asks of the one that takes them. */
    @Test
    void aCaseTakesNoMoreMergersThanComments() {
        String cafe = cafe();
        String into = caseOf(told("OVERTIME_OPERATION", cafe, "{culture}"), "culture");
        api.sql("INSERT INTO case_action (case_id, number, action, step, at, account, place_code) SELECT '" + into
                + "', number, 'merge', 'lead', now(), '" + anotherAccount() + "', '" + cafe
                + "' FROM generate_series(2, 199) AS number");

        done(merge(opened(cafe), into));
        String other = opened(cafe);
        Answer refused = merge(other, into);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("detail")).contains("at most 200 entries");
        assertThat(read(culture, into).getJsonArray("history")).hasSize(200);
        assertThat(read(culture, other).getString("step")).isEqualTo("lead");
        assign(culture, into);
    }

    @Test
    void aCaseOfTooManyViolationsIsNotMerged() {
        String cafe = cafe();
        String from = caseOf(told("OVERTIME_OPERATION", cafe, "{culture}"), "culture");
        api.sql(
                "INSERT INTO case_violation (violation_id, authority, case_id, joined_at, code, standing, state, case_step, started_at)"
                        + " SELECT gen_random_uuid(), 'culture', '" + from
                        + "', now(), 'OVERTIME_OPERATION', 'fact', 'open', 'new', now()"
                        + " FROM generate_series(1, 2000)");

        Answer refused = merge(from, opened(cafe));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("detail")).contains("2000 violations");
    }

    @Test
    void anOfficerLeavesRoomForCasesOfColleagues() {
        String cafe = cafe();
        String officer = api.regulator("culture", "360481");
        String own = openedBy(officer, cafe);
        openedLike(own, 99);

        Answer refused = open(officer, cafe);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("detail")).contains("of one account 100");
        openedLike(own, 100); // as if they had opened again what they had closed
        String colleagues = openedBy(culture, cafe);
        openedLike(colleagues, 98);
        openedBy(culture, cafe);
        assertThat(open(api.regulator("culture", "360481"), cafe).status())
                .as("the café has all its cases")
                .isEqualTo(409);
        assertThat(open(police, cafe).status()).isEqualTo(201);
    }

    private static Answer open(String officer, String cafe) {
        return api.call("POST", "/api/v1/cases", officer, new JsonObject().put("placeCode", cafe));
    }

    private static String openedBy(String officer, String cafe) {
        return done(open(officer, cafe), 201).getString("id");
    }

    /** As if the same officer had opened so many more. */
    private static void openedLike(String id, int cases) {
        api.sql("""
                WITH opened AS (
                  INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, version, running,
                                         priority, began_at, due_at)
                  SELECT gen_random_uuid(), authority, place_code, region, time_zone, business_day, opened_at, step, version, running,
                    priority, began_at, due_at
                  FROM case_file, generate_series(1, %2$s) WHERE case_file.id = '%1$s' RETURNING id)
                INSERT INTO case_action (case_id, number, action, step, at, account, place_code)
                SELECT opened.id, number, action, step, at, account, place_code FROM case_action, opened
                WHERE case_id = '%1$s' AND number = 1
                """.formatted(id, cases));
    }

    private static String opened(String cafe) {
        return openedBy(culture, cafe);
    }

    private static Answer merge(String from, String into) {
        return act(
                from,
                "merge",
                new JsonObject()
                        .put("into", into)
                        .put("intoVersion", read(culture, into).getLong("version")));
    }

    @Test
    void aTransferSaysToWhomAndEndsTheDeadlines() {
        String id = caseOf(told("OVERTIME_OPERATION", cafe(), "{culture}"), "culture");

        JsonObject gone = done(act(
                id,
                "transfer",
                new JsonObject()
                        .put("to", "瑞昌市公安局")
                        .put("note", "涉嫌治安违法")
                        .put("items", new JsonArray().add("现场检查笔录"))));

        assertThat(gone.getString("step")).isEqualTo("transferred");
        assertThat(gone.getJsonArray("deadlines")).isEmpty();
        assertThat(gone.getJsonArray("history")
                        .getJsonObject(1)
                        .getJsonObject("particulars")
                        .getString("to"))
                .isEqualTo("瑞昌市公安局");
    }

    @Test
    void aSuspensionEntersTheCafesSuspensions() {
        String cafe = cafe();
        String id = caseOf(told("OVERTIME_OPERATION", cafe, "{culture}"), "culture");
        assign(culture, id);
        done(act(id, "check", new JsonObject().put("inspection", inspection()).put("outcome", "true")));
        for (String step : List.of("file", "review", "notify")) {
            done(act(id, step, new JsonObject()));
        }
        JsonObject suspension = new JsonObject()
                .put("kind", "suspension")
                .put("from", "2026-07-20T00:00:00+08:00")
                .put("to", "2026-08-19T00:00:00+08:00");
        JsonObject body = new JsonObject().put("action", "decide").put("sanctions", new JsonArray().add(suspension));
        int told = api.factsChanges.get();

        assertThat(call(culture, id, body.copy().put("version", 1)).status()).isEqualTo(409);
        assertThat(suspensions(cafe)).isEqualTo("0"); // neither is there without the other
        JsonObject decided = done(call(culture, id, body));

        assertThat(decided.getJsonObject("decision").getJsonArray("sanctions").getJsonObject(0))
                .isEqualTo(suspension);
        assertThat(suspensions(cafe)).isEqualTo("1");
        assertThat(api.factsChanges.get()).isEqualTo(told + 1);
        assertThat(api.value(
                        "SELECT count(*) FROM access_log WHERE action = 'create-suspension' AND details::jsonb ->> 'for' = '"
                                + cafe + "' AND details::jsonb ->> 'case' = '" + id + "'"))
                .isEqualTo("1");
    }

    private static String suspensions(String cafe) {
        return String.valueOf(api.value("SELECT count(*) FROM suspension WHERE place_code = '" + cafe + "'"));
    }

    @Test
    void theFeedTellsOfCasesThoseWhoAskForThem() throws Exception {
        String violation = told("OVERTIME_OPERATION", cafe(), "{culture}");
        String id = caseOf(violation, "culture");
        done(act(id, "comment", new JsonObject().put("note", "看过了")));
        violations.tell(violation, "updated"); // the last message, for every reader of culture
        String last = "id: " + api.value("SELECT position FROM head");

        String told = feed(culture, "?from=0&events=cases", last);

        assertThat(told)
                .contains("event: case.changed", "\"type\":\"lingdian.case.changed\"")
                .contains("\"subject\":\"" + id + "\"")
                .contains("\"data\":{\"id\":\"" + id + "\",\"step\":\"lead\",\"version\":1}")
                .contains("\"data\":{\"id\":\"" + id + "\",\"step\":\"lead\",\"version\":2}")
                .contains("event: violation.updated");
        assertThat(feed(culture, "?from=0", last)).doesNotContain("case.changed");
        assertThat(api.get("/api/v1/violations/feed?events=all", culture).status())
                .isEqualTo(400);
        assertThat(api.get("/api/v1/violations/" + violation, culture).json().getString("caseFile"))
                .isEqualTo(id);
        assertThat(api.get("/api/v1/violations?code=OVERTIME_OPERATION", culture)
                        .text())
                .contains("\"caseFile\":\"" + id + "\"");
    }

    /** Up to the message with this id. */
    private static String feed(String token, String query, String last) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api.port() + "/api/v1/violations/feed" + query))
                .header("Authorization", "Bearer " + token)
                .build();
        var lines = new StringBuilder();
        try (var client = HttpClient.newHttpClient();
                var body = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null && !line.equals(last)) {
                lines.append(line).append('\n');
                line = reader.readLine();
            }
            if (line != null) {
                lines.append(reader.readLine()).append('\n').append(reader.readLine());
            }
            client.shutdownNow();
        }
        return lines.toString();
    }

    private static String cafe() {
        String placeCode = "3604811000%04d".formatted(++cafes);
        api.createCafe(placeCode);
        return placeCode;
    }

    private static String told(String code, String cafe, String authorities) {
        String id = violations.add(code, cafe, authorities);
        violations.tell(id, "opened");
        return id;
    }

    private static String caseOf(String violation, String authority) {
        await(grouping.runNow());
        return String.valueOf(api.value("SELECT case_id FROM case_violation WHERE violation_id = '" + violation
                + "' AND authority = '" + authority + "'"));
    }

    /** An officer of the culture authority who has written nothing yet. */
    private static String anotherAccount() {
        return api.call(
                        "POST",
                        "/api/v1/accounts",
                        RunningApi.ADMIN,
                        new JsonObject()
                                .put("name", "another")
                                .put("role", "regulator")
                                .put("authority", "culture")
                                .put("region", "360400"))
                .json()
                .getString("id");
    }

    private static String accountOf(String authority) {
        return String.valueOf(api.value(
                "SELECT id FROM account WHERE authority = '" + authority + "' AND region = '360400' LIMIT 1"));
    }

    private static String inspection() {
        return inspection(culture);
    }

    private static String inspection(String token) {
        return api.call(
                        "POST",
                        "/api/v1/inspections",
                        token,
                        new JsonObject().put("kind", "dispatch").put("unit", "执法队"))
                .json()
                .getString("id");
    }

    private static void assign(String token, String id) {
        done(call(
                token,
                id,
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                        .put("trigger", "plan")));
    }

    private static Answer act(String id, String action, JsonObject fields) {
        return call(culture, id, fields.put("action", action));
    }

    /** On the case as it is, unless a version is given. */
    private static Answer call(String token, String id, JsonObject body) {
        JsonObject sent = body.containsKey("version")
                ? body
                : body.put("version", read(token, id).getLong("version"));
        return api.call("POST", "/api/v1/cases/" + id + "/actions", token, sent);
    }

    private static JsonObject read(String token, String id) {
        return done(api.get("/api/v1/cases/" + id, token));
    }

    private static JsonObject done(Answer answer) {
        return done(answer, 200);
    }

    private static JsonObject done(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }

    private static String progress(String violation) {
        return String.valueOf(api.value("SELECT case_step FROM violation WHERE id = '" + violation + "'"));
    }
}
