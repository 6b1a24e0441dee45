package lingdian.command;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.Backoff;
import lingdian.agent.spool.SpoolSettings;
import lingdian.agent.spool.SpooledAgent;
import lingdian.agent.spool.UplinkState;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.PublicRights;
import lingdian.platform.work.SystemClock;
import lingdian.record.journal.Verification;
import lingdian.testing.Await;
import lingdian.testing.Cafes;
import lingdian.testing.DumpedPostgres;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * operations.md, "Backup" and "Restore", step by step: the database is dumped while the service runs, lost, and
 * restored with the copy of the key ring. The record is whole, and the café's agent sends again the events that the
 * backup lacks.
 */
class BackupIT {
    private static final String CAFE = "36048110000001";
    private static final String RECORD = "SELECT seq || ' ' || body FROM journal ORDER BY seq";
    private static final int BEFORE = 20;
    private static final int AFTER = 10;

    @TempDir
    private Path directory;

    private static final Path CLOSE = Path.of("src/main/postgresql/close.sql");
    private static final Path PAGE = Path.of("src/site/markdown/operations.md");
    /** What lets somebody in, as it was when the backup was made. */
    private static final String OPEN_DOORS = """
            INSERT INTO account (id, name, role, created_at, sign_in_name)
            VALUES ('00000000-0000-4000-8000-000000000001', 'A', 'admin', now(), 'somebody'),
              ('00000000-0000-4000-8000-000000000002', 'B', 'admin', now(), 'somebody.else');
            INSERT INTO sign_in_session (id_hash, account, began_at, seen_at, expires_at)
            SELECT sha256('session'::bytea), '00000000-0000-4000-8000-000000000001', now(), now(), now() + interval '8 hours';
            INSERT INTO invitation (token_hash, account, made_at, expires_at)
            SELECT sha256('invitation'::bytea), '00000000-0000-4000-8000-000000000001', now(), now() + interval '7 days';
            INSERT INTO enrolment (id, place_code, code_hash, issuer, issued_at, expires_at)
            SELECT gen_random_uuid(), place_code, substr(sha256('code'::bytea), 1, 16), 'admin', now(), now() + interval '7 days' FROM cafe;
            INSERT INTO export_link (id, account, token_hash, list, filter, form, at, expires_at)
            SELECT gen_random_uuid(), id, sha256('link'::bytea), 'violations', '{}', 'csv', now(), now() + interval '1 day'
            FROM account WHERE id = '00000000-0000-4000-8000-000000000002'
            """;

    private static final List<String> DOORS = List.of(
            "SELECT count(*) FROM sign_in_session WHERE ended_at IS NULL",
            "SELECT count(*) FROM invitation",
            "SELECT count(*) FROM enrolment WHERE used_at IS NULL AND withdrawn_at IS NULL",
            "SELECT count(*) FROM export_link WHERE ended_at IS NULL");

    private static final String POSITION = "SELECT position FROM head";

    private final Vertx vertx = Vertx.vertx();

    @Test
    void whatIsRestoredIsWholeAndAgentsGoOn() throws Exception {
        DumpedPostgres.missing().ifPresent(what -> Assumptions.assumeTrue(System.getenv("CI") != null, what));
        Path ring = directory.resolve("keys.json");
        Path dump = directory.resolve("lingdian.dump");
        try (var postgres = DumpedPostgres.start()) {
            String key;
            List<String> lost;
            try (var service = RunningService.with()
                    .database(postgres.migrated("lingdian"))
                    .start()) {
                Cafes.openDayAndNight(service.admin());
                key = service.cafe(CAFE, List.of());
                SpooledAgent agent = agent(service, key);
                record(agent, BEFORE);
                TestDatabase.execute(service.database(), OPEN_DOORS);
                TestDatabase.execute(service.database(), Files.readString(CLOSE));
                DumpedPostgres.backUp(service.database(), dump);
                Files.copy(service.keyRing(), ring);
                Files.copy(dayKeys(service.keyRing()), dayKeys(ring));
                record(agent, AFTER);
                lost = service.rows(RECORD);
                agent.close().await(PATIENCE_SECONDS, SECONDS);
            }
            DatabaseAddress restored = postgres.restored(dump, "lingdian_restored");
            try (var connection = TestDatabase.superuser(restored)) {
                assertThat(PublicRights.areWithdrawn(connection)).isTrue();
            }
            closeWhatTheBackupOpens(restored);
            try (var service =
                    RunningService.with().database(restored).keyRing(ring).start()) {
                assertWhole(service.verify(), BEFORE);
                SpooledAgent agent = agent(service, key);
                record(agent, 1);
                assertThat(agent.state())
                        .extracting(UplinkState::setAside, UplinkState::stopped)
                        .containsExactly(List.of(), null);
                agent.close().await(PATIENCE_SECONDS, SECONDS);
                assertWhole(service.verify(), BEFORE + AFTER + 1);
                assertThat(service.rows(RECORD))
                        .startsWith(lost.toArray(String[]::new))
                        .hasSize(lost.size() + 1);
                assertThat(service.rows("SELECT code FROM violation")).isEmpty();
            }
        } finally {
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    /** Step 6, by the commands of the page. */
    private static void closeWhatTheBackupOpens(DatabaseAddress restored) throws Exception {
        String page = Files.readString(PAGE);
        Matcher statements = Pattern.compile("psql restored <<'SQL'\\n(.*?)\\n +SQL\\n", Pattern.DOTALL)
                .matcher(page);
        Matcher question =
                Pattern.compile("psql lingdian -c \"(.*?)\"\\n", Pattern.DOTALL).matcher(page);
        assertThat(statements.find()).isTrue();
        assertThat(question.find()).isTrue();
        try (var connection = TestDatabase.superuser(restored);
                var statement = connection.createStatement()) {
            for (String door : DOORS) {
                assertThat(count(statement, door)).as(door).isOne();
            }
            long position = count(statement, POSITION);
            statement.execute(statements.group(1));
            assertThat(count(statement, POSITION)).isEqualTo(position + 1_000_000_000);
            for (String door : DOORS) {
                assertThat(count(statement, door)).as(door).isZero();
            }
            statement.execute(question.group(1));
        }
    }

    private static long count(Statement statement, String sql) throws SQLException {
        try (var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void assertWhole(Verification.Result verified, long records) {
        assertThat(verified.firstBroken()).isNull();
        assertThat(verified.records()).isEqualTo(records);
    }

    private SpooledAgent agent(RunningService service, String key) throws Exception {
        var settings = new SpoolSettings(
                "test/1", 100, 60, 1 << 20, 100_000, 10_000, new Backoff(5, 30, Integer.MAX_VALUE, 60), 300);
        return SpooledAgent.start(
                        vertx,
                        new AgentEndpoint(service.url(), key),
                        directory.resolve("spool"),
                        settings,
                        SystemClock.MICROSECONDS,
                        new Random(1),
                        AgentListener.NONE)
                .await(PATIENCE_SECONDS, SECONDS);
    }

    /** Logs in guests who stay, and waits until the service has acknowledged all events. */
    private static void record(SpooledAgent agent, int guests) throws Exception {
        for (int i = 0; i < guests; i++) {
            agent.record((seq, at) -> new AgentEvent.Login(
                            seq,
                            at,
                            "s-" + seq,
                            "T" + seq,
                            new Document("990", "P-" + seq, "旅客", null, "1990-01-01", ReadMethod.MANUAL),
                            true))
                    .await(PATIENCE_SECONDS, SECONDS);
        }
        Await.until("all is safe", () -> agent.state().unsent() == 0);
    }

    private static Path dayKeys(Path ring) {
        return ring.resolveSibling(ring.getFileName() + ".days");
    }
}
