package lingdian.office.casework;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What helps to decide on a case, and what a decision changes (handbook, casework.md#tiers-of-sanctions). */
class CaseDecisionsIT {
    private static RunningApi api;
    private static MadeUpViolations violations;
    private static CaseGrouping grouping;
    private static String culture;
    private static int cafes;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        violations = new MadeUpViolations(api);
        culture = api.regulator("culture", "360400");
        grouping = MadeUpGrouping.of(api);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aCaseShowsTheTiersThatAreAboutItAndNoAmountIsCheckedAgainstThem() {
        String id = caseOf(told("MINOR_ADMITTED", cafe()));

        JsonObject help = help(id);

        assertThat(texts(help.getJsonArray("tables"), "id")).containsExactly("jiangxi-2022", "notice-2010");
        JsonObject jiangxi = help.getJsonArray("tables").getJsonObject(0);
        assertThat(jiangxi.getBoolean("example")).isTrue();
        assertThat(jiangxi.getJsonArray("tiers")).hasSize(3);
        assertThat(jiangxi.getJsonArray("tiers").getJsonObject(1).getJsonArray("sanctions"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject().put("kind", "warning"))
                        .add(new JsonObject()
                                .put("kind", "fine")
                                .put("fromYuan", 10_000)
                                .put("toYuan", 30_000)));
        decide(id, new JsonObject().put("kind", "fine").put("yuan", 999_999));
        assertThat(read(id).getString("step")).isEqualTo("decided");
    }

    @Test
    void aTableThatNamesNoneOfTheCodesIsLeftOut() {
        String id = caseOf(told("OVERTIME_OPERATION", cafe()));

        assertThat(texts(help(id).getJsonArray("tables"), "id")).containsExactly("jiangxi-2022");
    }

    /** Found true is not punished, and a case that was dismissed is neither. */
    @Test
    void whatWasConfirmedAndWhatWasPunishedAreCountedApart() {
        String cafe = cafe();
        String first = caseOf(told("MINOR_ADMITTED", cafe));
        assertThat(counts(first)).isEqualTo("confirmed 0, punished 0");
        assertThat(fits(first)).isEqualTo("null false null");

        decide(first, new JsonObject().put("kind", "warning"));
        assertThat(counts(first)).isEqualTo("confirmed 1, punished 1");
        assertThat(fits(first)).as("its own punishment is not an earlier one").isEqualTo("null false null");

        String second = caseOf(told("MINOR_ADMITTED", cafe));
        assertThat(counts(second)).isEqualTo("confirmed 1, punished 1");
        assertThat(fits(second)).isEqualTo("false null null");
        decide(second, new JsonObject().put("kind", "none"));
        assertThat(counts(second)).isEqualTo("confirmed 2, punished 1");

        String third = caseOf(told("OVERTIME_OPERATION", cafe));
        check(third, "untrue");
        assertThat(counts(third)).isEqualTo("confirmed 2, punished 1");
        assertThat(counts(caseOf(told("OVERTIME_OPERATION", cafe()))))
                .as("of another café")
                .isEqualTo("confirmed 0, punished 0");
    }

    @Test
    void whatIsOlderThanTwelveMonthsIsNotCounted() {
        String cafe = cafe();
        String old = caseOf(told("MINOR_ADMITTED", cafe));
        decide(old, new JsonObject().put("kind", "warning"));
        api.sql(
                "ALTER TABLE case_action DISABLE TRIGGER append_only; UPDATE case_action SET at = at - interval '12 months'"
                        + " WHERE case_id = '" + old + "'; ALTER TABLE case_action ENABLE TRIGGER append_only");

        JsonObject help = help(caseOf(told("MINOR_ADMITTED", cafe)));

        assertThat(help.getString("since")).startsWith("2025-07-10T");
        assertThat(counts(help)).isEqualTo("confirmed 1, punished 1");
        api.sql("ALTER TABLE case_action DISABLE TRIGGER append_only; UPDATE case_action SET at = at - interval '1 day'"
                + " WHERE case_id = '" + old + "'; ALTER TABLE case_action ENABLE TRIGGER append_only");
        assertThat(counts(old)).isEqualTo("confirmed 0, punished 0");
    }

    /** Only a document makes it a change of owner: a name is also corrected, and said again. */
    @Test
    void theCountBeginsAgainWhenTheCafeChangesItsOwner() {
        String cafe = cafe();
        String id = caseOf(told("MINOR_ADMITTED", cafe));
        decide(id, new JsonObject().put("kind", "warning"));

        api.createCafe(cafe, RunningApi.cafe().put("principal", "王勇"));
        assertThat(help(id).getValue("ownerChangedAt")).isNull();
        assertThat(counts(id)).isEqualTo("confirmed 1, punished 1");
        JsonObject sold = RunningApi.cafe().put("principal", "李强").put("principalDocument", "赣许字〔2026〕5号");
        api.createCafe(cafe, sold);
        api.createCafe(cafe, sold);

        assertThat(counts(id)).isEqualTo("confirmed 0, punished 0");
        assertThat(help(id).getString("since")).isEqualTo(help(id).getString("ownerChangedAt"));
        assertThat(api.value("SELECT count(*) FROM owner_change WHERE place_code = '" + cafe + "'"))
                .isEqualTo("1");
        assertThat(api.call("GET", "/api/v1/cafes/" + cafe, culture, null).text())
                .contains("李强")
                .doesNotContain("principalDocument");
    }

    /** Nobody waits for the agent of a café without a licence, and what it does from then on is a finding. */
    @Test
    void aRevocationClosesTheCafeAtItsDate() {
        String cafe = cafe();
        String id = caseOf(told("MINOR_ADMITTED", cafe));
        int told = api.factsChanges.get();

        decide(id, revocation().put("from", "2026-08-01T00:00:00+08:00"));

        assertThat(read(id).getJsonObject("decision").getJsonArray("sanctions").getJsonObject(0))
                .isEqualTo(revocation().put("from", "2026-08-01T00:00:00+08:00"));
        assertThat(entered("closure", cafe)).isEqualTo("2026-07-31 16:00:00 without end");
        assertThat(entered("suspension", cafe)).isEqualTo("2026-07-31 16:00:00 without end");
        assertThat(api.value("SELECT kind || ' ' || document FROM closure WHERE place_code = '" + cafe + "'"))
                .isEqualTo("permanent " + read(id).getString("number"));
        assertThat(api.factsChanges.get()).isEqualTo(told + 1);
        assertThat(api.value(
                        "SELECT string_agg(action, ' ' ORDER BY position) FROM access_log WHERE details::jsonb ->> 'case' = '"
                                + id + "' AND action LIKE 'create-%'"))
                .isEqualTo("create-suspension create-closure");
        assertThat(api.get("/api/v1/cafes/" + cafe, culture)
                        .json()
                        .getJsonObject("closure")
                        .getString("kind"))
                .isEqualTo("permanent");
    }

    @Test
    void aRevocationWithoutADateIsOfTheMomentAndGoesTogetherWithASuspension() {
        String cafe = cafe();
        JsonObject suspension = suspension("2026-07-20T00:00:00+08:00", "2026-08-19T00:00:00+08:00");

        decide(caseOf(told("MINOR_ADMITTED", cafe)), suspension, revocation());

        assertThat(entered("closure", cafe)).endsWith("without end").startsWith("2026-07-10 ");
        assertThat(entered("suspension", cafe)).contains("2026-07-19 16:00:00 2026-08-18 16:00:00", " without end");
    }

    @Test
    void whatIsEnteredWithoutACaseLeavesRoomForDecisions() {
        String cafe = cafe();
        String id = caseOf(told("MINOR_ADMITTED", cafe));
        fill("suspension", cafe, new JsonObject().put("document", "x"));
        fill("closure", cafe, new JsonObject().put("kind", "temporary").put("document", "x"));

        decide(id, revocation());

        assertThat(api.value("SELECT count(*) FROM suspension WHERE place_code = '" + cafe + "' AND ends_at IS NULL"))
                .isEqualTo("1");
        assertThat(api.value("SELECT count(*) FROM closure WHERE place_code = '" + cafe + "' AND ends_at IS NULL"))
                .isEqualTo("1");
    }

    /** One that is cancelled, and as if there were five hundred of it. */
    private static void fill(String table, String cafe, JsonObject body) {
        String path = "/api/v1/cafes/" + cafe + "/" + table + "s";
        JsonObject made = api.call("POST", path, culture, body.put("from", "2027-01-01T00:00:00+08:00"))
                .json();
        assertThat(api.call("DELETE", path + "/" + made.getString("id"), culture, null)
                        .status())
                .isEqualTo(204);
        api.copy(table, "place_code = '" + cafe + "'", 499);
        assertThat(api.call("POST", path, culture, body).status()).isEqualTo(429);
    }

    /** What was judged already was judged by the licence that there was. */
    @Test
    void aRevocationBeforeJudgedTimeIsRefusedWithItsDecision() {
        String cafe = cafe();
        String id = caseOf(told("MINOR_ADMITTED", cafe));
        api.sql(
                "INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state) VALUES ('"
                        + cafe + "', 1, '2026-07-05Z', '2026-07-05Z', 0, '{}')");

        Answer refused = decided(id, revocation().put("from", "2026-07-04T00:00:00Z"));

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(read(id).getString("step")).isEqualTo("notified");
        assertThat(entered("closure", cafe)).isNull();
        assertThat(entered("suspension", cafe)).isNull();
    }

    /** What is written of it could not be read again, nor could any list that it is in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'suspension','from':'2026-08-01T00:00:00+08:00','to':'9999-12-31T23:59:59Z'}",
                "{'kind':'suspension','from':'0000-01-01T00:00:00+08:00','to':'2026-08-01T00:00:00+08:00'}",
                "{'kind':'revocation','from':'9999-12-31T23:59:59Z'}"
            })
    void aDecisionBeyondTheYearsOfRfc3339IsRefused(String sanction) {
        String cafe = cafe();
        String id = caseOf(told("MINOR_ADMITTED", cafe));

        Answer refused = decided(id, new JsonObject(sanction.replace('\'', '"')));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.text()).contains("0001-01-02T00:00:00Z", "9999-12-31T00:00:00Z");
        assertThat(read(id).getString("step")).isEqualTo("notified");
        assertThat(entered("suspension", cafe)).isNull();
        assertThat(entered("closure", cafe)).isNull();
        assertThat(shown(id, cafe)).isEqualTo("200 200 200");
    }

    /** The grammar of times has offsets and decimals that other readers do not know. */
    @Test
    void theHistorySaysADecisionAsItWasRead() {
        String cafe = cafe();
        String id = caseOf(told("MINOR_ADMITTED", cafe));

        decide(
                id,
                suspension("2026-12-20T00:00:00.123456789012Z", "2026-12-31T00:00:00+19:00")
                        .put("x", "y"));

        JsonArray taken = read(id).getJsonArray("history");
        assertThat(taken.getJsonObject(taken.size() - 1).getJsonObject("particulars"))
                .isEqualTo(new JsonObject()
                        .put(
                                "sanctions",
                                new JsonArray()
                                        .add(suspension(
                                                "2026-12-20T08:00:00.123456+08:00", "2026-12-30T13:00:00+08:00"))));
    }

    /** As services wrote it that took such times. */
    @Test
    void whatWasWrittenWithAYearOfFiveDigitsIsRead() {
        String cafe = cafe();
        String id = caseOf(told("MINOR_ADMITTED", cafe));
        decide(id, suspension("2026-08-01T00:00:00+08:00", "2026-09-01T00:00:00+08:00"));
        api.sql(
                "SET LOCAL session_replication_role = replica; UPDATE case_file SET sanctions = replace(sanctions::text,"
                        + " '2026-09-01T00:00:00+08:00', '+10000-01-01T07:59:59+08:00')::jsonb WHERE id = '" + id
                        + "'");
        api.sql("UPDATE case_head SET calendar_entries = -1");

        await(new CaseDueReckoning(api.vertx, api.pool, api.vault, MadeUpGrouping.configuration(), () -> RunningApi.NOW)
                .runNow());

        assertThat(api.value("SELECT calendar_entries = (SELECT count(*) FROM calendar_year) FROM case_head"))
                .isEqualTo("t");
        assertThat(shown(id, cafe)).isEqualTo("200 200 200");
        assertThat(read(id).getJsonObject("decision")
                        .getJsonArray("sanctions")
                        .getJsonObject(0)
                        .getString("to"))
                .isEqualTo("+10000-01-01T07:59:59+08:00");
    }

    private static JsonObject suspension(String from, String to) {
        return new JsonObject().put("kind", "suspension").put("from", from).put("to", to);
    }

    /** The statuses of the case, of the worklist and of the list of the café's owner. */
    private static String shown(String id, String cafe) {
        return "%d %d %d"
                .formatted(
                        api.get("/api/v1/cases/" + id, culture).status(),
                        api.get("/api/v1/cases?view=all", culture).status(),
                        api.get("/api/v1/my/cases", api.operator(cafe)).status());
    }

    /** Order 363, Articles 33 and 34: the police may order that a café closes for a while; the licence is the culture bureau's. */
    @Test
    void thePoliceRevokeNoLicence() {
        String cafe = cafe();
        String violation = violations.add("IDENTITY_SHARED", cafe, "{public-security}");
        violations.tell(violation, "opened");
        String id = caseOf(violation);
        String police = api.regulator("public-security", "360400");
        JsonObject decision = new JsonObject()
                .put("action", "decide")
                .put("version", api.get("/api/v1/cases/" + id, police).json().getLong("version"))
                .put("sanctions", new JsonArray().add(revocation()));

        Answer refused = api.call("POST", "/api/v1/cases/" + id + "/actions", police, decision);

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().getString("code")).isEqualTo("licence-of-culture");
        assertThat(entered("closure", cafe)).isNull();
    }

    /** Who decides on an outdated view is told that, and not what is wrong with the dates. */
    @Test
    void anOutdatedDecisionIsRefusedBeforeItsDates() {
        String cafe = cafe();
        String id = caseOf(told("MINOR_ADMITTED", cafe));
        JsonObject early = suspension("2026-07-01T00:00:00+08:00", "2026-07-03T00:00:00+08:00");
        JsonObject body = new JsonObject().put("action", "decide").put("sanctions", new JsonArray().add(early));
        String path = "/api/v1/cases/" + id + "/actions";
        long version = read(id).getLong("version");

        Answer notOpen = api.call("POST", path, culture, body.copy().put("version", version));
        Answer outdated = api.call("POST", path, culture, body.copy().put("version", version + 1));

        assertThat(notOpen.status()).as(notOpen.text()).isEqualTo(409);
        assertThat(notOpen.json().getJsonArray("open")).isNotEmpty();
        assertThat(outdated.status()).as(outdated.text()).isEqualTo(409);
        assertThat(outdated.json().getJsonObject("case").getLong("version")).isEqualTo(version);
        assertThat(entered("suspension", cafe)).isNull();
    }

    private static JsonObject revocation() {
        return new JsonObject().put("kind", "revocation");
    }

    private static @Nullable String entered(String table, String cafe) {
        return api.value(
                "SELECT string_agg((begins_at AT TIME ZONE 'UTC') || ' ' || coalesce((ends_at AT TIME ZONE 'UTC')::text,"
                        + " 'without end'), ', ' ORDER BY begins_at) FROM " + table + " WHERE place_code = '" + cafe
                        + "'");
    }

    private static String counts(String id) {
        return counts(help(id));
    }

    private static String counts(JsonObject help) {
        return "confirmed " + help.getLong("confirmed") + ", punished " + help.getLong("punished");
    }

    /** Of the tiers of the notice of 2010 on minors: the first time, a second time, any time. */
    private static String fits(String id) {
        return String.join(
                " ",
                help(id).getJsonArray("tables").getJsonObject(1).getJsonArray("tiers").stream()
                        .map(tier -> String.valueOf(((JsonObject) tier).getValue("fits")))
                        .toList());
    }

    private static List<String> texts(JsonArray array, String field) {
        return array.stream().map(one -> ((JsonObject) one).getString(field)).toList();
    }

    private static JsonObject help(String id) {
        return read(id).getJsonObject("sanctionHelp");
    }

    private static String cafe() {
        String placeCode = "3604811000%04d".formatted(++cafes);
        api.createCafe(placeCode);
        return placeCode;
    }

    private static String told(String code, String cafe) {
        String id = violations.add(code, cafe, "{culture}");
        violations.tell(id, "opened");
        return id;
    }

    private static String caseOf(String violation) {
        await(grouping.runNow());
        return String.valueOf(api.value("SELECT case_id FROM case_violation WHERE violation_id = '" + violation + "'"));
    }

    private static void check(String id, String outcome) {
        done(act(
                id,
                "assign",
                new JsonObject()
                        .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")))
                        .put("trigger", "data-monitoring")));
        JsonObject visit = new JsonObject().put("kind", "dispatch").put("unit", "执法队");
        String inspection =
                api.call("POST", "/api/v1/inspections", culture, visit).json().getString("id");
        done(act(
                id,
                "check",
                new JsonObject()
                        .put("inspection", inspection)
                        .put("outcome", outcome)
                        .put("note", "n")));
    }

    private static void decide(String id, JsonObject... sanctions) {
        done(decided(id, sanctions));
    }

    private static Answer decided(String id, JsonObject... sanctions) {
        check(id, "true");
        for (String step : List.of("file", "review", "notify")) {
            done(act(id, step, new JsonObject()));
        }
        return act(id, "decide", new JsonObject().put("sanctions", new JsonArray(List.of(sanctions))));
    }

    private static Answer act(String id, String action, JsonObject fields) {
        return api.call(
                "POST",
                "/api/v1/cases/" + id + "/actions",
                culture,
                fields.put("action", action).put("version", read(id).getLong("version")));
    }

    private static JsonObject read(String id) {
        return done(api.get("/api/v1/cases/" + id, culture));
    }

    private static JsonObject done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
