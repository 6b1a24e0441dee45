package lingdian.record.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.record.accesslog.VerificationOfAccess;
import lingdian.record.accesslog.VerificationOfAccessStore;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the guomi suite, too, {@code verify} names what was changed: one tampering of each kind, over chains of SM3. */
class GuomiTamperingIT {
    private static final String CAFE = "36048110000001";
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0001-4000-8000-000000000001");
    private static final String OF_CAFE = "café " + CAFE + ", stream " + STREAM + ", ";
    private static final int LOGIN = 2;
    private static final int LAST = 4;
    private static final List<String> TABLES = List.of(
            "journal",
            "sealed",
            "stream",
            "cafe_state",
            "conflict",
            "conflict_head",
            "checkpoint",
            "checkpoint_leaf",
            "access_log",
            "database_suite");

    private static RunningService service;

    @BeforeAll
    static void record() throws Exception {
        service = RunningService.with().settings("suite: guomi").start();
        try (var agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(CAFE, List.of()))) {
            agent.hello(STREAM, 0);
            agent.sendBatch(
                    Instant.now().minusSeconds(3_600).toString(),
                    List.of(
                            event(1, "opened"),
                            TamperingIT.admitted(event(LOGIN, "login"), "s1", "A"),
                            event(3, "logout").put("session", "s1").put("reason", "patron"),
                            event(LAST, "closed")));
            agent.ack(LAST);
            agent.send(event(LAST, "opened")); // a second version of it
            agent.awaitCount("ack", 2);
        }
        service.regulator("culture", "360481").get("/violations", Map.of()).await(PATIENCE_SECONDS, SECONDS);
        Await.until("all findings are in their cases", GuomiTamperingIT::isGrouped); // which adds to the access log
        service.checkpoint();
        for (String table : TABLES) {
            asSuperuser("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table);
        }
        assertThat(verify()).isNull();
    }

    private static JsonObject event(long seq, String type) {
        return new JsonObject().put("seq", seq).put("type", type).put("at", "2026-03-02T10:00:00.5+08:00");
    }

    @AfterEach
    void putEverythingBack() throws Exception {
        for (String table : TABLES) {
            asSuperuser("DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM kept_" + table);
        }
        assertThat(verify()).isNull();
    }

    @AfterAll
    static void close() throws Exception {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE journal SET body = replace(body, 'A', 'B') WHERE seq = 2                                | record 2
            UPDATE journal SET outcome = replace(outcome, 's1', 's2') WHERE seq = 2                        | record 2
            UPDATE journal SET effective_at = effective_at + interval '1 microsecond' WHERE seq = 3        | record 3
            DELETE FROM journal WHERE seq = 3                                                              | record 3
            UPDATE sealed SET ciphertext = set_byte(ciphertext, 9, get_byte(ciphertext, 9) # 1) WHERE seq = 2 | record 2
            UPDATE sealed SET ciphertext = set_byte(ciphertext, 9, get_byte(ciphertext, 9) # 1) WHERE kind = 'conflict' | record 4
            UPDATE conflict SET chain = sha256('x')                                                        | record 4
            UPDATE cafe_state SET chain = set_byte(chain, 31, get_byte(chain, 31) # 1)                     | record 4
            """)
    void aRecordIsNamed(String sql, String named) throws Exception {
        asSuperuser(sql);

        assertThat(verify()).startsWith(OF_CAFE + named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE checkpoint SET body = replace(body, 'sm3', 'sha256')                     | checkpoint 1: it names another hash
            UPDATE checkpoint SET hash = sha256(convert_to(body, 'UTF8'))                   | checkpoint 1: its text does not match
            UPDATE checkpoint_leaf SET chain = sha256(chain) WHERE stream_number IS NULL    | checkpoint 1: its heads do not match its root
            UPDATE access_log SET details = '{"x":1}' WHERE position = 1                    | access log, entry 1: its content
            """)
    void aCheckpointOrAnEntryOfTheAccessLogIsNamed(String sql, String named) throws Exception {
        asSuperuser(sql);

        assertThat(verify()).startsWith(named);
    }

    @Test
    void aChainRecomputedBeforeACheckpointIsFoundByIt() throws Exception {
        ForgedChain.forge(
                service.database(), CAFE, STREAM, 1, "{\"type\":\"opened\",\"at\":\"2026-03-02T10:00:00.6+08:00\"}");

        assertThat(verify()).isEqualTo(OF_CAFE + "record 4: its chain hash is not the one that checkpoint 1 signed");
    }

    /** By the digest itself, and not by the program's own choice of it. */
    @Test
    void theHashIsSm3() throws Exception {
        List<String> checkpoint =
                service.rows("SELECT body FROM checkpoint UNION ALL SELECT encode(hash, 'hex') FROM checkpoint");
        List<String> sealed = service.rows(
                "SELECT encode(ciphertext, 'hex') FROM sealed WHERE kind = 'identity' UNION ALL SELECT encode(sealed_hash, 'hex')"
                        + " FROM journal WHERE seq = 2 UNION ALL SELECT encode(ciphertext_hash, 'hex') FROM sealed WHERE kind = 'identity'");

        assertThat(checkpoint.getFirst()).contains("\nhash: sm3\n");
        assertThat(checkpoint.getLast()).isEqualTo(sm3(checkpoint.getFirst().getBytes(StandardCharsets.UTF_8)));
        assertThat(sealed.subList(1, 3)).containsOnly(sm3(HexFormat.of().parseHex(sealed.getFirst())));
    }

    /** The chains are read as those of SHA-256, and fit nowhere. */
    @Test
    void aDatabaseThatIsSaidToBeOfTheOtherSuiteFitsNowhere() throws Exception {
        asSuperuser("UPDATE database_suite SET suite = 'international'");

        assertThat(verify()).startsWith(OF_CAFE + "record 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SET ROLE lingdian_service; "})
    void theSuiteOfADatabaseCannotBeChanged(String role) {
        for (String sql : List.of(
                "UPDATE database_suite SET suite = 'international'",
                "DELETE FROM database_suite",
                "TRUNCATE database_suite")) {
            assertThatThrownBy(() -> execute(role + sql))
                    .as(sql)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo("42501")); // insufficient_privilege
        }
    }

    private static String sm3(byte[] message) {
        var digest = new SM3Digest();
        digest.update(message, 0, message.length);
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return HexFormat.of().formatHex(hash);
    }

    private static String verify() throws Exception {
        String record = service.verify().firstBroken();
        if (record != null) {
            return record;
        }
        try (var store = VerificationOfAccessStore.open(service.database())) {
            return VerificationOfAccess.run(store).firstBroken();
        }
    }

    private static boolean isGrouped() throws SQLException {
        try (var connection = TestDatabase.superuser(service.database());
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT case_head.position = head.position FROM case_head, head")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void asSuperuser(String sql) throws SQLException {
        TestDatabase.force(service.database(), sql);
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = TestDatabase.superuser(service.database());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
