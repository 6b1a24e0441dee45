package lingdian.office.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.testing.Await;
import lingdian.testing.EventLoops;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why officers went, what they recorded in a café, and who signed it (handbook, enforcement.md#site-records). */
class SiteRecordIT {
    private static final String CAFE = "36048110000001";
    private static final String OTHER = "36048110000002";
    /** The fixture's clock stands at 2026-07-10T04:00Z. */
    private static final String BEGAN = "2026-07-10T11:30:00+08:00";

    private static final String DRAWING =
            Base64.getEncoder().encodeToString(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1, 2});

    private static RunningApi api;
    private static MadeUpViolations violations;
    private static String culture;
    private static String colleague;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        List.of(CAFE, OTHER).forEach(api::createCafe);
        violations = new MadeUpViolations(api);
        culture = api.regulator("culture", "360481");
        colleague = api.regulator("culture", "360400");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** Such a visit needs no yearly plan; a form that does not know of it takes nothing away. */
    @Test
    void aVisitForAFindingIsDataMonitoringUnlessAnotherReasonIsGiven() {
        String violation = violations.add("OVERTIME_OPERATION", CAFE, "{culture}");
        JsonObject withFinding = visit();
        withFinding.getJsonArray("premises").getJsonObject(0).put("violations", new JsonArray().add(violation));

        assertThat(create(visit()).getValue("trigger")).isNull();
        assertThat(create(withFinding).getString("trigger")).isEqualTo("data-monitoring");
        JsonObject planned = create(withFinding.copy().put("trigger", "plan").put("reference", "2026年度计划第3项"));
        assertThat(planned.getString("trigger") + planned.getString("reference"))
                .isEqualTo("plan2026年度计划第3项");

        JsonObject changed = api.call(
                        "PUT", path(planned), culture, visit().put("version", 1).put("note", "n"))
                .json();
        assertThat(changed.getString("trigger") + changed.getString("reference"))
                .isEqualTo("plan2026年度计划第3项");
        JsonObject cleared = api.call(
                        "PUT",
                        path(planned),
                        culture,
                        visit().put("version", 2).putNull("trigger").putNull("reference"))
                .json();
        assertThat(cleared.getValue("trigger")).isNull();
        assertThat(cleared.getValue("reference")).isNull();
    }

    @Test
    void aRecheckNamesACaseInWhichSomethingWasOrdered() {
        String id = openCase(CAFE);
        JsonObject recheck = visit().put("recheckOf", id);

        assertThat(post("/api/v1/inspections", recheck).places()).containsExactly("/recheckOf");
        api.sql("INSERT INTO case_action (case_id, number, action, step, at, account, place_code) SELECT '" + id
                + "', 2, 'correct', 'lead', now(), account, place_code FROM case_action WHERE case_id = '" + id + "'");

        assertThat(create(recheck).getString("recheckOf")).isEqualTo(id);
        JsonObject elsewhere = recheck.copy();
        elsewhere.getJsonArray("premises").getJsonObject(0).put("placeCode", OTHER);
        assertThat(post("/api/v1/inspections", elsewhere).places()).containsExactly("/recheckOf");
    }

    /** The officer sees who sits there; the service knows who was registered there, but not who that is. */
    @Test
    void seatsAreComparedWithWhatTheAgentHadReportedAtThatMinute() {
        registered("A01", "2026-07-10T03:00Z", null);
        registered("A02", "2026-07-10T03:00Z", "2026-07-10T03:40Z");
        registered("B/3", "2026-07-10T03:50Z", null);
        api.sql(
                "INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state) VALUES ('"
                        + CAFE + "', 1, '2026-07-10T03:55Z', '2026-07-10T03:55Z', 0, '{}')");
        String records = records(create(visit()));

        Answer prefilled = api.get(records + "/seats?at=2026-07-10T03:45:00Z", culture);
        assertThat(prefilled.json().getJsonArray("registered")).containsExactly("A01");
        assertThat(prefilled.json().getString("heardUntil")).isEqualTo("2026-07-10T11:55:00+08:00");
        assertThat(prefilled.json().fieldNames()).containsExactlyInAnyOrder("at", "heardUntil", "registered");
        JsonObject record = record().put("checkedAt", "2026-07-10T03:45:00Z")
                .put(
                        "seats",
                        new JsonArray()
                                .add(seat("A01", "adult").put("registered", true))
                                .add(seat("A02", "minor").put("registered", false))
                                .add(seat("A03", "empty")));
        JsonObject written = ok(put(records, record.put("version", 0)));

        assertThat(written.getJsonArray("seats").stream().map(one -> ((JsonObject) one).getBoolean("reported")))
                .containsExactly(true, false, false);
        JsonObject late = ok(put(records, record.put("version", 1).put("checkedAt", "2026-07-10T03:59:00Z")));
        assertThat(late.getJsonArray("seats").stream().map(one -> ((JsonObject) one).getBoolean("reported")))
                .as("the agent had not been heard then")
                .containsOnlyNulls();
        assertThat(api.value(
                        "SELECT count(*) FROM access_log WHERE action = 'read-inspection' AND details::jsonb @> '{\"what\":\"seats\",\"for\":\""
                                + CAFE + "\"}'"))
                .isEqualTo("1");
    }

    /** Nobody looks into a café at a time at which no officer was there. */
    @ParameterizedTest
    @CsvSource({"2026-07-10T02:29:00Z", "2026-07-10T05:01:00Z", "2026-07-09T11:45:00Z"})
    void seatsAreShownOfTheTimeOfTheInspectionAlone(String at) {
        String records = records(create(visit()));

        assertThat(api.get(records + "/seats?at=" + at, culture).places()).containsExactly("?at");
        assertThat(put(records, record().put("version", 0).put("checkedAt", at)).places())
                .containsExactly("/checkedAt");
    }

    /** The inspection stays with its office, which may finish its record; who sits in the café is another county's to see. */
    @Test
    void seatsOfACafeThatMovedAwayAreNotShown() {
        String cafe = "36048110000003";
        api.createCafe(cafe);
        JsonObject visit = visit();
        visit.getJsonArray("premises").getJsonObject(0).put("placeCode", cafe);
        String records = path(create(visit)) + "/records/" + cafe;
        assertThat(api.get(records + "/seats", culture).status()).isEqualTo(200);
        api.sql(
                "INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state) VALUES ('"
                        + cafe + "', 1, '2026-07-10T03:55Z', '2026-07-10T03:55Z', 0, '{}')");
        JsonObject seen = record().put("checkedAt", "2026-07-10T03:45:00Z")
                .put("seats", new JsonArray().add(seat("A01", "adult")));
        JsonObject before = ok(put(records, seen.put("version", 0)));

        api.createCafe(cafe, RunningApi.cafe().put("region", "360482"));

        assertThat(api.get(records + "/seats", culture).status()).isEqualTo(404);
        JsonObject after = ok(put(records, seen.put("version", 1)));
        assertThat(before.getJsonArray("seats").getJsonObject(0).getValue("reported"))
                .isEqualTo(false);
        assertThat(after.getJsonArray("seats").getJsonObject(0).getValue("reported"))
                .isNull();
        assertThat(api.get(records + "/seats", colleague).status())
                .as("the city covers both")
                .isEqualTo(200);
    }

    @Test
    void aRecordIsOfACafeOfTheInspectionAndOfItsOffice() {
        JsonObject inspection = create(visit());
        String other = "/api/v1/inspections/" + inspection.getString("id") + "/records/" + OTHER;
        String stranger = api.regulator("public-security", "360481");

        assertThat(put(other, record().put("version", 0)).status()).isEqualTo(404);
        assertThat(api.get(other + "/seats", culture).status()).isEqualTo(404);
        assertThat(api.get(records(inspection), culture).status())
                .as("not written yet")
                .isEqualTo(404);
        ok(put(records(inspection), record().put("version", 0)));
        assertThat(api.get(records(inspection), stranger).status()).isEqualTo(404);
        assertThat(api.get(records(inspection) + "/seats", stranger).status()).isEqualTo(404);
        assertThat(api.get(path(inspection), culture)
                        .json()
                        .getJsonArray("records")
                        .getJsonObject(0)
                        .getString("placeCode"))
                .isEqualTo(CAFE);
        assertThat(api.value("SELECT count(*) FROM site_record WHERE position('李四'::bytea IN content) > 0"))
                .isEqualTo("0");
        assertThat(put(records(inspection), record().put("version", 0)).status())
                .as("somebody was faster")
                .isEqualTo(409);
    }

    /** What the document does not know is ignored, and costs nothing. */
    @Test
    void fieldsThatNobodyKnowsAreNotLookedThrough() {
        String records = records(create(visit()));

        assertThat(put(records, record().put("version", 0).put("x".repeat(201), 1))
                        .status())
                .isEqualTo(400);
        assertThat(put(records, record().put("version", 0).put("x".repeat(200), "11010519491231002X"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void noRecordHoldsAPersonsNumber() {
        Answer refused = put(
                records(create(visit())),
                record().put("version", 0)
                        .put("seats", new JsonArray().add(seat("A01", "adult").put("note", "证件11010519491231002X号"))));

        assertThat(refused.places()).containsExactly("/seats/0/note");
        assertThat(refused.text()).doesNotContain("1949");
    }

    @Test
    void norDoesWhatASignerSays() {
        String records = records(create(visit()));
        ok(put(records, record().put("version", 0)));

        Answer refused = sign(culture, records, person(1).put("opinion", "证件11010519491231002X号"));

        assertThat(refused.places()).containsExactly("/opinion");
        assertThat(refused.text()).doesNotContain("1949");
    }

    @Test
    void twoOfficersAndTheCafesPersonSignAndThenNothingChanges() {
        JsonObject inspection = create(visit());
        String records = records(inspection);
        photo(inspection, "/9j/AQ==");
        ok(put(records, record().put("version", 0)));

        assertThat(sign(culture, records, officer(1)).status()).isEqualTo(201);
        assertThat(sign(culture, records, officer(1)).status()).as("twice").isEqualTo(409);
        assertThat(sign(colleague, records, person(2)).status())
                .as("of another version")
                .isEqualTo(409);
        ok(put(records, record().put("version", 1).put("hours", "正在营业")));
        assertThat(ok(api.get(records, culture)).getJsonArray("signatures"))
                .as("a changed record is signed again")
                .isEmpty();

        sign(culture, records, officer(2));
        assertThat(sign(culture, records, person(2)).json().getBoolean("signed"))
                .isFalse();
        assertThat(sign(
                                culture,
                                records,
                                new JsonObject()
                                        .put("as", "refused")
                                        .put("reason", "r")
                                        .put("version", 2))
                        .status())
                .isEqualTo(409);
        removable(inspection, 0, 200);
        photo(inspection, "/9j/Ag==");
        JsonObject signed = sign(colleague, records, officer(2)).json();

        assertThat(signed.getBoolean("signed")).isTrue();
        JsonObject drawn = signature(signed, "person");
        assertThat(drawn.getString("name") + drawn.getString("opinion")).isEqualTo("李四以上笔录看过，属实");
        assertThat(drawn.getString("drawing")).isEqualTo(DRAWING);
        assertThat(signature(signed, "officer").getString("name")).isEqualTo("r");
        assertThat(put(records, record().put("version", 2)).status()).isEqualTo(409);
        removable(inspection, 0, 409);
        photo(inspection, "/9j/Aw==");
        removable(inspection, 1, 200);
        assertThat(api.value(
                        "SELECT count(*) FROM access_log WHERE action = 'change-inspection' AND length(details::jsonb ->> 'hash') = 32"
                                + " AND subject_id = '" + inspection.getString("id") + "'"))
                .isEqualTo("4");
        assertThatThrownBy(() -> api.sql("INSERT INTO site_record SELECT '" + UUID.randomUUID()
                        + "', inspection_id, place_code, 9, at, account, content FROM site_record WHERE inspection_id = '"
                        + inspection.getString("id") + "' LIMIT 1"))
                .hasMessageContaining("never change");
    }

    /** Whoever left a café out would hide its record, and the signatures under it, for good. */
    @Test
    void noVersionLeavesOutACafeThatHasARecord() {
        JsonObject inspection = create(visitOf(CAFE, OTHER));
        String records = records(inspection);
        ok(put(records, record().put("version", 0)));
        sign(culture, records, officer(1));
        sign(colleague, records, officer(1));

        Answer refused = put(
                path(inspection),
                visitOf(OTHER).put("version", 1).put("note", "n").put("closed", true));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("code")).isEqualTo("has-record");
        assertThat(sign(culture, records, person(1)).json().getBoolean("signed"))
                .as("it is still open")
                .isTrue();
        assertThat(put(path(inspection), visitOf().put("version", 1)).status()).isEqualTo(409);
        ok(put(path(inspection), visitOf(CAFE).put("version", 1).put("closed", true)));
        assertThat(ok(api.get(records, colleague)).getJsonArray("signatures")).hasSize(3);
    }

    /** Of such records there may be some from before. */
    @Test
    void aRecordOfACafeThatALaterVersionLeftOutIsRead() {
        JsonObject inspection = create(visitOf(CAFE, OTHER));
        String records = records(inspection);
        ok(put(records, record().put("version", 0)));
        api.sql(withoutCafes(inspection, "closed"));

        assertThat(ok(api.get(records, culture)).getJsonObject("person").getString("name"))
                .isEqualTo("李四");
        assertThat(api.get(path(inspection) + "/records/" + OTHER, culture).status())
                .as("nothing was written there")
                .isEqualTo(404);
        assertThat(api.get(records, api.regulator("public-security", "360481")).status())
                .isEqualTo(404);
        assertThat(api.get(records + "/seats", culture).status()).isEqualTo(404);
    }

    @Test
    void theServicesLoginLeavesOutNoCafeThatHasARecord() throws Exception {
        JsonObject inspection = create(visitOf(CAFE, OTHER));
        ok(put(records(inspection), record().put("version", 0)));
        String repeatable = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

        assertThat(TestDatabase.refusalOfMember(api.database, withoutCafes(inspection, "open")))
                .contains("names each café that has a record");
        assertThat(TestDatabase.refusalOfMember(api.database, version(inspection, "open", "'{NULL}'")))
                .contains("names each café that has a record");
        assertThat(TestDatabase.refusalOfMember(api.database, repeatable, withoutCafes(inspection, "open")))
                .contains("READ COMMITTED");
        assertThat(TestDatabase.refusalOfMember(api.database, version(inspection, "open", "place_codes[1:1]")))
                .doesNotContain("names each café");
    }

    @Test
    void theAccessLogSaysWhichCafesAVersionAddsOrLeavesOut() {
        JsonObject inspection = create(visitOf(CAFE, OTHER));
        ok(put(path(inspection), visitOf(OTHER).put("version", 1)));
        ok(put(path(inspection), visitOf(OTHER).put("version", 2).put("note", "n")));
        String[] many = IntStream.range(0, 9)
                .mapToObj(i -> "36048110002%03d".formatted(i))
                .toArray(String[]::new);
        List.of(many).forEach(api::createCafe);
        ok(put(path(inspection), visitOf(many).put("version", 3)));

        String details = "SELECT string_agg(details, ' ' ORDER BY position) FROM access_log WHERE subject_id = '"
                + inspection.getString("id") + "' AND action IN ('create-inspection', 'change-inspection')";
        assertThat(api.value(details))
                .isEqualTo("{\"added\":\"" + CAFE + "+" + OTHER + "\",\"addedCafes\":2}"
                        + " {\"leftOut\":\"" + CAFE + "\",\"leftOutCafes\":1,\"what\":\"change\"}"
                        + " {\"what\":\"change\"}"
                        + " {\"added\":\"" + String.join("+", List.of(many).subList(0, 8))
                        + "\",\"addedCafes\":9,\"leftOut\":\"" + OTHER
                        + "\",\"leftOutCafes\":1,\"what\":\"change\"}");
    }

    private static String withoutCafes(JsonObject inspection, String state) {
        return version(inspection, state, "'{}'");
    }

    /** SQL that adds a version of an inspection as the last one is, but for these. */
    private static String version(JsonObject inspection, String state, String placeCodes) {
        return "INSERT INTO inspection_version (inspection_id, version, at, account, kind, state, unit, started_at, ended_at, officers,"
                + " vehicles, visits, place_codes, violations, content) SELECT inspection_id, version + 1, at, account, kind, '"
                + state + "', unit, started_at, ended_at, officers, vehicles, visits, " + placeCodes
                + ", violations, content FROM inspection_version WHERE inspection_id = '" + inspection.getString("id")
                + "' ORDER BY version DESC LIMIT 1";
    }

    /** Whoever closes an inspection takes the chain first and then the log, and all that is read waits for the log. */
    @Test
    void theAccessLogDoesNotWaitForTheChainOfPhotographs() throws Exception {
        JsonObject closed = create(visit());
        photo(closed, "/9j/BA==");
        ok(put(path(closed), visit().put("version", 1).put("closed", true)));
        JsonObject inspection = create(visit());
        String records = records(inspection);
        photo(inspection, "/9j/BQ==");
        ok(put(records, record().put("version", 0)));
        sign(culture, records, officer(1));
        sign(colleague, records, officer(1));
        try (var holder = TestDatabase.superuser(api.database);
                var held = holder.createStatement()) {
            holder.setAutoCommit(false);
            held.execute("SELECT FROM photograph_head FOR UPDATE");
            Thread signing = Thread.ofVirtual().start(() -> sign(culture, records, person(1)));

            Await.until(
                    "it waits for the chain",
                    () -> "1"
                            .equals(api.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock' AND query LIKE '%FROM photograph_head%'")));
            assertThat(api.value("SELECT position FROM access_log_head FOR UPDATE NOWAIT"))
                    .isNotNull();

            holder.rollback();
            signing.join();
        }
        assertThat(ok(api.get(records, culture)).getBoolean("signed")).isTrue();
    }

    @Test
    void aRefusalStandsInPlaceOfTheCafesSignature() {
        String records = records(create(visit()));
        ok(put(records, record().put("version", 0)));
        sign(culture, records, officer(1));
        sign(colleague, records, officer(1));

        JsonObject refused = new JsonObject()
                .put("as", "refused")
                .put("reason", "当事人拒绝签字")
                .put("witness", "社区民警")
                .put("version", 1);

        assertThat(sign(culture, records, refused).json().getBoolean("signed")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"as":"officer","version":1}                                                       | /certificate
            {"as":"person","version":1,"name":"n","opinion":"o"}                               | /drawing
            {"as":"person","version":1,"name":"n","opinion":"o","drawing":"AAAA"}              | /drawing
            {"as":"person","version":1,"opinion":"o","drawing":"iVBORw0KGgoBAg=="}             | /name
            {"as":"refused","version":1}                                                       | /reason
            """)
    void whatASignatureNeedsIsNamed(String body, String place) {
        String records = records(create(visit()));
        ok(put(records, record().put("version", 0)));

        assertThat(sign(culture, records, new JsonObject(body)).places()).containsExactly(place);
    }

    /** Whoever reads an inspection sees that there are records, and opens them one by one. */
    @Test
    void longRecordsAreOpenedOneAtATime() {
        var seats = new JsonArray();
        IntStream.range(0, 1000).forEach(i -> seats.add(seat("T" + i, "adult").put("note", "n".repeat(190))));
        JsonObject visit = visit();
        for (int i = 0; i < 16; i++) {
            String cafe = "36048110001%03d".formatted(i);
            api.createCafe(cafe);
            visit.getJsonArray("premises")
                    .add(new JsonObject().put("kind", "internet-cafe").put("placeCode", cafe));
        }
        JsonObject created = create(visit);
        for (int i = 0; i < 16; i++) {
            String cafe = "36048110001%03d".formatted(i);
            ok(put(
                    path(created) + "/records/" + cafe,
                    record().put("version", 0).put("seats", seats)));
        }
        String last = path(created) + "/records/36048110001015";

        long toList = EventLoops.allocatedDuring(
                () -> assertThat(ok(api.get(path(created), culture)).getJsonArray("records"))
                        .hasSize(16));
        long toReadOne = EventLoops.allocatedDuring(() ->
                assertThat(ok(api.get(last, culture)).getJsonArray("seats")).hasSize(1000));
        long toRefuse = EventLoops.allocatedDuring(() ->
                assertThat(put(last, record().put("version", 0)).status()).isEqualTo(409));

        assertThat(toList).as("no content is opened").isLessThan(2_000_000);
        assertThat(toReadOne).as("on a worker thread, but for what is answered").isLessThan(6_000_000);
        assertThat(toRefuse).as("the version alone is read").isLessThan(2_000_000);
    }

    @Test
    void theRecordsOfAnInspectionEndAndNoOfficerTakesAllTheRoom() {
        JsonObject visit = visit();
        visit.getJsonArray("premises")
                .add(new JsonObject().put("kind", "internet-cafe").put("placeCode", OTHER));
        JsonObject created = create(visit);
        ok(put(records(created), record().put("version", 0)));
        String more = "INSERT INTO site_record SELECT gen_random_uuid(), inspection_id, '" + OTHER
                + "', version + number, at, account, decode(repeat('00', 1000000), 'hex')"
                + " FROM site_record, generate_series(%d, %d) AS number WHERE inspection_id = '"
                + created.getString("id") + "' AND place_code = '" + CAFE + "' AND version = 1";
        api.sql(more.formatted(1, 68));

        Answer refused = put(records(created), record().put("version", 1));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("code")).isEqualTo("too-large");
        JsonObject written = ok(api.call("PUT", records(created), colleague, record().put("version", 1)));
        assertThat(written.getInteger("version")).isEqualTo(2);
        api.sql(more.formatted(69, 136));
        assertThat(api.call("PUT", records(created), colleague, record().put("version", 2))
                        .status())
                .isEqualTo(409);
    }

    private static JsonObject signature(JsonObject record, String as) {
        return record.getJsonArray("signatures").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("as").equals(as))
                .findFirst()
                .orElseThrow();
    }

    private static void registered(String terminal, String from, String to) {
        api.sql("INSERT INTO stream (number, stream, place_code, own_seq, own_chain, began_at) VALUES (7, '"
                + UUID.randomUUID()
                + "', '"
                + CAFE + "', 0, decode(repeat('00', 32), 'hex'), now()) ON CONFLICT DO NOTHING;"
                + " INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at, ended_at)"
                + " VALUES ('" + CAFE + "', 's-" + terminal + "', '" + terminal
                + "', gen_random_uuid(), 7, 1, '2026-07-10', '" + from
                + "', " + (to == null ? "NULL" : "'" + to + "'") + ")");
    }

    private static JsonObject visit() {
        return visitOf(CAFE);
    }

    private static JsonObject visitOf(String... cafes) {
        var premises = new JsonArray();
        for (String cafe : cafes) {
            premises.add(new JsonObject().put("kind", "internet-cafe").put("placeCode", cafe));
        }
        return new JsonObject()
                .put("kind", "dispatch")
                .put("unit", "执法队")
                .put("startedAt", BEGAN)
                .put("premises", premises);
    }

    private static JsonObject record() {
        return new JsonObject()
                .put("person", new JsonObject().put("name", "李四").put("duty", "店长"))
                .put("signs", new JsonObject().put("minorsProhibited", true).put("openingHours", false))
                .put("exits", new JsonObject().put("count", 2).put("blocked", 1));
    }

    private static JsonObject seat(String terminal, String saw) {
        return new JsonObject().put("terminal", terminal).put("saw", saw);
    }

    private static JsonObject officer(int version) {
        return new JsonObject()
                .put("as", "officer")
                .put("certificate", "36040012")
                .put("version", version);
    }

    private static JsonObject person(int version) {
        return new JsonObject()
                .put("as", "person")
                .put("name", "李四")
                .put("opinion", "以上笔录看过，属实")
                .put("drawing", DRAWING)
                .put("version", version);
    }

    private static void photo(JsonObject inspection, String content) {
        var photo = new JsonObject().put("name", "p").put("type", "image/jpeg").put("content", content);
        assertThat(post(path(inspection) + "/photos", new JsonObject().put("photos", new JsonArray().add(photo)))
                        .status())
                .isEqualTo(201);
    }

    private static void removable(JsonObject inspection, int index, int status) {
        JsonArray photos = ok(api.get(path(inspection), culture)).getJsonArray("photos");
        String file = photos.getJsonObject(index).getString("id");
        assertThat(api.call("DELETE", path(inspection) + "/photos/" + file, culture, null)
                        .status())
                .isEqualTo(status);
    }

    private static String openCase(String cafe) {
        return post("/api/v1/cases", new JsonObject().put("placeCode", cafe))
                .json()
                .getString("id");
    }

    private static JsonObject create(JsonObject body) {
        Answer answer = post("/api/v1/inspections", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static String path(JsonObject inspection) {
        return "/api/v1/inspections/" + inspection.getString("id");
    }

    private static String records(JsonObject inspection) {
        return path(inspection) + "/records/" + CAFE;
    }

    private static Answer sign(String token, String records, JsonObject signature) {
        return api.call("POST", records + "/signatures", token, signature);
    }

    private static Answer post(String path, JsonObject body) {
        return api.call("POST", path, culture, body);
    }

    private static Answer put(String path, JsonObject body) {
        return api.call("PUT", path, culture, body);
    }

    private static JsonObject ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
