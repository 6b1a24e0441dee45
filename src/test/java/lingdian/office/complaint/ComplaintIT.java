package lingdian.office.complaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handbook, complaints.md. */
class ComplaintIT {
    private static final String CAFE = "36048110000001";
    private static final String OTHER_CAFE = "36048110000002";
    private static final String REPORTER = "李某某";
    private static RunningApi api;
    private static String officer;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(CAFE);
        api.createCafe(OTHER_CAFE);
        officer = api.regulator("culture", "360481");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aComplaintIsRegisteredAcceptedAndAnswered() {
        String id = register(said().put("placeCode", CAFE).put("reporter", reporter()));

        JsonObject accepted = act(id, "accept", 1, null).json();
        assertThat(accepted.getString("step")).isEqualTo("accepted");
        assertThat(accepted.getJsonArray("open")).containsExactly("answer", "link", "comment");
        JsonObject answered = act(
                        id, "answer", 2, new JsonObject().put("text", "已核查,属实").put("note", "内部"))
                .json();

        assertThat(answered.getString("step")).isEqualTo("answered");
        assertThat(answered.getString("answer")).isEqualTo("已核查,属实");
        assertThat(answered.getString("content")).isEqualTo("凌晨两点还在营业");
        assertThat(answered.getString("due")).isNull();
        assertThat(answered.getJsonArray("history").stream()
                        .map(JsonObject.class::cast)
                        .map(entry -> entry.getString("action") + " " + entry.getString("note")))
                .containsExactly("register null", "accept null", "answer 内部");
        assertThat(logged(id)).containsExactly("register-complaint", "handle-complaint", "handle-complaint");
    }

    @Test
    void theReporterIsShownByItselfAndEachSightIsLogged() {
        String id = register(said().put("reporter", reporter()));

        assertThat(get("/" + id).text()).doesNotContain(REPORTER, "13900000000");
        assertThat(get("?view=all").text()).doesNotContain(REPORTER, "凌晨");
        assertThat(get("/" + id + "/reporter").json().getJsonObject("reporter"))
                .isEqualTo(new JsonObject().put("name", REPORTER).put("telephone", "13900000000"));
        get("/" + id + "/reporter");
        assertThat(logged(id))
                .containsExactly("register-complaint", "read-complaint", "read-reporter", "read-reporter");
        assertThat(api.value(
                        "SELECT encode(reporter, 'escape') || encode(content, 'escape') FROM complaint_text WHERE complaint_id = '"
                                + id + "'"))
                .doesNotContain("13900000000");
    }

    @Test
    void withoutAContactNobodyCanBeAnswered() {
        JsonObject shown = get("/" + register(said().put("reporter", new JsonObject().put("name", REPORTER))))
                .json();
        assertThat(shown.getBoolean("anonymous")).isTrue();
        assertThat(shown.getBoolean("wantsAnswer")).isFalse();

        Answer refused = post("", said().put("wantsAnswer", true));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("/wantsAnswer");
    }

    /** The day of the receipt does not count; New Year is not worked, and Sunday, 4 January, is (the notice of 2026). */
    @ParameterizedTest
    @CsvSource({
        "2026-01-05T09:00:00+08:00, 2026-01-12, 2026-02-02",
        "2026-01-01T09:00:00+08:00, 2026-01-08, 2026-01-29",
    })
    void workingDaysAreCounted(String receivedAt, String acceptBy, String answerBy) {
        JsonObject shown =
                get("/" + register(said().put("receivedAt", receivedAt))).json();

        assertThat(shown.getString("acceptBy")).isEqualTo(acceptBy);
        assertThat(shown.getString("answerBy")).isEqualTo(answerBy);
    }

    @Test
    void whoPassesItOnMaySetTheDayOfTheAnswer() {
        JsonObject body = said().put("reference", "JJ12345-20260630-0042").put("answerBy", "2099-01-01");
        JsonObject shown = get("/" + register(body)).json();

        assertThat(shown.getString("answerBy")).isEqualTo("2099-01-01");
        assertThat(shown.getString("reference")).isEqualTo("JJ12345-20260630-0042");
    }

    @Test
    void anotherAuthorityAndAnotherCountyNeverSeeIt() {
        String id = register(said().put("placeCode", CAFE).put("reporter", reporter()));

        for (String other : List.of(api.regulator("public-security", "360481"), api.regulator("culture", "360482"))) {
            assertThat(Stream.of("/" + id, "/" + id + "/reporter")
                            .map(path -> api.call("GET", "/api/v1/complaints" + path, other, null)
                                    .status()))
                    .containsOnly(404);
            assertThat(api.call("POST", "/api/v1/complaints/" + id + "/actions", other, action("accept", 1, null))
                            .status())
                    .isEqualTo(404);
            assertThat(api.call("GET", "/api/v1/complaints?view=all", other, null)
                            .text())
                    .doesNotContain(id);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "accept, answer, 409, not-open",
                "accept, accept, 409, not-open",
                "-, answer, 409, not-open",
                "refuse, accept, 409, not-open",
                "refuse, comment, 409, not-open",
            })
    void whatItsStepDoesNotAllowIsRefused(@Nullable String before, String then, int status, String code) {
        String id = register(said());
        int version = 1;
        if (before != null) {
            version++;
            assertThat(act(id, before, 1, reasoned()).status()).isEqualTo(200);
        }
        if (then.equals("answer") && before != null) {
            assertThat(act(id, then, version++, reasoned()).status()).isEqualTo(200); // once, and not twice
        }

        Answer refused = act(id, then, version, reasoned());
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.json().getString("code")).isEqualTo(code);
    }

    @Test
    void aReasonIsNeededToRefuse() {
        String id = register(said());

        assertThat(act(id, "refuse", 1, null).text()).contains("/reason");
        JsonObject refused = act(id, "refuse", 1, reasoned()).json();
        assertThat(refused.getString("refusal")).isEqualTo("too-old");
        assertThat(refused.getString("endedAt")).isNotNull();
    }

    @Test
    void ofOfficersWhoActAtOnceOneIsFirstAndTheOthersAreTold() {
        String id = register(said());

        List<Integer> statuses = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> act(id, "accept", 1, null).status()))
                .limit(8)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        assertThat(get("/" + id).json().getInteger("version")).isEqualTo(2);
    }

    @Test
    void aCafeIsLinkedOnceItIsKnown() {
        String id = register(said());
        assertThat(act(id, "link", 1, new JsonObject().put("placeCode", "36048210000009"))
                        .status())
                .isEqualTo(404);
        assertThat(act(id, "link", 1, new JsonObject().put("placeCode", OTHER_CAFE))
                        .json()
                        .getString("placeCode"))
                .isEqualTo(OTHER_CAFE);
        assertThat(ids("?view=all&placeCode=" + OTHER_CAFE)).containsExactly(id);
        assertThat(act(id, "link", 2, new JsonObject().put("case", "00000000-0000-0000-0000-000000000001"))
                        .status())
                .isEqualTo(400);
    }

    /** Whoever reads it is answered with all of them. No colleague uses up what moves it. */
    @Test
    void notesAndLinksEndAndTheAnswerNever() {
        String id = register(said());
        String colleague = api.regulator("culture", "360481");
        JsonObject note = new JsonObject().put("note", "n");
        JsonObject link = new JsonObject().put("placeCode", CAFE);

        int version = repeated(officer, id, "comment", 1, 50, note);
        isFull(act(id, "comment", version, note), "A complaint has at most 100 comments, of one account 50.");
        version = repeated(officer, id, "link", version, 10, link);
        isFull(act(id, "link", version, link), "A complaint has at most 20 links, of one account 10.");
        version = repeated(colleague, id, "comment", version, 50, note);
        version = repeated(colleague, id, "link", version, 10, link);
        String third = api.regulator("culture", "360481");
        isFull(act(third, id, "comment", version, note), "A complaint has at most 100 comments, of one account 50.");
        isFull(act(third, id, "link", version, link), "A complaint has at most 20 links, of one account 10.");

        assertThat(act(id, "accept", version, null).status()).isEqualTo(200);
        JsonObject answered =
                act(id, "answer", version + 1, reasoned().put("note", "last")).json();
        assertThat(answered.getString("step")).isEqualTo("answered");
        JsonArray history = answered.getJsonArray("history");
        assertThat(history).hasSize(123);
        assertThat(history.getJsonObject(0).getString("action")).isEqualTo("register");
        assertThat(history.getJsonObject(122).getString("note")).isEqualTo("last");
    }

    /** An answer of a case names them all. */
    @Test
    void aCaseFollowsUpSoManyComplaints() {
        String caseId = api.call("POST", "/api/v1/cases", officer, new JsonObject().put("placeCode", CAFE))
                .json()
                .getString("id");
        JsonObject link = new JsonObject().put("case", caseId);
        String linked = register(said());
        assertThat(act(linked, "link", 1, link).status()).isEqualTo(200);
        api.sql(
                "INSERT INTO complaint (id, authority, region, place_code, case_id, way, subject, received_at, anonymous, wants_answer,"
                        + " accept_by, answer_by, provisional, step, version) SELECT gen_random_uuid(), authority, region, place_code, case_id,"
                        + " way, subject, received_at + interval '1 s' * number, anonymous, wants_answer, accept_by, answer_by, provisional,"
                        + " step, version FROM complaint, generate_series(1, 199) AS number WHERE id = '" + linked
                        + "'");

        isFull(
                act(register(said()), "link", 1, link),
                "A case follows up at most 200 complaints. Open another case of the café.");

        assertThat(act(linked, "link", 2, link).status()).as("the same again").isEqualTo(200);
        api.sql(
                "INSERT INTO complaint (id, authority, region, place_code, case_id, way, subject, received_at, anonymous, wants_answer,"
                        + " accept_by, answer_by, provisional, step, version) SELECT gen_random_uuid(), authority, region, place_code, case_id,"
                        + " way, subject, received_at + interval '1 h', anonymous, wants_answer, accept_by, answer_by, provisional, step, version"
                        + " FROM complaint WHERE id = '" + linked + "'"); // of a time without a limit
        JsonArray complaints =
                api.get("/api/v1/cases/" + caseId, officer).json().getJsonArray("complaints");
        assertThat(complaints).hasSize(200);
        assertThat(complaints.getString(0)).isEqualTo(linked);
        api.sql("SET LOCAL session_replication_role = replica; DELETE FROM complaint WHERE case_id = '" + caseId + "'");
    }

    /** Of a time without a limit. */
    @Test
    void ofALongHistoryTheNewestIsShown() {
        String id = register(said());
        api.sql(
                "SET LOCAL session_replication_role = replica; INSERT INTO complaint_entry (complaint_id, number, action, at, account)"
                        + " SELECT '" + id
                        + "', number, 'comment', now(), (SELECT account FROM complaint_entry WHERE complaint_id = '"
                        + id
                        + "') FROM generate_series(2, 5000) AS number; UPDATE complaint SET version = 5000 WHERE id = '"
                        + id + "'");

        JsonObject accepted = act(id, "accept", 5_000, null).json();

        assertThat(accepted.getJsonArray("history").size()).isEqualTo(123);
        assertThat(accepted.getJsonArray("history").getJsonObject(122).getString("action"))
                .isEqualTo("accept");
    }

    /** Its id would say in another county's list of cases that there is a complaint, and the answer that there is a case. */
    @Test
    void aCaseOfAnotherCountyIsLinkedByNobody() {
        String theirs = "00000000-0000-0000-0000-000000000482";
        api.createCafe("36048210000001");
        api.sql(
                "BEGIN; INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, version,"
                        + " running, priority, began_at, due_at) VALUES ('" + theirs
                        + "', 'culture', '36048210000001', '360482', 'Asia/Shanghai', '2026-07-10', now(), 'lead', 1, false, 2, now(), now());"
                        + " INSERT INTO case_action (case_id, number, action, step, at, place_code) VALUES ('" + theirs
                        + "', 1, 'open', 'lead', now(), '36048210000001'); COMMIT");

        Answer refused = act(register(said()), "link", 1, new JsonObject().put("case", theirs));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("expected a case of yours");
    }

    @Test
    void theListHasWhatIsOpenAndWhatIsOverdue() {
        String open = register(said().put("receivedAt", RunningApi.NOW.toString()));
        String late = register(said().put(
                        "receivedAt", RunningApi.NOW.minusSeconds(86_400 * 40).toString()));
        String over = register(said());
        act(over, "refuse", 1, reasoned());

        assertThat(ids("")).contains(open, late).doesNotContain(over);
        assertThat(ids("?view=overdue")).contains(late).doesNotContain(open, over);
        assertThat(ids("?view=all")).contains(open, late, over);
    }

    @Test
    void theNumbersOfATimeAreTallied() {
        for (int i = 0; i < 3; i++) {
            String id = register(said().put("way", "fax").put("subject", "unlicensed"));
            act(id, i == 0 ? "refuse" : "accept", 1, reasoned());
        }
        String today = RunningApi.NOW
                .atZone(lingdian.domain.ChinaTime.ZONE)
                .toLocalDate()
                .toString();
        JsonArray items = get("/tally?from=" + today + "&to=" + today).json().getJsonArray("items");

        assertThat(items.stream()
                        .map(JsonObject.class::cast)
                        .filter(row -> row.getString("way").equals("fax")))
                .containsExactly(new JsonObject()
                        .put("subject", "unlicensed")
                        .put("way", "fax")
                        .put("received", 3)
                        .put("accepted", 2)
                        .put("refused", 1)
                        .put("answered", 0)
                        .put("late", 0));
    }

    /** What ended stays, what has not ended keeps its text, and nobody but the end of the time empties a note. */
    @Test
    void theDatabaseHoldsTheCourse() {
        String id = register(said());
        assertThat(failure("DELETE FROM complaint_text WHERE complaint_id = '" + id + "'"))
                .contains("24 months after its end");
        assertThat(failure("UPDATE complaint SET step = 'answered', version = 9 WHERE id = '" + id + "'"))
                .isNotEmpty();
        assertThat(failure("DELETE FROM complaint_entry")).contains("append-only");
        act(id, "refuse", 1, reasoned());
        assertThat(failure("UPDATE complaint SET refusal = 'unclear', version = 3 WHERE id = '" + id + "'"))
                .contains("cannot be changed");
    }

    /** Whoever took the service's login over neither erases what was said nor changes what came. */
    @Test
    void theServicesLoginKeepsWhatWasSaid() throws Exception {
        String id = register(said().put("reporter", reporter()));
        act(id, "comment", 1, new JsonObject().put("note", "内部"));
        String there = " WHERE id = '" + id + "'";
        String end =
                "UPDATE complaint SET step = 'refused', refusal = 'unclear', version = 3, decided_at = now(), ended_at = now()";
        String erase = "DELETE FROM complaint_text WHERE complaint_id = '" + id + "'";
        String empty = "UPDATE complaint_entry SET note = NULL WHERE complaint_id = '" + id + "'";

        for (String changed :
                List.of("received_at = '2020-01-01'", "subject = 'minors'", "anonymous = true", "region = '360482'")) {
            assertThat(refusal("UPDATE complaint SET version = 3, " + changed + there))
                    .as(changed)
                    .contains("permission denied");
            assertThat(failure("UPDATE complaint SET version = 3, " + changed + there))
                    .as(changed)
                    .contains("keeps what it was");
        }
        assertThat(refusal(erase)).contains("24 months after its end");
        assertThat(refusal(empty)).contains("24 months after its end");
        assertThat(refusal(end + there)).contains("moves with its entry written");
        assertThat(refusal(end + " - interval '25 months'" + there)).contains("not in the past");
        String entry = "INSERT INTO complaint_entry (complaint_id, number, action, at, account)"
                + " SELECT complaint_id, 3, 'refuse', now(), account FROM complaint_entry WHERE complaint_id = '" + id
                + "' AND number = 1";
        assertThat(refusal(end + there, entry, erase)).contains("24 months after its end");
        assertThat(refusal(end + there, entry, empty)).contains("24 months after its end");

        TestDatabase.force(
                api.database,
                end.replace("now()", "timestamptz '" + RunningApi.NOW + "'") + " - interval '25 months'" + there);
        assertThat(refusal(empty, erase)).as("at the end of its time").isEmpty();
    }

    private static String refusal(String... statements) throws Exception {
        return TestDatabase.refusalOfMember(api.database, statements);
    }

    @Test
    void whatWasSaidIsErasedTwentyFourMonthsAfterTheEnd() {
        String old = register(said().put("reporter", reporter()));
        act(old, "refuse", 1, reasoned().put("note", "内部"));
        String open = register(said());
        Instant later = RunningApi.NOW.plusSeconds(86_400L * 735);
        var erasure = new ComplaintErasure(api.vertx, api.pool, api.clocks, api.vault, api.log, () -> later);

        api.setTimeOfGuards(later);
        RunningApi.await(erasure.runNow());
        api.setTimeOfGuards(RunningApi.NOW);

        JsonObject shown = get("/" + old).json();
        assertThat(shown.getBoolean("erased")).isTrue();
        assertThat(shown.getString("content")).isNull();
        assertThat(shown.getJsonArray("history").stream()
                        .map(JsonObject.class::cast)
                        .map(entry -> entry.getString("note")))
                .containsOnlyNulls();
        assertThat(get("/" + old + "/reporter").json().getValue("reporter")).isNull();
        assertThat(get("/" + open).json().getString("content")).isEqualTo("凌晨两点还在营业");
        assertThat(api.value("SELECT count(*) FROM access_log WHERE action = 'erase-complaints'"))
                .isEqualTo("1");
    }

    private static String failure(String sql) {
        try {
            api.sql(sql);
            return "";
        } catch (RuntimeException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static JsonObject said() {
        return new JsonObject().put("way", "telephone").put("subject", "hours").put("content", "凌晨两点还在营业");
    }

    private static JsonObject reporter() {
        return new JsonObject().put("name", REPORTER).put("telephone", "13900000000");
    }

    private static JsonObject reasoned() {
        return new JsonObject().put("reason", "too-old").put("text", "t").put("note", "n");
    }

    private static JsonObject action(String action, int version, @Nullable JsonObject more) {
        JsonObject body = new JsonObject().put("action", action).put("version", version);
        return more == null ? body : body.mergeIn(more);
    }

    private static String register(JsonObject body) {
        Answer answer = post("", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getString("id");
    }

    private static Answer act(String id, String action, int version, @Nullable JsonObject more) {
        return act(officer, id, action, version, more);
    }

    private static Answer act(String token, String id, String action, int version, @Nullable JsonObject more) {
        return api.call("POST", "/api/v1/complaints/" + id + "/actions", token, action(action, version, more));
    }

    /** @return the version after it */
    private static int repeated(String token, String id, String action, int version, int times, JsonObject more) {
        for (int i = 0; i < times; i++) {
            assertThat(act(token, id, action, version + i, more).status()).isEqualTo(200);
        }
        return version + times;
    }

    private static void isFull(Answer refused, String detail) {
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("code")).isEqualTo("too-many");
        assertThat(refused.json().getString("detail")).isEqualTo(detail);
    }

    private static Answer post(String path, JsonObject body) {
        return api.call("POST", "/api/v1/complaints" + path, officer, body);
    }

    private static Answer get(String path) {
        return api.call("GET", "/api/v1/complaints" + path, officer, null);
    }

    private static List<String> ids(String query) {
        return get(query).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .map(item -> item.getString("id"))
                .toList();
    }

    private static List<String> logged(String id) {
        return List.of(api.value("SELECT string_agg(action, ' ' ORDER BY position) FROM access_log WHERE subject_id = '"
                        + id + "'")
                .split(" "));
    }
}
