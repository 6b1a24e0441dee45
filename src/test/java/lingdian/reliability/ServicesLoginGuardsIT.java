package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import lingdian.agent.link.AdminClient;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.Code;
import lingdian.law.judge.Finding;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.PostingCafe;
import lingdian.testing.RunningService;
import lingdian.testing.SealedCafe;
import lingdian.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * As {@link ServicesLoginIT}, of what a café's events are judged by and lead to: its times, its agents' keys, findings and their feed.
 */
class ServicesLoginGuardsIT {
    private static final String CAFE = "36048110000001";
    private static final String SILENT = "36048110000002";

    private static DatabaseAddress owner;
    private static RunningService service;
    private static AdminClient culture;
    private static PostingCafe cafe;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        owner = service.database();
        cafe = new PostingCafe(CAFE, service.cafe(CAFE, List.of()));
        service.cafe(SILENT, List.of());
        culture = service.regulator("culture", "360481");
        seat("first");
    }

    /** Seats a child. */
    private static void seat(String session) throws Exception {
        assertThat(cafe.send(service.url(), login(session))).isTrue();
    }

    private static JsonObject login(String session) {
        return PostingCafe.login(session, SealedCafe.document("111", SealedCafe.MINOR));
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    private static JsonObject call(AdminClient client, String method, String path, @Nullable JsonObject body)
            throws Exception {
        return client.call(HttpMethod.valueOf(method), path, body).await(PATIENCE_SECONDS, SECONDS);
    }

    private static String refusal(String... statements) throws SQLException {
        return TestDatabase.refusalOfMember(owner, statements);
    }

    private static String value(String sql) throws Exception {
        return service.rows(sql).getFirst();
    }

    // Times.

    @ParameterizedTest
    @ValueSource(strings = {"effective_at", "received_at", "last_event_at"})
    void aCafeIsJudgedUpToNow(String time) throws Exception {
        String later = "UPDATE cafe_state SET version = version + 1, " + time + " = '2036-06-01 04:00+00'";
        assertThat(refusal(later)).contains("judged up to now");
        assertThat(refusal(
                        "INSERT INTO cafe_state (place_code, version, received_at, effective_at, last_event_at, open_sessions, state)"
                                + " SELECT '" + SILENT + "', 1, now(), now(), now(), 0, state FROM cafe_state LIMIT 1",
                        later))
                .contains("judged up to now");
        assertThat(refusal(
                        "INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state)"
                                + " SELECT '" + SILENT + "', 1, now(), '2036-06-01', 0, state FROM cafe_state LIMIT 1"))
                .contains("judged up to now");
    }

    /** As a node's wrong clock may have left it, before. */
    @Test
    void aCafeWhoseTimeLiesAheadIsStillJudged() throws Exception {
        String place = "36048110000004";
        var ahead = new PostingCafe(place, service.cafe(place, List.of()));
        assertThat(ahead.send(service.url(), "heartbeat", Instant.now())).isTrue();
        service.restartAfter(() -> TestDatabase.force(
                owner,
                "UPDATE cafe_state SET effective_at = now() + interval '1 year' WHERE place_code = '" + place + "'"));
        assertThat(ahead.send(service.url(), "heartbeat", Instant.now())).isTrue();
        assertThat(ahead.send(service.url(), "heartbeat", Instant.now())).isTrue();
    }

    // Keys.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key_hash = sha256('mine')",
                "place_code = '36048110000002'",
                "enrolled_at = NULL",
                "created_at = now()",
                "id = gen_random_uuid()"
            })
    void aKeyStaysItsCafes(String change) throws Exception {
        assertThat(refusal("UPDATE agent_key SET " + change)).contains("permission denied");
    }

    private static JsonObject key(String place) throws Exception {
        return call(service.admin(), "POST", "/cafes/" + place + "/agent-keys", null);
    }

    private static String told() throws Exception {
        return value("SELECT count(*) FROM key_change WHERE at > now() - interval '1 hour'");
    }

    @Test
    void aKeyEndsOnce() throws Exception {
        String id = key(SILENT).getString("id");
        call(service.admin(), "DELETE", "/cafes/" + SILENT + "/agent-keys/" + id, null);
        for (String change : List.of("NULL", "ended_at + interval '1 second'")) {
            assertThat(refusal("UPDATE agent_key SET ended_at = " + change + " WHERE id = '" + id + "'"))
                    .contains("ends once");
        }
        assertThat(value("SELECT ended_at IS NOT NULL FROM agent_key WHERE id = '" + id + "'"))
                .isEqualTo("t");
    }

    @Test
    void anAgentIsEnrolledAndItsKeyTakesOver() throws Exception {
        String place = "36048110000003";
        String former = service.cafe(place, List.of());
        String code = call(service.admin(), "POST", "/cafes/" + place + "/enrolments", null)
                .getString("code");
        String changes =
                "SELECT string_agg(change, ',' ORDER BY number) FROM key_change WHERE place_code = '" + place + "'";
        Http.Answer enrolled = Http.to(service)
                .post("/agent/v1/enrol", new JsonObject().put("code", code).put("agent", "x"));
        assertThat(enrolled.status()).isEqualTo(201);
        assertThat(value(changes)).isEqualTo("key-made,code-issued,enrolled");
        var successor = new PostingCafe(place, enrolled.json().getString("key"));
        assertThat(successor.send(service.url(), "heartbeat", Instant.now())).isTrue();
        assertThat(value(changes)).isEqualTo("key-made,code-issued,enrolled,key-ended");
        assertThat(new PostingCafe(place, former).send(service.url(), "heartbeat", Instant.now()))
                .isFalse();
        assertThat(refusal("UPDATE agent_key SET first_used_at = NULL WHERE place_code = '" + place + "'"))
                .contains("ends once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NULL, NULL", "'2020-01-01', '2020-01-01'", "now(), now()"})
    void aKeyThatIsMadeUpIsTold(String enrolledAndUsed) throws Exception {
        long before = Long.parseLong(told());
        String insert = "INSERT INTO agent_key (id, place_code, key_hash, created_at, enrolled_at, first_used_at)"
                + " VALUES (gen_random_uuid(), '" + SILENT + "', sha256('%s'), '2020-01-01', " + enrolledAndUsed + ")";
        assertThat(refusal(insert.formatted(enrolledAndUsed.replace("'", "")))).isEmpty();
        assertThat(Long.parseLong(told())).isEqualTo(before + 1);
    }

    /** A code that was used before, and one that is used for two keys. */
    @Test
    void aKeyOfAnothersCodeIsTold() throws Exception {
        call(service.admin(), "POST", "/cafes/" + SILENT + "/enrolments", null);
        String use = "UPDATE enrolment SET used_at = now() WHERE place_code = '" + SILENT + "'";
        String insert = "INSERT INTO agent_key (id, place_code, key_hash, created_at, enrolled_at, first_used_at)"
                + " VALUES (gen_random_uuid(), '" + SILENT + "', sha256('%s'), now(), now(), now())";
        long before = Long.parseLong(told());
        assertThat(refusal(use, "SAVEPOINT one", insert.formatted("a"), "SAVEPOINT two", insert.formatted("b")))
                .isEmpty();
        assertThat(Long.parseLong(told())).as("the use, and a second key").isEqualTo(before + 2);
        assertThat(refusal(use, insert.formatted("c"))).isEmpty();
        assertThat(Long.parseLong(told())).as("used again").isEqualTo(before + 3);
        TestDatabase.force(owner, "DELETE FROM agent_key WHERE first_used_at = enrolled_at");
    }

    // The feed.

    @Test
    void thePositionOfTheFeedGoesOnByItsChanges() throws Exception {
        for (String moved : List.of("position - 1", "position + 1000000000", "9223372036854775807")) {
            assertThat(refusal("UPDATE head SET position = " + moved)).as(moved).contains("goes on by its changes");
        }
        assertThat(refusal(
                        "UPDATE head SET position = position + 1000000",
                        "UPDATE case_head SET position = (SELECT position FROM head)",
                        "UPDATE head SET position = position - 1000000"))
                .contains("goes on by its changes");
    }

    /** Nodes would not hear of suspensions, hours, licences and rules any more. */
    @ParameterizedTest
    @ValueSource(strings = {"facts_version - 1", "facts_version + 2", "-1"})
    void theVersionOfFactsGoesOnByTheirChanges(String moved) throws Exception {
        assertThat(refusal("UPDATE head SET facts_version = " + moved)).contains("goes on by their changes");
        assertThat(refusal("UPDATE head SET facts_version = facts_version + 1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"case_head", "notification_head"})
    void aPositionBeyondTheFeedComesBackToItsEnd(String table) throws Exception {
        Await.until(
                "all is read",
                () -> value("SELECT head.position = job.position FROM head, " + table + " AS job")
                        .equals("t"));
        TestDatabase.force(owner, "UPDATE " + table + " SET position = position + 1000");
        assertThat(refusal("UPDATE " + table + " SET position = position - 1001"))
                .contains("up to the end of the feed");
        assertThat(refusal("UPDATE " + table + " SET position = position - 1")).contains("up to the end of the feed");
        assertThat(refusal("UPDATE " + table + " SET position = (SELECT position FROM head)"))
                .isEmpty();
    }

    // Findings.

    private static String insert(String id, String code, String columns, String values) {
        return "INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot"
                + columns + ") VALUES ('" + id + "', '" + code + "', '" + CAFE
                + "', '110101', 'fact', 'open', %s, '2019-01-01', '2019-01-01', '{}'" + values + ")";
    }

    @Test
    void aFindingOfNobodyIsRefused() throws Exception {
        String id = "00000000-0000-4000-8000-000000000001";
        for (String authorities : List.of("'{}'", "'{nobody}'")) {
            assertThat(refusal(insert(id, "MINOR_ADMITTED", "", "").formatted(authorities)))
                    .contains("of an authority");
        }
        for (String column : List.of("uncased_at", "case_step")) {
            assertThat(refusal(insert(id, "MINOR_ADMITTED", ", " + column, ", NULL")
                            .formatted("'{culture}'")))
                    .contains("permission denied");
        }
    }

    @Test
    void aRowThatIsMadeBeforeItsFindingHidesNothing() throws Exception {
        String id = Finding.id(Code.MINOR_ADMITTED, new PlaceCode(CAFE), "hidden")
                .value()
                .toString();
        assertThat(refusal(insert(id, "MINOR_ADMITTED", "", "").formatted("'{culture}'")))
                .isEmpty();
        assertThat(value("SELECT region || (detected_at > now() - interval '1 hour') FROM violation WHERE id = '" + id
                        + "'"))
                .isEqualTo("360481true");
        seat("hidden");
        JsonObject found = call(culture, "GET", "/violations/" + id, null);
        assertThat(found.getString("session")).isEqualTo("hidden");
        service.groupCases();
        Await.until(
                "it is in a case",
                () -> !service.rows("SELECT case_id FROM case_violation WHERE violation_id = '" + id + "'")
                        .isEmpty());
        assertThat(refusal("SELECT drop_findings(now() - interval '366 days', now())"))
                .isEmpty();
        assertThat(value("SELECT count(*) FROM violation WHERE id = '" + id + "'"))
                .isEqualTo("1");
    }

    @Test
    void aRowOfAnotherCodeStopsItsCafeUntilTheOwnerRemovesIt() throws Exception {
        String place = "36048110000005";
        var stopped = new PostingCafe(place, service.cafe(place, List.of()));
        String id = Finding.id(Code.MINOR_ADMITTED, new PlaceCode(place), "stops")
                .value()
                .toString();
        assertThat(refusal(insert(id, "X", "", "").formatted("'{culture}'"))).isEmpty();
        try (var log = ErrorLog.begin()) {
            assertThat(stopped.send(service.url(), login("stops"))).isFalse();
            assertThat(log.errors()).anyMatch(one -> one.contains("cannot be committed"));
        }
        TestDatabase.force(owner, "DELETE FROM violation WHERE id = '" + id + "'");
        Await.until("it goes on", () -> stopped.send(service.url(), login("stops")));
    }

    /** What is open for long is written with each of its changes, and was detected when it was. */
    @Test
    void aFindingThatIsOpenForLongGoesOn() throws Exception {
        seat("long");
        String id = Finding.id(Code.MINOR_ADMITTED, new PlaceCode(CAFE), "long")
                .value()
                .toString();
        TestDatabase.force(
                owner, "UPDATE violation SET detected_at = '2020-01-01', region = '360482' WHERE id = '" + id + "'");
        var logout = new JsonObject()
                .put("type", "logout")
                .put("at", Instant.now().toString())
                .put("session", "long")
                .put("reason", "patron");
        assertThat(cafe.send(service.url(), logout)).isTrue();
        assertThat(value("SELECT state || region || extract(year FROM detected_at) FROM violation WHERE id = '" + id
                        + "'"))
                .isEqualTo("ended3604822020");
    }

    // Keys of tokens.

    @Test
    void aKeyOfTokensIsRetiredOnce() throws Exception {
        String insert = "INSERT INTO vault_key (use, number, check_value%s) VALUES ('personTokens', 77, 'x'%s)";
        for (String column : List.of("used_at", "retired_at")) {
            assertThat(refusal(insert.formatted(", " + column, ", now()"))).contains("permission denied");
        }
        assertThat(refusal(insert.formatted("", ""))).isEmpty();
        String retire = "UPDATE vault_key SET retired_at = %s WHERE number = 77";
        assertThat(refusal(retire.formatted("now() - interval '40 days'"))).contains("once and now");
        assertThat(refusal(retire.formatted("now()"))).isEmpty();
        for (String again : List.of("NULL", "now()")) {
            assertThat(refusal(retire.formatted(again))).contains("once and now");
        }
    }
}
