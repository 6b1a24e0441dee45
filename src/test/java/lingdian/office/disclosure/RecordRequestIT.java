package lingdian.office.disclosure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static lingdian.testing.SealedCafe.ADULT;
import static lingdian.testing.SealedCafe.CAFE;
import static lingdian.testing.SealedCafe.CHILD;
import static lingdian.testing.SealedCafe.FOURTEEN_TOMORROW;
import static lingdian.testing.SealedCafe.MINOR;
import static lingdian.testing.SealedCafe.NAME;
import static lingdian.testing.SealedCafe.QUARANTINED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import lingdian.testing.SealedCafe.Answer;
import lingdian.testing.SlowDownload;
import lingdian.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Art. 23: two persons grant one café's records of a period, and each export is logged before its first byte. */
class RecordRequestIT {
    static SealedCafe cafe;
    private String asker;
    private String second;
    private long logged;

    @BeforeAll
    static void start() throws Exception {
        cafe = new SealedCafe();
    }

    @AfterAll
    static void stop() throws Exception {
        cafe.close();
    }

    @BeforeEach
    void newAccounts() throws Exception {
        asker = cafe.service.regulatorToken("culture", "360481");
        second = cafe.service.regulatorToken("culture", "360400");
        logged = cafe.logPosition();
    }

    @Test
    void theRecordsOfATimeAreExportedInFull() {
        List<JsonObject> lines = lines(export(asker, granted()));

        assertThat(lines.getFirst().getString("type")).isEqualTo("records");
        assertThat(lines.getFirst().getString("legalBasis")).contains("第二十三条");
        assertThat(lines.getLast())
                .isEqualTo(
                        new JsonObject().put("type", "end").put("sessions", 8).put("events", 11));
        assertThat(of(lines, "session")).hasSize(8);
        assertThat(of(lines, "event"))
                .extracting(one -> one.getInteger("seq"))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        JsonObject adult = session(lines, "adult");
        assertThat(adult.getJsonObject("document").getString("number")).isEqualTo(ADULT);
        assertThat(adult.getJsonObject("document").getString("name")).isEqualTo(NAME);
        assertThat(adult.getString("endedAt")).isEqualTo("2026-07-10T11:51:50+08:00");
        assertThat(of(lines, "event").getFirst().getJsonObject("document").getString("number"))
                .isEqualTo(ADULT);
    }

    @Test
    void minorsAreShownAndChildrenUnder14AreNot() {
        Answer export = export(asker, granted());

        assertThat(export.text()).contains(MINOR).doesNotContain(CHILD).doesNotContain(FOURTEEN_TOMORROW);
        assertThat(session(lines(export), "child").getJsonObject("document"))
                .isEqualTo(new JsonObject().put("type", "111").put("ageGroup", "under-14"));
    }

    /** An export contains no identifier that would link a person's visits, and no quarantined text. */
    @Test
    void noTokenLeavesAndNoTextInQuarantine() {
        String text = export(asker, granted()).text();

        assertThat(text).doesNotContain("oken").doesNotContain(QUARANTINED).contains("invalid-event");
        assertThat(cafe.rows("SELECT token FROM session")).isNotEmpty().noneMatch(text::contains);
    }

    @Test
    void onlyWhatLiesInTheTimeIsShown() {
        List<JsonObject> lines =
                lines(export(asker, granted("2026-07-10T11:50:20+08:00", "2026-07-10T11:50:40+08:00")));

        assertThat(of(lines, "event")).extracting(one -> one.getInteger("seq")).containsExactly(2, 3);
        assertThat(of(lines, "session"))
                .extracting(one -> one.getString("session"))
                .containsExactlyInAnyOrder("adult", "minor", "child");
        assertThat(of(lines(export(asker, granted("2026-07-09T00:00:00+08:00", "2026-07-10T00:00:00+08:00"))), "event"))
                .isEmpty();
    }

    /** Whoever has the service's login of the database adds rows to the table of sessions, which is in no chain. */
    @Test
    void aSessionThatIsNotThatOfItsLoginIsLeftOut() throws Exception {
        String made =
                "INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at, ended_at)"
                        + " SELECT place_code, '%s', %s, token, stream_number, login_seq, login_day, started_at, ended_at FROM session"
                        + " WHERE session = 'adult'";
        cafe.sql(made.formatted("made-up", "terminal") + "; " + made.formatted("Made-up", "'A99'"));
        try {
            List<JsonObject> lines = lines(export(asker, granted()));
            assertThat(of(lines, "session")).hasSize(8);
            assertThat(lines.getLast().getInteger("sessions")).isEqualTo(8);
            assertThat(lines.toString()).doesNotContainIgnoringCase("made-up");
        } finally {
            cafe.sql("DELETE FROM session WHERE lower(session) = 'made-up'");
        }
    }

    @Test
    void everyExportIsWrittenDownBeforeAndAfter() {
        String id = granted();
        export(asker, id);
        export(asker, id);

        assertThat(cafe.logged(logged))
                .contains("request-records done", "approve-records done")
                .containsSubsequence(
                        "export-records attempted",
                        "export-records done",
                        "export-records attempted",
                        "export-records done");
    }

    @Test
    void whereTheLogFailsNothingIsShown() {
        String granted = granted();
        String pending = ask(asker).json().getString("id");
        var answers = new ArrayList<Answer>();

        cafe.withoutLog(() -> {
            answers.add(export(asker, granted));
            answers.add(ask(asker));
            answers.add(approve(second, pending));
        });

        assertThat(answers).allMatch(answer -> answer.status() == 503);
        assertThat(answers.stream().map(Answer::text)).noneMatch(text -> text.contains(NAME) || text.contains(ADULT));
        assertThat(cafe.get("/record-requests/" + pending, asker).json().getString("state"))
                .isEqualTo("pending");
    }

    @Test
    void nothingIsExportedBeforeASecondPersonGrantsIt() {
        String pending = ask(asker).json().getString("id");
        assertThat(export(asker, pending).status()).isEqualTo(409);

        Answer own = approve(asker, pending);
        assertThat(own.status()).isEqualTo(403);
        assertThat(own.json().getString("code")).isEqualTo("own-request");
        assertThat(cafe.logged(logged)).contains("approve-records refused");

        cafe.call("POST", "/record-requests/" + pending + "/approval", second, new JsonObject().put("approve", false));
        assertThat(export(asker, pending).status()).isEqualTo(409);
        assertThat(approve(second, pending).status()).isEqualTo(409);
    }

    @Test
    void onlyWhoeverAskedExports() {
        assertThat(export(second, granted()).status()).isEqualTo(403);
    }

    @Test
    void aLeaveEndsAndARequestLapses() {
        String granted = granted();
        String pending = ask(asker).json().getString("id");
        var began = cafe.now.get();
        cafe.now.set(began.plus(Duration.ofHours(24)));

        Answer late = export(asker, granted);
        Answer lapsed = approve(second, pending);
        cafe.now.set(began.plus(Duration.ofHours(24)).minusNanos(1_000));
        Answer inTime = export(asker, granted);
        cafe.now.set(began);

        assertThat(late.status()).isEqualTo(410);
        assertThat(lapsed.status()).isEqualTo(410);
        assertThat(inTime.status()).isEqualTo(200);
    }

    @Test
    void outOfScopeThereIsNothing() throws Exception {
        String id = granted();
        for (String[] foreign : new String[][] {
            {"culture", "360482"}, {"culture", "500000"}, {"public-security", "360481"}, {"public-security", "000000"}
        }) {
            String token = cafe.service.regulatorToken(foreign[0], foreign[1]);
            assertThat(cafe.get("/record-requests/" + id, token).status()).isEqualTo(404);
            assertThat(approve(token, id).status()).isEqualTo(404);
            assertThat(export(token, id).status()).isEqualTo(404);
            assertThat(cafe.get("/record-requests", token).json().getJsonArray("items"))
                    .isEmpty();
        }
        assertThat(ask(cafe.service.regulatorToken("culture", "360482")).status())
                .isEqualTo(404);
    }

    @Test
    void bothAuthoritiesMayAsk() throws Exception {
        String police = cafe.service.regulatorToken("public-security", "360481");
        assertThat(ask(police).status()).isEqualTo(202);
    }

    @Test
    void onlyRegulatorsAsk() {
        String id = granted();
        for (String token : List.of(
                RunningService.ADMIN_TOKEN,
                account(new JsonObject().put("name", "a").put("role", "auditor")),
                account(new JsonObject()
                        .put("name", "o")
                        .put("role", "operator")
                        .put("placeCode", CAFE)))) {
            assertThat(ask(token).status()).isEqualTo(403);
            assertThat(approve(token, id).status()).isEqualTo(403);
            assertThat(export(token, id).status()).isEqualTo(403);
            assertThat(cafe.get("/record-requests", token).status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-10T00:00:00+08:00, 2026-07-10T00:00:00+08:00",
        "2026-07-10T00:00:00+08:00, 2026-07-09T00:00:00+08:00",
        "2026-06-01T00:00:00+08:00, 2026-07-02T00:00:01+08:00",
        "2026-07-10T00:00:00+08:00, 2026-07-10T13:00:01+08:00",
        "2026-07-10T00:00:00,       2026-07-10T01:00:00+08:00",
    })
    void theTimeIsBoundedAndPast(String from, String to) {
        assertThat(ask(asker, from, to, CAFE).status()).isEqualTo(400);
    }

    @Test
    void whatIsPendingIsFoundByWhoMayGrantIt() {
        String id = ask(asker).json().getString("id");

        JsonObject pending = items(cafe.get("/record-requests?state=pending", second)).stream()
                .filter(one -> one.getString("id").equals(id))
                .findFirst()
                .orElseThrow();

        assertThat(pending.getString("reason")).isEqualTo("核查 case 7");
        assertThat(pending.getJsonObject("askedBy").getString("name")).isEqualTo("regulator");
        assertThat(cafe.rows("SELECT row_to_json(r) FROM record_request r")).noneMatch(row -> row.contains("核查"));
    }

    @Test
    void anotherNodeExportsItToo() throws Exception {
        String id = granted();
        try (RunningService other = cafe.service.another()) {
            assertThat(cafe.call(other, "GET", "/record-requests/" + id + "/export", asker, null)
                            .text())
                    .contains(ADULT)
                    .contains("\"end\"");
        }
    }

    /** An export of several pages, one of which reaches its limit of bytes. */
    @Test
    void aLongExportIsWholeAndInOrder() {
        cafe.sql("""
                INSERT INTO stream VALUES (900, '36048110000001', gen_random_uuid(), 0, decode(repeat('00', 32), 'hex'), true, now());
                INSERT INTO journal (day, stream_number, seq, received_at, effective_at, body, content_mac, chain, type)
                SELECT '2026-07-10', 900, n, timestamptz '2026-07-10T09:00:00+08:00', timestamptz '2026-07-08T09:00:00+08:00',
                  json_build_object('type', 'heartbeat', 'note', repeat('x', CASE WHEN n % 400 = 0 THEN 700000 ELSE 10 END)),
                  '', decode(repeat('00', 32), 'hex'), 'h'
                FROM generate_series(1, 2300) AS n
                """);

        List<JsonObject> lines =
                lines(export(asker, granted("2026-07-08T09:00:00+08:00", "2026-07-08T09:00:01+08:00")));

        assertThat(of(lines, "event"))
                .extracting(one -> one.getInteger("seq"))
                .containsExactlyElementsOf(
                        Stream.iterate(1, n -> n + 1).limit(2_300).toList());
        assertThat(lines.getLast().getInteger("events")).isEqualTo(2_300);
    }

    /** They read so slowly that neither is over. */
    @Test
    void exportsOfOneOfficeLeaveSomeToOthers() throws Exception {
        var held = new ArrayList<SlowDownload>();
        try {
            String first = longExport(903);
            held.add(slowly(first));
            asker = cafe.service.regulatorToken("culture", "360481");
            held.add(slowly(granted("2026-07-07T09:00:00+08:00", "2026-07-07T09:00:01+08:00")));
            assertThat(held).allMatch(one -> one.beginning().startsWith("HTTP/1.1 200 "));

            String colleague = cafe.service.regulatorToken("culture", "360481");
            String police = cafe.service.regulatorToken("public-security", "360481");
            asker = colleague;
            Answer third = export(colleague, granted());
            asker = police;
            second = cafe.service.regulatorToken("public-security", "360400");
            Answer others = export(police, granted());

            assertThat(third.status()).isEqualTo(429);
            assertThat(third.json().getString("code")).isEqualTo("too-many-exports");
            assertThat(others.status()).as(others.text()).isEqualTo(200);
        } finally {
            for (SlowDownload one : held) {
                one.close();
            }
        }
    }

    private SlowDownload slowly(String id) throws Exception {
        return new SlowDownload(
                cafe.service.url(), "/api/v1/record-requests/" + id + "/export", SlowDownload.bearer(asker));
    }

    /** Each part of an export is read by the rights of that moment. */
    @Test
    void whoseAccountEndsWhileTheyReadGetsNoFurther() throws Exception {
        String id = longExport(901);
        String account = cafe.rows("SELECT asked_by FROM record_request WHERE id = '" + id + "'")
                .getFirst();

        breaksOff(id, () -> cafe.call("DELETE", "/accounts/" + account, RunningService.ADMIN_TOKEN, null));

        assertThat(cafe.rows(
                        "SELECT action FROM access_log WHERE outcome = 'refused' AND actor_id = '" + account + "'"))
                .containsExactly("use-token");
    }

    /** Row security shows nothing then, which would look as if all had been shown. */
    @Test
    void whoseGrantEndsWhileTheyReadGetsNoFurther() throws Exception {
        String id = longExport(902);

        breaksOff(
                id,
                () -> TestDatabase.force(
                        cafe.service.database(),
                        "UPDATE record_request SET asked_at = asked_at - interval '2 days', ends_at = asked_at - interval '1 day' WHERE id = '"
                                + id + "'"));
    }

    /** A request for more than the system's buffers hold. */
    private String longExport(int stream) throws Exception {
        cafe.sql("""
                INSERT INTO stream VALUES (%1$d, '36048110000001', gen_random_uuid(), 0, decode(repeat('00', 32), 'hex'), true, now());
                INSERT INTO journal (day, stream_number, seq, received_at, effective_at, body, content_mac, chain, type)
                SELECT '2026-07-10', %1$d, n, timestamptz '2026-07-10T09:00:00+08:00', timestamptz '2026-07-07T09:00:00+08:00',
                  json_build_object('type', 'heartbeat', 'note', repeat('x', 600000)), '', decode(repeat('00', 32), 'hex'), 'h'
                FROM generate_series(1, %2$d) AS n
                """.formatted(stream, SlowDownload.LONG_BYTES / 600_000));
        return granted("2026-07-07T09:00:00+08:00", "2026-07-07T09:00:01+08:00");
    }

    @FunctionalInterface
    private interface Ending {
        void end() throws Exception;
    }

    private void breaksOff(String id, Ending meanwhile) throws Exception {
        String rest;
        try (SlowDownload export = slowly(id)) {
            assertThat(export.beginning()).startsWith("HTTP/1.1 200 ").contains("\"records\"");
            meanwhile.end();
            rest = new String(export.rest(), US_ASCII);
        }

        assertThat(rest.length()).isLessThan(SlowDownload.LONG_BYTES);
        assertThat(rest).doesNotContain("\"end\"");
    }

    /**
     * Row security: whatever the query, sessions are visible only to accounts with a grant, and tokens to no account.
     */
    @Test
    void theDatabaseShowsSessionsToWhoeverWasGrantedThemAlone() {
        String account = cafe.rows("SELECT asked_by FROM record_request WHERE id = '" + granted() + "'")
                .getFirst();
        String counting = "SET ROLE lingdian_reader; SELECT set_config('lingdian.account', '%s', false),"
                + " set_config('lingdian.role', 'regulator', false), set_config('lingdian.authority', 'culture', false),"
                + " set_config('lingdian.first_region', '360481', false), set_config('lingdian.last_region', '360481',"
                + " false), set_config('lingdian.first_cafe', '00000000000000', false), set_config('lingdian.last_cafe',"
                + " '99999999999999', false), set_config('lingdian.now', '%s', false); SELECT count(session) FROM session";

        assertThat(counted(counting.formatted(account, cafe.now.get()))).isPositive();
        assertThat(counted(counting.formatted("00000000-0000-0000-0000-000000000000", cafe.now.get())))
                .isZero();
        assertThat(counted(counting.formatted(account, cafe.now.get().plus(Duration.ofHours(24)))))
                .as("after the end of the grant")
                .isZero();
        assertThat(counted(counting.formatted(account, ""))).as("at no time").isZero();
        String changed = "UPDATE account SET changed_at = %s WHERE id = '" + account + "'";
        cafe.sql(changed.formatted("'" + cafe.now.get().plusMillis(1) + "'"));
        try {
            assertThat(counted(counting.formatted(account, cafe.now.get())))
                    .as("to whoever took the account over")
                    .isZero();
        } finally {
            cafe.sql(changed.formatted("NULL"));
        }
        assertThatThrownBy(() -> counted("SET ROLE lingdian_reader; SELECT count(token) FROM session"))
                .hasMessageContaining("permission denied");
    }

    private static long counted(String sql) {
        try (var connection = cafe.service.superuser();
                var statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            long last = -1;
            while (rows || statement.getUpdateCount() != -1) {
                if (rows && statement.getResultSet().next()) {
                    String value = statement.getResultSet().getString(1);
                    last = value.matches("\\d+") ? Long.parseLong(value) : last;
                }
                rows = statement.getMoreResults();
            }
            return last;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private String granted() {
        return granted("2026-07-10T00:00:00+08:00", "2026-07-10T13:00:00+08:00");
    }

    private String granted(String from, String to) {
        Answer asked = ask(asker, from, to, CAFE);
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        Answer approved = approve(second, asked.json().getString("id"));
        assertThat(approved.status()).as(approved.text()).isEqualTo(200);
        return asked.json().getString("id");
    }

    private static Answer ask(String token) {
        return ask(token, "2026-07-10T00:00:00+08:00", "2026-07-10T13:00:00+08:00", CAFE);
    }

    private static Answer ask(String token, String from, String to, String placeCode) {
        return cafe.call(
                "POST",
                "/record-requests",
                token,
                new JsonObject()
                        .put("placeCode", placeCode)
                        .put("from", from)
                        .put("to", to)
                        .put("reason", "核查 case 7"));
    }

    private static Answer approve(String token, String id) {
        return cafe.call("POST", "/record-requests/" + id + "/approval", token, null);
    }

    private static Answer export(String token, String id) {
        return cafe.get("/record-requests/" + id + "/export", token);
    }

    private static List<JsonObject> lines(Answer export) {
        assertThat(export.status()).as(export.text()).isEqualTo(200);
        return export.text().lines().map(JsonObject::new).toList();
    }

    private static List<JsonObject> of(List<JsonObject> lines, String type) {
        return lines.stream()
                .filter(line -> line.getString("type").equals(type))
                .toList();
    }

    private static JsonObject session(List<JsonObject> lines, @Nullable String id) {
        return of(lines, "session").stream()
                .filter(line -> line.getString("session").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonObject> items(Answer list) {
        return list.json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static String account(JsonObject body) {
        return cafe.call("POST", "/accounts", RunningService.ADMIN_TOKEN, body)
                .json()
                .getString("token");
    }
}
