package lingdian.record.accesslog;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing the access log: no gaps, one chain, and in one transaction with the logged change. */
class AccessLogStoreIT {
    private static final Instant NOW = Instant.parse("2026-07-10T04:00:00Z");
    private static final UUID OFFICER = UUID.fromString("00000000-0000-4000-8000-000000000007");

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseAddress database = TestDatabase.migrated();
    private final QueryPool pool = Databases.queryPool(vertx, database, 8);
    private volatile Instant now = NOW;
    private Vault vault;
    private AccessLogStore log;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        vault = new Vault(
                KeyRing.create(Files.createTempDirectory(directory, "ring").resolve("keys.json")));
        log = new AccessLogStore(pool, vault, () -> now, UUID::randomUUID);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void everythingOfAnEntryIsKept() throws Exception {
        await(log.append(AccessEntry.refused(Actor.account(new AccountId(OFFICER)), Action.LOOK_UP_PERSON)
                .on(Subject.of(Subject.Kind.CAFE, "36048110000001"))
                .inRegion(new RegionCode("360481"))
                .with("status", 404)
                .with("operation", "lookUpPerson")));

        assertThat(text(
                        "SELECT concat_ws(' ', position, at AT TIME ZONE 'UTC', actor_kind, actor_id, action, outcome, subject_kind,"
                                + " subject_id, region, details) FROM access_log"))
                .isEqualTo("1 2026-07-10 04:00:00 account " + OFFICER
                        + " look-up-person refused cafe 36048110000001 360481"
                        + " {\"operation\":\"lookUpPerson\",\"status\":404}");
    }

    /** People write names into reasons. */
    @Test
    void aReasonIsSealed() throws Exception {
        await(log.append(entry().because("群众举报张三丰")));

        assertThat(text("SELECT position(convert_to('张三丰', 'UTF8') IN reason) FROM access_log"))
                .isEqualTo("0");
        assertThat(text("SELECT (sha256(reason) = reason_hash)::text FROM access_log"))
                .isEqualTo("true");
        UUID id = UUID.fromString(text("SELECT id FROM access_log"));
        assertThat(vault.unseal(bytes("SELECT reason FROM access_log"), AccessLogStore.reasonOf(id)))
                .isEqualTo("群众举报张三丰");
    }

    @Test
    void whoeverWritesAtOnceWritesOneChain() throws Exception {
        var writing = new ArrayList<Future<Void>>();
        for (int i = 0; i < 200; i++) {
            writing.add(
                    i % 5 == 0
                            ? pool.withTransaction(c -> log.append(c, List.of(entry(), entry())))
                            : log.append(entry()));
        }
        await(Future.all(writing));

        assertThat(text("SELECT count(*) || ' ' || min(position) || ' ' || max(position) FROM access_log"))
                .isEqualTo("240 1 240");
        assertThat(text(
                        "SELECT position || ' ' || (SELECT chain = access_log_head.chain FROM access_log WHERE position = 240)"
                                + " FROM access_log_head"))
                .isEqualTo("240 true");
    }

    @Test
    void whatIsRolledBackLeavesNoEntryAndNoGap() throws Exception {
        Future<Void> undone = pool.withTransaction(connection ->
                log.append(connection, entry()).compose(logged -> Future.failedFuture("the change fails")));
        assertThatThrownBy(() -> await(undone)).hasMessage("the change fails");

        await(log.append(entry()));

        assertThat(text("SELECT string_agg(position::text, ',') FROM access_log"))
                .isEqualTo("1");
    }

    /** A log that cannot be written fails its caller's transaction. */
    @Test
    void aChangeFailsWithItsEntry() throws Exception {
        sql("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$;"
                + "CREATE TRIGGER full_disk BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION full_disk()");
        Future<Void> change = pool.withTransaction(connection -> connection
                .query("UPDATE head SET facts_version = 4711")
                .execute()
                .compose(changed -> log.append(connection, entry())));

        assertThatThrownBy(() -> await(change)).hasMessageContaining("disk_full");
        assertThat(text("SELECT facts_version FROM head")).isEqualTo("0");
    }

    /** So each month is a range of numbers, and whole months can be dropped. */
    @Test
    void timeNeverGoesBackAndEachMonthIsAPartition() throws Exception {
        for (String at : List.of(
                "2026-07-31T15:59:59Z", "2026-07-31T16:00:00Z", "2026-07-31T15:00:00Z", "2026-10-01T00:00:00Z")) {
            now = Instant.parse(at);
            await(log.append(entry()));
        }

        assertThat(
                        text(
                                "SELECT string_agg(tableoid::regclass || ' ' || (at AT TIME ZONE 'UTC'), ', ' ORDER BY position) FROM access_log"))
                .isEqualTo("access_log_202607 2026-07-31 15:59:59, access_log_202608 2026-07-31 16:00:00,"
                        + " access_log_202608 2026-07-31 16:00:00, access_log_202610 2026-10-01 00:00:00");
    }

    /** Readers of the whole log, such as an export or a dump, must not delay the first entry of a new month. */
    @Test
    void aLongReaderDoesNotHoldUpANewMonth() throws Exception {
        await(log.append(entry()));
        try (var reader = TestDatabase.superuser(database);
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM access_log");
            now = Instant.parse("2026-08-10T00:00:00Z");

            await(log.append(entry()));
        }
        assertThat(text("SELECT count(*) FROM access_log")).isEqualTo("2");
    }

    /** A committing batch of events locks the row of {@code head}. */
    @Test
    void whoWritesDoesNotWaitForABatch() throws Exception {
        try (var batch = TestDatabase.superuser(database);
                var statement = batch.createStatement()) {
            batch.setAutoCommit(false);
            statement.execute("UPDATE head SET position = position + 1");

            await(log.append(entry()));
        }
    }

    @Test
    void nobodyMayChangeIt() throws Exception {
        await(log.append(entry()));
        for (String role : List.of("", "SET ROLE lingdian_service; ")) {
            for (String table : List.of("access_log", "access_log_202607")) {
                refused(role + "UPDATE " + table + " SET outcome = 'done'");
                refused(role + "UPDATE " + table + " SET at = at + interval '1 month'");
                refused(role + "DELETE FROM " + table);
                refused(role + "TRUNCATE " + table);
            }
            refused(role + "DELETE FROM access_log_head");
            refused(role + "TRUNCATE access_log_head");
            refused(role + "UPDATE access_log_head SET position = position - 1");
            refused(role + "UPDATE access_log_head SET chain = sha256('')");
        }
        refused("SET ROLE lingdian_service; DROP TABLE access_log_202607");
        refused("SET ROLE lingdian_service; ALTER TABLE access_log DISABLE TRIGGER ALL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"张三", "a b", "", "11010519491231002X", "110105194912310021", "<script>", "x'--"})
    void onlyCodesStandInTheClear(String text) {
        assertThatThrownBy(() -> entry().with("code", text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Subject.of(Subject.Kind.CAFE, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(text.isEmpty() ? "\0" : text);
    }

    /** The words are stored and hashed, so the database must accept all of them. */
    @Test
    void everyWordIsStored() throws Exception {
        IntStream.range(0, Action.values().length)
                .forEach(i -> await(log.append(AccessEntry.of(
                                Actor.service(), Action.values()[i], Outcome.values()[i % Outcome.values().length])
                        .on(Subject.of(Subject.Kind.values()[i % Subject.Kind.values().length])))));

        assertThat(text("SELECT count(DISTINCT action) FROM access_log"))
                .isEqualTo(Integer.toString(Action.values().length));
    }

    private static AccessEntry entry() {
        return AccessEntry.done(Actor.account(new AccountId(OFFICER)), Action.READ_VIOLATION);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    private void refused(String sql) {
        assertThatThrownBy(() -> sql(sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    }

    private void sql(String sql) throws SQLException {
        try (var connection = TestDatabase.superuser(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (var connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private byte[] bytes(String sql) throws SQLException {
        try (var connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getBytes(1);
        }
    }
}
