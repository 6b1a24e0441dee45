package lingdian.record.retention;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.record.retention.RetentionFixture.FIRST;
import static lingdian.record.retention.RetentionFixture.ask;
import static lingdian.record.retention.RetentionFixture.finding;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static lingdian.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import lingdian.agent.link.AdminClient;
import lingdian.domain.ChinaTime;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Handbook, retention.md: a case keeps its sealed evidence; other findings are dropped after their time, together with
 * their feed messages.
 */
class KeptFindingsIT {
    private static final LocalDate SECOND = FIRST.plusDays(1);

    private static final String CLOSED_WITH_THE_ID_OF_THE_OBJECTION = """
            INSERT INTO inspection (id, authority, region, created_at) SELECT id, 'culture', '360481', at FROM objection;
            INSERT INTO inspection_version (inspection_id, version, at, account, kind, state, unit, officers, vehicles, visits, place_codes,
              violations, content)
            SELECT id, 1, at, account, 'routine', 'closed', 'u', 0, 0, '{}', '{}', '{}', '' FROM objection;
            """;

    private final RetentionFixture cafe = new RetentionFixture();
    private RunningService service;

    @BeforeEach
    void start() throws Exception {
        service = RunningService.with().clock(cafe).start();
        cafe.play(service, FIRST);
        cafe.play(service, SECOND);
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dispatched", "confirmed"})
    void aCaseKeepsItsEvidenceAndItsPersonBeyondTheDay(String step) throws Exception {
        step(FIRST, step);
        JsonObject before = finding(service, FIRST);
        String ciphertext = ask(database(), "SELECT ciphertext FROM sealed WHERE seq = 1 AND kind = 'identity'");
        String record = ask(database(), "SELECT body FROM journal WHERE seq = 1");

        sweepOn(FIRST.plusDays(92));

        assertThat(finding(service, FIRST)).isEqualTo(before);
        assertThat(finding(service, FIRST).getJsonObject("person").getString("name"))
                .isEqualTo("张*");
        assertThat(finding(service, SECOND).getJsonObject("person")).isNull();
        assertThat(ask(database(), "SELECT string_agg(seq::text, ' ' ORDER BY seq) FROM kept_evidence"))
                .isEqualTo("1 5"); // the login and the end
        assertThat(ask(database(), "SELECT body FROM kept_evidence WHERE seq = 1"))
                .isEqualTo(record);
        assertThat(ask(database(), "SELECT ciphertext FROM kept_text")).isEqualTo(ciphertext);
        assertThat(ask(
                        database(),
                        "SELECT sealed_hash = sha256(ciphertext) FROM kept_text JOIN kept_evidence USING (seq)"))
                .isEqualTo("t");
        assertThat(service.verify().firstBroken()).isNull();
    }

    @Test
    void thePersonOfACaseIsUnmaskedBeyondTheDay() throws Exception {
        step(FIRST, "confirmed");
        String kept = finding(service, FIRST).getString("id");
        String gone = finding(service, SECOND).getString("id");
        sweepOn(FIRST.plusDays(92));

        JsonObject answer = unmask(kept);

        // This person's age is unknown, so a second person must approve. The document was opened to determine the age.
        assertThat(answer.getString("state")).isEqualTo("pending");
        assertThat(answer.getString("secondPerson")).isEqualTo("age-unknown");
        assertThatThrownBy(() -> unmask(gone)).hasMessageContaining("no longer kept. (HTTP 410)");
    }

    private JsonObject unmask(String violation) throws Exception {
        return service.regulator("culture", "000000")
                .call(HttpMethod.POST, "/violations/" + violation + "/unmask", new JsonObject().put("reason", "案件"))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void aCaseThatCameToNothingKeepsItNoLonger() throws Exception {
        step(FIRST, "dispatched");
        sweepOn(FIRST.plusDays(92));
        step(FIRST, "dismissed");
        sweepOn(FIRST.plusDays(93));

        assertThat(finding(service, FIRST).getJsonObject("person")).isNull();
        assertThat(ask(database(), "SELECT count(*) FROM kept_evidence")).isEqualTo("0");
        assertThat(ask(database(), "SELECT count(*) FROM kept_text")).isEqualTo("0");
    }

    @Test
    void aConfirmedCaseKeepsItForItsTimeAfterItWasClosed() throws Exception {
        step(FIRST, "confirmed");
        sweepOn(FIRST.plusDays(92));
        history(FIRST, "confirm", FIRST.plusDays(93));
        history(FIRST, "close", FIRST.plusDays(94));
        step(FIRST, "closed");

        sweepOn(FIRST.plusDays(94).plusMonths(60));
        assertThat(ask(database(), "SELECT count(*) FROM kept_text")).isEqualTo("1");
        assertThat(ask(database(), "SELECT count(*) FROM violation")).isEqualTo("1");
        sweepOn(FIRST.plusDays(95).plusMonths(60));
        assertThat(ask(database(), "SELECT count(*) FROM kept_text")).isEqualTo("0");
        assertThat(ask(database(), "SELECT count(*) FROM violation")).isEqualTo("0");
    }

    @Test
    void nothingIsKeptAsEvidenceOnceTheLastCaseIsErased() throws Exception {
        step(FIRST, "confirmed");
        sweepOn(FIRST.plusDays(92));
        execute(database(), "UPDATE violation SET uncased_at = now() WHERE snapshot LIKE '%\"s-" + FIRST + "\"%'");

        sweepOn(FIRST.plusMonths(24).plusDays(1));

        assertThat(ask(database(), "SELECT count(*) FROM kept_evidence")).isEqualTo("0");
        assertThat(ask(database(), "SELECT count(*) FROM violation")).isEqualTo("1"); // the second day's
    }

    @Test
    void aFindingWhoseBundleACaseKeepsStaysWithItAndOthersTakeTheirBundleAlong() throws Exception {
        step(FIRST, "dismissed");
        step(SECOND, "dismissed");
        for (LocalDate day : List.of(FIRST, SECOND)) {
            execute(
                    database(),
                    "INSERT INTO kept_bundle SELECT id, region, now(), '\\x00' FROM violation WHERE snapshot LIKE '%\"s-"
                            + day + "\"%'");
        }
        service.groupCases();
        execute(
                database(),
                "SET session_replication_role = replica; DELETE FROM case_violation WHERE violation_id IN"
                        + " (SELECT id FROM violation WHERE snapshot LIKE '%\"s-" + SECOND + "\"%')");

        sweepOn(FIRST.plusMonths(25));

        assertThat(service.violations().values())
                .singleElement()
                .satisfies(one -> assertThat(one.getString("session")).isEqualTo("s-" + FIRST));
        assertThat(ask(database(), "SELECT count(*) FROM kept_bundle JOIN violation ON id = violation_id"))
                .isEqualTo("1");
        assertThat(ask(database(), "SELECT count(*) FROM kept_bundle")).isEqualTo("1");
    }

    @Test
    void otherFindingsGoAfterTwoYearsAndTheFeedSaysSo() throws Exception {
        step(SECOND, "dispatched");
        assertThat(feed(1).getString("event")).isNotEqualTo("reset");
        sweepOn(FIRST.plusMonths(24));
        assertThat(ask(database(), "SELECT count(*) FROM violation")).isEqualTo("2");

        sweepOn(FIRST.plusMonths(24).plusDays(1));

        assertThat(service.violations().values())
                .singleElement()
                .satisfies(one -> assertThat(one.getString("session")).isEqualTo("s-" + SECOND));
        String oldest = ask(database(), "SELECT min(position) FROM feed WHERE violation_id IS NOT NULL");
        assertThat(Integer.parseInt(oldest)).isGreaterThan(2); // after the two messages of the first finding
        assertThat(feed(1).getString("event")).isEqualTo("reset");
        assertThat(feed(Integer.parseInt(oldest) - 1).getString("id")).isEqualTo(oldest);
    }

    /** Notes, objections, answers and files are about persons and a café's owner: they end with what they are about. */
    @Test
    void whatWasWrittenOfAFindingGoesWithIt() throws Exception {
        List<String> written = List.of(
                "SELECT count(*) FROM case_step WHERE note IS NOT NULL",
                "SELECT count(*) FROM objection",
                "SELECT count(*) FROM objection_answer",
                "SELECT count(*) FROM attachment");
        for (LocalDate day : List.of(FIRST, SECOND)) {
            write(finding(service, day).getString("id"));
        }
        step(SECOND, "dispatched"); // a case keeps it
        for (String texts : written) {
            assertThat(ask(database(), texts)).as(texts).isEqualTo("2");
        }

        sweepOn(FIRST.plusMonths(24).plusDays(1));

        assertThat(ask(database(), "SELECT count(*) FROM violation")).isEqualTo("1");
        for (String texts : written) {
            assertThat(ask(database(), texts)).as(texts).isEqualTo("1");
        }
        assertThat(ask(database(), "SELECT count(*) FROM case_step"))
                .as("for the figures")
                .isEqualTo("2");
        assertThat(
                        ask(
                                database(),
                                "SELECT count(*) FROM violation JOIN objection ON violation_id = violation.id JOIN attachment ON owner = objection.id"))
                .isEqualTo("1");
    }

    /** Until the database refused it, an officer could make such an inspection and close it. */
    @Test
    void anInspectionWithTheIdOfAnObjectionKeepsNoFinding() throws Exception {
        write(finding(service, FIRST).getString("id"));
        execute(database(), "SET session_replication_role = replica; " + CLOSED_WITH_THE_ID_OF_THE_OBJECTION);

        sweepOn(FIRST.plusMonths(24).plusDays(1));

        assertThat(ask(database(), "SELECT count(*) FROM violation")).isEqualTo("1");
        assertThat(ask(database(), "SELECT count(*) FROM objection")).isEqualTo("0");
        assertThat(ask(database(), "SELECT count(*) FROM attachment"))
                .as("goes with the inspection")
                .isEqualTo("1");
    }

    /** Otherwise one row that cannot be dropped would keep the access log for good. */
    @Test
    void aFindingThatCannotBeDroppedKeepsNothingElse() throws Exception {
        execute(
                database(),
                "CREATE TRIGGER stays BEFORE DELETE ON violation FOR EACH ROW EXECUTE FUNCTION refuse_change()");
        String month = "SELECT to_regclass('access_log_202203') IS NULL";
        assertThat(ask(database(), month)).isEqualTo("f");

        sweepOn(FIRST.plusMonths(24).plusDays(1));

        assertThat(ask(database(), "SELECT count(*) FROM violation")).isEqualTo("2");
        assertThat(ask(database(), month)).isEqualTo("t");
    }

    /** Until then nobody removes them, the owner neither. */
    @Test
    void whatWasWrittenOfAFindingThatIsKeptStays() throws Exception {
        write(finding(service, FIRST).getString("id"));
        for (String sql : List.of(
                "DELETE FROM objection_answer",
                "DELETE FROM attachment",
                "DELETE FROM objection",
                "DELETE FROM case_step",
                "UPDATE case_step SET note = NULL",
                "INSERT INTO case_step (violation_id, number, action, step, at, account, authority, code, rule_version, place_code)"
                        + " SELECT violation_id, 9, 'comment', step, at, account, authority, code, rule_version, place_code FROM case_step")) {
            assertThatThrownBy(() -> execute(database(), sql)).as(sql).hasMessageContaining("ERROR");
        }
    }

    /** The database's own clock decides, and no caller: whoever takes over the service's login calls the same function. */
    @Test
    void theServiceItselfDropsNothingBeforeItsTime() throws Exception {
        step(FIRST, "confirmed");
        sweepOn(FIRST.plusDays(92));
        history(FIRST, "confirm", LocalDate.now(ChinaTime.ZONE).minusMonths(3));
        history(FIRST, "close", LocalDate.now(ChinaTime.ZONE).minusMonths(2));
        step(FIRST, "closed");
        String messages = ask(database(), "SELECT count(*) FROM feed WHERE violation_id IS NOT NULL");
        String asService = "SET ROLE lingdian_service; SELECT drop_findings(";

        for (String before : List.of("NULL", "now() - interval '364 days'")) {
            assertThatThrownBy(() -> execute(database(), asService + before + ", now())"))
                    .hasMessageContaining("violations are kept for a year at least");
        }
        for (String closedSince : List.of("'infinity'", "NULL")) {
            execute(database(), asService + "'2020-01-01', " + closedSince + ")");
        }

        assertThat(ask(database(), "SELECT count(*) FROM feed WHERE violation_id IS NOT NULL"))
                .isEqualTo(messages)
                .isNotEqualTo("0");
        assertThat(ask(database(), "SELECT count(*) FROM kept_evidence")).isEqualTo("2");
    }

    /** Whoever took the service's login over writes the states of violations, too, but not what was done before. */
    @Test
    void theServicesLoginDropsNoEvidenceOfACase() throws Exception {
        step(FIRST, "confirmed");
        history(FIRST, "confirm", FIRST.plusDays(1));
        sweepOn(FIRST.plusDays(92));

        for (String column :
                List.of("uncased_at = now()", "detected_at = '2019-01-01'", "started_at = now()", "login_day = NULL")) {
            assertThat(refusal("UPDATE violation SET " + column)).as(column).contains("permission denied");
        }
        assertThat(refusal(
                        "INSERT INTO case_step (violation_id, number, action, step, at, account, authority, note, code, rule_version,"
                                + " place_code) SELECT id, 2, 'close', 'closed', '2022-06-01', gen_random_uuid(), 'culture', '\\x00',"
                                + " code, '1', place_code FROM violation"))
                .contains("not in the past");
        assertThat(refusal("UPDATE violation SET case_step = 'new'", "SELECT drop_findings('2023-01-01', 'infinity')"))
                .isEmpty();

        assertThat(ask(database(), "SELECT count(*) FROM kept_evidence")).isEqualTo("2");
        assertThat(ask(database(), "SELECT count(*) FROM violation WHERE detected_at < '2023-01-01'"))
                .isEqualTo("1"); // the second day's was in no case
    }

    /** So that who dealt with the violation sees it first. */
    @Test
    void aDismissalTakesEvidenceAwaySixtyDaysLater() throws Exception {
        step(FIRST, "confirmed");
        history(FIRST, "confirm", FIRST.plusDays(1));
        sweepOn(FIRST.plusDays(92));
        history(FIRST, "dismiss", LocalDate.now(ChinaTime.ZONE).minusDays(59));
        step(FIRST, "dismissed");
        String drop = "SELECT drop_findings('2020-01-01', 'infinity')";

        assertThat(refusal(drop)).isEmpty();
        assertThat(ask(database(), "SELECT count(*) FROM kept_text")).isEqualTo("1");
        TestDatabase.force(database(), "UPDATE case_step SET at = at - interval '2 days' WHERE action = 'dismiss'");
        assertThat(refusal(drop)).isEmpty();
        assertThat(ask(database(), "SELECT count(*) FROM kept_text")).isEqualTo("0");
    }

    @Test
    void noDayIsDroppedBeforeWhatProvesACaseIsCopied() throws Exception {
        String drop = "SELECT drop_day('" + FIRST + "', '2022-06-08')";
        step(FIRST, "confirmed");
        assertThat(refusal(drop)).contains("not all that proves a case is copied");

        history(FIRST, "confirm", FIRST.plusDays(1));
        step(FIRST, "new");
        assertThat(refusal(drop)).as("by what was done").contains("not all that proves a case is copied");

        assertThat(ask(database(), "SELECT count(*) FROM retention_drop")).isEqualTo("0");
        sweepOn(FIRST.plusDays(92));
        assertThat(ask(database(), "SELECT count(*) FROM kept_text")).isEqualTo("1");
    }

    @Test
    void aDayIsDroppedWithAnEntryAndAtTheDatabasesTime() throws Exception {
        String drop = "SELECT drop_day('" + FIRST + "', '2022-06-08')";
        assertThat(refusal(drop)).contains("a day is dropped with its entry in the access log");

        try (Connection member = TestDatabase.member(database());
                var statement = member.createStatement()) {
            member.setAutoCommit(false);
            statement.execute(drop);
            try (var rows = statement.executeQuery("SELECT dropped_at = now() FROM retention_drop")) {
                rows.next();
                assertThat(rows.getBoolean(1)).isTrue();
            }
            member.rollback();
        }
    }

    private String refusal(String... statements) throws Exception {
        return TestDatabase.refusalOfMember(database(), statements);
    }

    /** A note, an objection with a file, and its answer. */
    private void write(String violation) throws Exception {
        var regulator = service.regulator("culture", "000000");
        String path = "/violations/" + violation;
        regulator
                .call(
                        HttpMethod.POST,
                        path + "/actions",
                        new JsonObject().put("action", "comment").put("note", "某某在场"))
                .await(PATIENCE_SECONDS, SECONDS);
        String operator = service.admin()
                .createAccount(new JsonObject()
                        .put("name", "operator")
                        .put("role", "operator")
                        .put("placeCode", RetentionFixture.CAFE))
                .await(PATIENCE_SECONDS, SECONDS)
                .token();
        new AdminClient(service.vertx(), service.url(), operator)
                .call(
                        HttpMethod.POST,
                        path + "/objections",
                        new JsonObject()
                                .put("statement", "当晚停电")
                                .put(
                                        "files",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("name", "a.txt")
                                                        .put("type", "text/plain")
                                                        .put("content", "eA=="))))
                .await(PATIENCE_SECONDS, SECONDS);
        String objection = ask(database(), "SELECT id FROM objection WHERE violation_id = '" + violation + "'");
        regulator
                .call(
                        HttpMethod.POST,
                        path + "/objections/" + objection + "/answer",
                        new JsonObject().put("upheld", true).put("text", "属实"))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private DatabaseAddress database() {
        return service.database();
    }

    private void sweepOn(LocalDate day) throws Exception {
        cafe.goTo(day, "12:00");
        service.sweepRetention();
    }

    private void step(LocalDate day, String step) throws Exception {
        execute(
                database(),
                "UPDATE violation SET case_step = '" + step + "' WHERE snapshot LIKE '%\"s-" + day + "\"%'");
    }

    private void history(LocalDate day, String action, LocalDate at) throws Exception {
        List<String> taken = List.of("confirm", "close", "dismiss");
        List<String> steps = List.of("confirmed", "closed", "dismissed");
        int number = taken.indexOf(action);
        execute(
                database(),
                "SET session_replication_role = replica; INSERT INTO case_step (violation_id, number, action, step, at, account,"
                        + " authority, note, code, rule_version, place_code) SELECT id, " + (number + 1) + ", '"
                        + action
                        + "', '" + steps.get(number) + "', '" + at
                        + "T12:00:00+08:00', gen_random_uuid(), 'culture', '\\x00', code, '1', place_code FROM violation"
                        + " WHERE snapshot LIKE '%\"s-" + day + "\"%'");
    }

    /** The first message of the feed after a position. */
    private JsonObject feed(long from) throws Exception {
        var arrived = new LinkedBlockingQueue<JsonObject>();
        var client = service.vertx().createWebSocketClient();
        var socket = client.webSocket();
        socket.textMessageHandler(text -> arrived.add(new JsonObject(text)));
        socket.connect(new WebSocketConnectOptions()
                        .setHost(service.url().getHost())
                        .setPort(service.url().getPort())
                        .setURI("/api/v1/violations/feed?from=" + from)
                        .putHeader("Authorization", "Bearer " + service.regulatorToken("culture", "000000")))
                .await(PATIENCE_SECONDS, SECONDS);
        JsonObject message = arrived.poll(PATIENCE_SECONDS, SECONDS);
        client.close().await(PATIENCE_SECONDS, SECONDS);
        assertThat(message).isNotNull();
        return message;
    }
}
