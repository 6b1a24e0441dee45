package lingdian.office.casework;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long cases are kept, and what remains of them (handbook, casework.md). */
class CaseErasureIT {
    /** Makes a violation of a case up. */
    private static final String JOIN = """
            INSERT INTO case_violation (violation_id, authority, case_id, joined_at, outcome, code, standing, state, case_step, started_at)
            VALUES (gen_random_uuid(), 'culture', '%s', now(), 'true', 'AGENT_ABSENT', 'suspicion', 'ended', 'confirmed', now())
            """;

    private static RunningApi api;
    private static String culture;
    private static int cafes;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        culture = api.regulator("culture", "360481");
        api.regulator("culture", "360400"); // who lifts a hold
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "true,         23, kept",
        "true,         25, kept",
        "true,         59, kept",
        "true,         61, erased",
        "untrue,       23, kept",
        "untrue,       25, erased",
        "unverifiable, 25, erased",
    })
    void aCaseIsKeptByWhatWasFound(String outcome, int monthsAgo, String then) {
        String id = closed(cafe(), outcome);
        closedBefore(id, monthsAgo);

        sweep();

        assertThat(read(id).status()).isEqualTo(then.equals("kept") ? 200 : 404);
    }

    /** What a check says for all is not what it found, where it says otherwise of each violation. */
    @Test
    void aCheckThatSaysOtherwiseOfEachViolationStopsNoErasure() {
        String cafe = cafe();
        var violations = new MadeUpViolations(api);
        String violation = violations.add("OVERTIME_OPERATION", cafe, "{culture}");
        violations.tell(violation, "opened");
        await(MadeUpGrouping.of(api).runNow());
        String id = api.value("SELECT case_id FROM case_violation WHERE violation_id = '" + violation + "'");
        assign(id);
        act(id, check(cafe, "true").put("outcomes", new JsonObject().put(violation, "untrue")));
        assertThat(closed(id).getString("outcome")).isEqualTo("untrue");
        String later = closed(cafe(), "untrue");
        closedBefore(id, 26);
        closedBefore(later, 25);

        sweep();

        assertThat(read(id).status()).isEqualTo(404);
        assertThat(read(later).status()).isEqualTo(404);
    }

    @Test
    void aCaseThatCannotBeErasedKeepsNeitherOtherOnesNorSiteRecords() {
        String stuck = closed(cafe(), "untrue");
        String later = closed(cafe(), "untrue");
        closedBefore(stuck, 40);
        closedBefore(later, 30);
        String cafe = cafe();
        String visit = visit(new JsonObject(), cafe);
        record(visit, cafe, 30);
        api.sql("CREATE TRIGGER stuck BEFORE DELETE ON case_action FOR EACH ROW WHEN (OLD.case_id = '" + stuck
                + "') EXECUTE FUNCTION refuse_change()");

        try {
            assertThatThrownBy(CaseErasureIT::sweep)
                    .hasMessageContaining("1 cases that are over cannot be erased", stuck);
        } finally {
            api.sql("DROP TRIGGER stuck ON case_action");
        }

        assertThat(read(later).status()).isEqualTo(404);
        assertThat(api.value("SELECT count(*) FROM site_record WHERE inspection_id = '" + visit + "'"))
                .isEqualTo("0");
        sweep();
        assertThat(read(stuck).status()).isEqualTo(404);
    }

    /** Of a case that was merged and the one that went on; neither has a violation that would say what was found. */
    @ParameterizedTest
    @CsvSource({
        "untrue, untrue, 25, erased",
        "true,   untrue, 25, kept",
        "true,   untrue, 59, kept",
        "true,   untrue, 61, erased",
        "untrue, true,   25, kept",
        "untrue, true,   59, kept",
        "untrue, true,   61, erased",
    })
    void aMergedCaseIsKeptAsLongAsTheOneThatWentOn(String merged, String went, int monthsAgo, String then) {
        String cafe = cafe();
        String source = checked(cafe, merged);
        String into = checked(cafe, went);
        merge(source, into);
        closed(into);
        closedBefore(source, monthsAgo);
        closedBefore(into, monthsAgo);

        sweep();

        int status = then.equals("kept") ? 200 : 404;
        assertThat(read(source).status()).isEqualTo(status);
        assertThat(read(into).status()).isEqualTo(status);
    }

    @Test
    void aMergedCaseIsKeptWhileTheOneThatGoesOnIsNotOver() {
        String cafe = cafe();
        String source = checked(cafe, "untrue");
        merge(source, checked(cafe, "untrue"));
        closedBefore(source, 61);

        sweep();

        assertThat(read(source).status()).isEqualTo(200);
    }

    /** What its own check found is not undone by violations of another case. */
    @Test
    void aTrueCaseStaysTrueWhateverIsMergedIntoIt() {
        String cafe = cafe();
        String into = checked(cafe, "true");
        String source = checked(cafe, "untrue");
        api.sql(JOIN.formatted(source).replace("'true', 'AGENT", "'untrue', 'AGENT"));
        merge(source, into);
        assertThat(closed(into).getString("outcome")).isEqualTo("true");
        closedBefore(source, 25);
        closedBefore(into, 25);

        sweep();

        assertThat(read(into).json().getInteger("violationCount")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"warning, kept", "none, erased"})
    void aSanctionKeepsACaseWhateverWasFound(String sanction, String then) {
        String id = checked(cafe(), "unverifiable");
        for (String step : new String[] {"file", "review", "notify"}) {
            act(id, new JsonObject().put("action", step));
        }
        JsonArray decided = new JsonArray().add(new JsonObject().put("kind", sanction));
        act(id, new JsonObject().put("action", "decide").put("sanctions", decided));
        act(id, new JsonObject().put("action", "serve"));
        closed(id);
        closedBefore(id, 25);

        sweep();

        assertThat(read(id).status()).isEqualTo(then.equals("kept") ? 200 : 404);
    }

    /** What another organ found is not known, so it is kept as if something was confirmed. */
    @ParameterizedTest
    @CsvSource({"25, kept", "59, kept", "61, erased"})
    void aCaseThatWasTransferredAndNeverClosedIsErasedToo(int monthsAgo, String then) {
        String id = checked(cafe(), "unverifiable");
        act(
                id,
                new JsonObject()
                        .put("action", "transfer")
                        .put("to", "市公安局")
                        .put("note", "n")
                        .put("items", new JsonArray()));
        act(id, new JsonObject().put("action", "comment").put("note", "已收到"));
        api.sql("UPDATE case_file SET transferred_at = now() - interval '" + monthsAgo + " months' WHERE id = '" + id
                + "'");

        sweep();

        assertThat(read(id).status()).isEqualTo(then.equals("kept") ? 200 : 404);
    }

    /** A site record says who was there, and bears their signature. It is kept as long as a case names the visit. */
    @ParameterizedTest
    @CsvSource({
        "true,   59, 60, kept",
        "true,   61, 62, erased",
        "untrue, 23, 24, kept",
        "untrue, 25, 26, erased",
        "none,    0, 23, kept",
        "none,    0, 25, erased",
    })
    void aSiteRecordGoesWithItsCase(String outcome, int closedMonthsAgo, int writtenMonthsAgo, String then) {
        String cafe = cafe();
        String inspection;
        if (outcome.equals("none")) {
            inspection = visit(new JsonObject(), cafe);
        } else {
            String id = closed(cafe, outcome);
            closedBefore(id, closedMonthsAgo);
            inspection =
                    api.value("SELECT inspection FROM case_action WHERE action = 'check' AND case_id = '" + id + "'");
        }
        record(inspection, cafe, writtenMonthsAgo + 1);
        record(inspection, cafe, writtenMonthsAgo);

        sweep();

        String left = then.equals("kept") ? "2" : "0";
        String of = " WHERE inspection_id = '" + inspection + "'";
        assertThat(api.value("SELECT count(*) FROM site_record" + of)).isEqualTo(left);
        assertThat(api.value("SELECT count(*) FROM site_signature JOIN site_record ON site_record.id = record_id" + of))
                .isEqualTo(left);
    }

    /** The case of another café of the same round keeps none of this one's. */
    @Test
    void aSiteRecordIsKeptByItsOwnCafesCase() {
        String cafe = cafe();
        String other = cafe();
        String id = checked(cafe, "true");
        String inspection =
                api.value("SELECT inspection FROM case_action WHERE action = 'check' AND case_id = '" + id + "'");
        record(inspection, cafe, 30);
        record(inspection, other, 30);

        sweep();

        assertThat(api.value("SELECT string_agg(place_code, ',') FROM site_record WHERE inspection_id = '" + inspection
                        + "'"))
                .isEqualTo(cafe);
        assertThatThrownBy(() -> api.sql("DELETE FROM site_record WHERE inspection_id = '" + inspection + "'"))
                .hasMessageContaining("a site record is kept until its time is over");
        assertThatThrownBy(() -> api.sql("DELETE FROM site_signature WHERE record_id IN (SELECT id FROM site_record"
                        + " WHERE inspection_id = '" + inspection + "')"))
                .hasMessageContaining("a site record is kept until its time is over");
        assertThat(api.value("SELECT count(*) FROM access_log WHERE action = 'erase-site-records'"))
                .isNotEqualTo("0");
    }

    /** The number of its document is not given again, its complaint names it no more, and nothing else of it is left. */
    @Test
    void figuresRemainThatNameNobody() {
        String cafe = cafe();
        String id = checked(cafe, "untrue");
        act(id, new JsonObject().put("action", "correct").put("demand", "到点关门"));
        String recheck = visit(new JsonObject().put("recheckOf", id), cafe);
        act(id, new JsonObject().put("action", "recheck").put("corrected", true));
        act(id, new JsonObject().put("action", "close").put("note", "n"));
        String complaint = complaintOf(cafe, id);
        String number = document(id);
        closedBefore(id, 30);
        String month = api.value(
                "SELECT date_trunc('month', closed_at AT TIME ZONE 'Asia/Shanghai')::date FROM case_file WHERE id = '"
                        + id + "'");
        String before = tally(month);

        sweep();

        assertThat(tally(month)).isNotEqualTo(before);
        for (String table : new String[] {"case_action", "case_violation", "case_assignee", "case_document"}) {
            assertThat(api.value("SELECT count(*) FROM " + table + " WHERE case_id = '" + id + "'"))
                    .as(table)
                    .isEqualTo("0");
        }
        assertThat(api.get("/api/v1/complaints/" + complaint, culture).json().getValue("case"))
                .isNull();
        assertThat(api.get("/api/v1/complaints/" + complaint, culture).text())
                .as("nor does its history")
                .doesNotContain(id);
        assertThat(api.get("/api/v1/inspections/" + recheck, culture).json().getValue("recheckOf"))
                .isNull();
        assertThat(document(closed(cafe(), "untrue"))).isNotEqualTo(number);
        assertThat(api.value(
                        "SELECT sum((details::jsonb ->> 'cases')::int) FROM access_log WHERE action = 'erase-cases'"))
                .isEqualTo(api.value("SELECT sum(cases) FROM erased_case"));
    }

    @Test
    void aLegalHoldOfItsDayKeepsIt() {
        String id = closed(cafe(), "untrue");
        closedBefore(id, 30);
        String day = api.value("SELECT business_day FROM case_file WHERE id = '" + id + "'");
        api.sql(
                "INSERT INTO legal_hold (id, day_from, day_to, authority, region, reason, made_by, made_at) SELECT gen_random_uuid(), '"
                        + day + "', '" + day + "', 'culture', '360481', 'x', id, now() FROM account LIMIT 1");

        sweep();

        assertThat(read(id).status()).isEqualTo(200);
        api.sql("UPDATE legal_hold SET lifting_reason = 'x', lifting_asked_by = made_by, lifting_asked_at = now(),"
                + " lifted_by = (SELECT id FROM account WHERE id <> made_by LIMIT 1), lifted_at = now()");
        sweep();
        assertThat(read(id).status()).isEqualTo(404);
    }

    /** Nobody erases one before its time, not even who owns the tables. */
    @ParameterizedTest
    @CsvSource({"case_document", "case_violation", "case_action", "case_file"})
    void theDatabaseKeepsItTooUntilThen(String table) {
        String id = closed(cafe(), "true");
        document(id);
        api.sql(
                "INSERT INTO case_violation (violation_id, authority, case_id, joined_at, outcome, code, standing, state, case_step, started_at)"
                        + " VALUES (gen_random_uuid(), 'culture', '" + id
                        + "', now(), 'true', 'OVERTIME_OPERATION', 'fact', 'ended', 'confirmed', now())");
        closedBefore(id, 59);
        String key = table.equals("case_file") ? "id" : "case_id";

        assertThatThrownBy(() -> api.sql("DELETE FROM " + table + " WHERE " + key + " = '" + id + "'"))
                .hasMessageContaining("a case is kept until its time is over");
    }

    /** Whoever took the service's login over writes its times, too. */
    @Test
    void theServicesLoginErasesNoCaseBeforeItsTime() throws Exception {
        String running = checked(cafe(), "true");
        String over = closed(cafe(), "true");
        joined(over);
        closedBefore(over, 59);
        String past = "now() - interval '61 months'";
        String close = "UPDATE case_file SET step_before = step, step = 'closed', version = version + 1, closed_at = ";
        String there = " WHERE id = '" + running + "'";

        assertThat(refusal("INSERT INTO case_action (case_id, number, action, step, at, account, place_code)"
                        + " SELECT case_id, 9, 'close', 'closed', " + past + ", account, place_code FROM case_action"
                        + " WHERE case_id = '" + running + "' AND number = 2"))
                .contains("not in the past");
        assertThat(refusal(close + past + there)).contains("not in the past");
        assertThat(refusal(close + "now()" + there)).contains("a case moves with its action written");
        assertThat(refusal("UPDATE case_file SET step = 'transferred', version = 9, transferred_at = " + past + there))
                .contains("not in the past");
        assertThat(refusal("UPDATE case_file SET closed_at = " + past + " WHERE id = '" + over + "'"))
                .contains("not in the past");
        assertThat(refusal(
                        "INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step,"
                                + " step_before, closed_at, version, running, priority, began_at, due_at) SELECT gen_random_uuid(),"
                                + " authority, place_code, region, time_zone, business_day, opened_at, step, step_before, "
                                + past
                                + ", 1, running, priority, began_at, due_at FROM case_file WHERE id = '" + over + "'"))
                .contains("not in the past");
        assertThat(api.value("SELECT erase_cases(10)")).isEqualTo("0");
        assertThat(read(running).json().getString("step")).isEqualTo("checked");
    }

    /** What was found decides whether a case is kept 24 or 60 months, and what is in an old case goes with it. */
    @Test
    void theServicesLoginChangesNothingOfACaseThatIsOver() throws Exception {
        String over = closed(cafe(), "true");
        joined(over);
        closedBefore(over, 25);
        String running = checked(cafe(), "true");
        joined(running);

        assertThat(refusal("UPDATE case_violation SET outcome = 'untrue' WHERE case_id = '" + over + "'"))
                .contains("a case that is over");
        assertThat(refusal("UPDATE case_violation SET case_id = '" + over + "' WHERE case_id = '" + running + "'"))
                .contains("a case that is over");
        assertThat(refusal("UPDATE case_violation SET case_id = '" + running + "' WHERE case_id = '" + over + "'"))
                .contains("a case that is over");
        assertThat(refusal(JOIN.formatted(over))).contains("a case that is over");
        assertThat(refusal("UPDATE case_violation SET outcome = 'untrue' WHERE case_id = '" + running + "'"))
                .as("of a case that runs")
                .isEmpty();
    }

    private static void joined(String id) {
        api.sql(JOIN.formatted(id));
    }

    private static String refusal(String... statements) throws Exception {
        return TestDatabase.refusalOfMember(api.database, statements);
    }

    private static void sweep() {
        await(new CaseErasure(api.vertx, api.pool, api.clocks, api.log).runNow());
    }

    private static String cafe() {
        String placeCode = "3604811000%04d".formatted(++cafes);
        api.createCafe(placeCode);
        return placeCode;
    }

    private static String closed(String cafe, String outcome) {
        String id = checked(cafe, outcome);
        assertThat(closed(id).getString("outcome")).isEqualTo(outcome);
        return id;
    }

    private static JsonObject closed(String id) {
        act(id, new JsonObject().put("action", "close").put("note", "n"));
        return read(id).json();
    }

    private static void merge(String source, String into) {
        long version = read(into).json().getLong("version");
        act(source, new JsonObject().put("action", "merge").put("into", into).put("intoVersion", version));
    }

    private static String checked(String cafe, String outcome) {
        String id = sent("/cases", new JsonObject().put("placeCode", cafe), 201).getString("id");
        assign(id);
        act(id, check(cafe, outcome));
        return id;
    }

    private static void assign(String id) {
        act(
                id,
                new JsonObject()
                        .put("action", "assign")
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                        .put("trigger", "plan"));
    }

    private static JsonObject check(String cafe, String outcome) {
        return new JsonObject()
                .put("action", "check")
                .put("inspection", visit(new JsonObject(), cafe))
                .put("outcome", outcome)
                .put("note", "n");
    }

    private static String visit(JsonObject why, String cafe) {
        JsonObject premises = new JsonObject().put("kind", "internet-cafe").put("placeCode", cafe);
        return sent(
                        "/inspections",
                        why.put("kind", "dispatch").put("unit", "执法队").put("premises", new JsonArray().add(premises)),
                        201)
                .getString("id");
    }

    private static void record(String inspection, String cafe, int monthsAgo) {
        api.sql("""
                WITH written AS (
                  INSERT INTO site_record (id, inspection_id, place_code, version, at, account, content)
                  SELECT gen_random_uuid(), '%1$s', '%2$s',
                    (SELECT count(*) + 1 FROM site_record WHERE inspection_id = '%1$s' AND place_code = '%2$s'),
                    now() - interval '%3$s months', (SELECT id FROM account LIMIT 1), 'x'
                  RETURNING id, at, account)
                INSERT INTO site_signature (id, record_id, signer, account, at, content, drawing, content_hash)
                SELECT gen_random_uuid(), id, 'person', account, at, 'x', 'x', decode(repeat('00', 16), 'hex') FROM written
                """.formatted(inspection, cafe, monthsAgo));
    }

    private static void closedBefore(String id, int months) {
        api.sql("UPDATE case_file SET closed_at = now() - interval '" + months + " months' WHERE id = '" + id + "'");
    }

    private static String document(String id) {
        return sent(
                        "/cases/" + id + "/documents",
                        new JsonObject().put("kind", "closing-report").put("fields", new JsonObject()),
                        201)
                .getString("number");
    }

    private static String complaintOf(String cafe, String id) {
        JsonObject said = new JsonObject()
                .put("way", "telephone")
                .put("subject", "hours")
                .put("content", "c")
                .put("placeCode", cafe);
        String complaint = sent("/complaints", said, 201).getString("id");
        String path = "/complaints/" + complaint + "/actions";
        sent(path, new JsonObject().put("action", "link").put("case", id).put("version", 1), 200);
        sent(path, new JsonObject().put("action", "accept").put("version", 2), 200);
        sent(path, new JsonObject().put("action", "answer").put("text", "未发现").put("version", 3), 200);
        return complaint;
    }

    private static String tally(String month) {
        return String.valueOf(
                api.value("SELECT cases FROM erased_case WHERE authority = 'culture' AND region = '360481'"
                        + " AND outcome = 'untrue' AND NOT punished AND month = '" + month + "'"));
    }

    private static void act(String id, JsonObject action) {
        long version = read(id).json().getLong("version");
        sent("/cases/" + id + "/actions", action.put("version", version), 200);
    }

    private static Answer read(String id) {
        return api.get("/api/v1/cases/" + id, culture);
    }

    private static JsonObject sent(String path, JsonObject body, int status) {
        Answer answer = api.call("POST", "/api/v1" + path, culture, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }
}
