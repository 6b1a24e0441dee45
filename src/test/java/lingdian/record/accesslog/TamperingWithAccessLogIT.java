package lingdian.record.accesslog;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.Vault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code verify} detects any change of the access log by SQL, made with any rights, and names the entry. */
class TamperingWithAccessLogIT {
    private static final int LAST = 8;
    private static final UUID PERSON = UUID.fromString("00000000-0000-4000-8000-000000000009");
    private static final List<String> TABLES = List.of("access_log", "access_log_head");
    /** Removes the checks of rows, as an administrator of the database can. */
    private static final String NO_CHECKS = """
            DO $$ DECLARE one text; BEGIN
              FOR one IN SELECT conname FROM pg_constraint WHERE conrelid = 'access_log'::regclass AND contype = 'c' LOOP
                EXECUTE format('ALTER TABLE access_log DROP CONSTRAINT %I', one);
              END LOOP;
            END $$
            """;

    private static final Vertx VERTX = Vertx.vertx();

    private static DatabaseAddress database;
    private static volatile Instant now = Instant.parse("2026-07-31T04:00:00Z");

    /** SQL that changes the log, and the first entry that no longer fits. */
    private record Tampering(String name, String sql, long position) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void write() throws Exception {
        database = TestDatabase.migrated();
        var ring = KeyRing.create(Files.createTempDirectory("lingdian-test").resolve("keys.json"));
        QueryPool pool = Databases.queryPool(VERTX, database, 2);
        var log = new AccessLogStore(pool, new Vault(ring), () -> now, UUID::randomUUID);
        for (int i = 1; i <= LAST; i++) {
            if (i == LAST / 2) {
                now = Instant.parse("2026-08-01T04:00:00Z");
            }
            await(log.append(full(i)));
        }
        assertThat(verify()).isNull();
        asSuperuser(NO_CHECKS);
        for (String table : TABLES) {
            asSuperuser("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table);
        }
    }

    /** An entry with a value in every column, or only in those that may not be empty. */
    private static AccessEntry full(int number) {
        return number % 2 == 0
                ? AccessEntry.done(Actor.service(), Action.DROP_DAY)
                : AccessEntry.refused(Actor.account(new AccountId(new UUID(1, number))), Action.LOOK_UP_PERSON)
                        .on(Subject.of(Subject.Kind.REGISTRY, "r-" + number))
                        .inRegion(new RegionCode("360481"))
                        .about(new PersonToken(PERSON))
                        .because("核对某某")
                        .with("status", 404);
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
        await(VERTX.close());
    }

    @ParameterizedTest
    @MethodSource({"everyColumn", "entriesMovedAndMissing", "theHead"})
    void isNamedByVerify(Tampering tampering) throws Exception {
        asSuperuser(tampering.sql());

        assertThat(verify()).as(tampering.sql()).startsWith("access log, entry " + tampering.position() + ":");
    }

    /** Each column that the database has, so that columns added later are tested too. */
    static Stream<Tampering> everyColumn() throws SQLException {
        var tamperings = new ArrayList<Tampering>();
        try (Connection connection = TestDatabase.superuser(database);
                var columns = connection.getMetaData().getColumns(null, DatabaseAddress.SCHEMA, "access_log", null)) {
            while (columns.next()) {
                String column = columns.getString("COLUMN_NAME");
                for (int position : new int[] {1, 2, LAST}) {
                    for (String changed : changed(column, columns.getString("TYPE_NAME"))) {
                        tamperings.add(new Tampering(
                                "entry " + position + ": " + column + " = " + changed,
                                update(column + " = " + changed, position),
                                position));
                    }
                }
            }
        }
        assertThat(tamperings).hasSizeGreaterThan(60);
        return tamperings.stream();
    }

    /** The smallest changes of a value: one byte changed, a value added, or a value removed. */
    private static List<String> changed(String column, String type) {
        return switch (type) {
            case "int8" -> List.of(column + " + 1000");
            case "uuid" ->
                List.of("CASE WHEN " + column + " IS NULL THEN '" + PERSON + "' ELSE"
                        + " overlay(" + column + "::text placing CASE right(" + column
                        + "::text, 1) WHEN '0' THEN '1' ELSE '0' END from 36 for 1)::uuid END");
            case "timestamptz" -> List.of(column + " + interval '1 microsecond'", column + " + interval '1 day'");
            case "bytea" ->
                Stream.of("0", "length(" + column + ") / 2", "length(" + column + ") - 1")
                        .map(at -> "coalesce(set_byte(" + column + ", " + at + ", get_byte(" + column + ", " + at
                                + ") # 1), '\\x00')")
                        .toList();
            case "text" ->
                Stream.of("1", "length(" + column + ") / 2", "length(" + column + ")")
                        .map(at -> "coalesce(overlay(" + column + " placing chr(ascii(substr(" + column
                                + ", greatest(1, " + at + "))) # 1) from greatest(1, " + at + ") for 1), '')")
                        .toList();
            default -> throw new AssertionError("how is one byte of a " + type + " changed?");
        };
    }

    static Stream<Tampering> entriesMovedAndMissing() {
        return Stream.of(
                new Tampering("the first is missing", delete("= 1"), 1),
                new Tampering("the whole first month is missing", "DELETE FROM access_log WHERE at < '2026-08-01'", 1),
                new Tampering("one is missing", delete("= 4"), 4),
                new Tampering("the end is cut off", delete("> 6"), 7),
                new Tampering("all are missing", delete("> 0"), 1),
                new Tampering("a reason is missing", update("reason = NULL", 3), 3),
                new Tampering("a reason is missing, and its hash", update("reason = NULL, reason_hash = NULL", 3), 3),
                new Tampering(
                        "two have each other's numbers",
                        update("position = 1000", 5) + update("position = 5", 6) + update("position = 6", 1000),
                        5),
                new Tampering(
                        "one is pushed in and the rest renumbered",
                        "UPDATE access_log SET position = position + 100 WHERE position > 3;"
                                + "UPDATE access_log SET position = position - 99 WHERE position > 100;" + copy(3, "4"),
                        4),
                new Tampering("one is there twice", copy(5, "position"), 5),
                new Tampering("one is added at the end", copy(LAST, "position + 1"), LAST + 1));
    }

    static Stream<Tampering> theHead() {
        return Stream.of(
                new Tampering("says less", "UPDATE access_log_head SET position = position - 1", LAST),
                new Tampering("says more", "UPDATE access_log_head SET position = position + 1", LAST + 1),
                new Tampering(
                        "another chain",
                        "UPDATE access_log_head SET chain = set_byte(chain, 31, get_byte(chain, 31) # 1)",
                        LAST),
                new Tampering(
                        "cut off with the end of the log, its chain left",
                        delete("> 6") + "UPDATE access_log_head SET position = 6",
                        6),
                new Tampering("is gone", "DELETE FROM access_log_head", 1));
    }

    /**
     * Whole months are dropped from the beginning, with a record of the cut, from which the rest of the chain is
     * verified.
     */
    @Test
    void aRecordedCutIsNoHole() throws Exception {
        DatabaseAddress other = TestDatabase.migrated();
        var ring = KeyRing.create(Files.createTempDirectory("lingdian-test").resolve("keys.json"));
        QueryPool pool = Databases.queryPool(VERTX, other, 2);
        var clock = new Instant[] {Instant.parse("2025-06-10T00:00:00Z")};
        var log = new AccessLogStore(pool, new Vault(ring), () -> clock[0], UUID::randomUUID);
        for (String at : List.of("2025-06-10T00:00:00Z", "2025-07-10T00:00:00Z", "2026-07-10T00:00:00Z")) {
            clock[0] = Instant.parse(at);
            await(log.append(full(1)));
            await(log.append(full(2)));
        }
        await(pool.withTransaction(connection -> log.cut(connection, YearMonth.of(2025, 8))));
        TestDatabase.execute(other, "DROP TABLE access_log_202506, access_log_202507");

        assertThat(verify(other)).isEqualTo(new VerificationOfAccess.Result(3, null));

        TestDatabase.execute(
                other,
                "SET session_replication_role = replica; UPDATE access_log SET details = replace(details, '4', '3')"
                        + " WHERE action = 'drop-access-month'");
        assertThat(verify(other).firstBroken()).startsWith("access log, entry");
        TestDatabase.execute(
                other, "SET session_replication_role = replica; DELETE FROM access_log WHERE position = 5");
        assertThat(verify(other).firstBroken()).startsWith("access log, entry");
    }

    /** Their hashes fit: whoever wrote these entries reckoned the hashes, too. */
    @ParameterizedTest
    @CsvSource({
        "2020-01-01T00:00:00Z, its time is before that of the entry before it",
        "2200-01-01T00:00:00Z, its time is still to come"
    })
    void aTimeThatGoesBackOrIsStillToComeIsNamed(Instant at, String why) throws Exception {
        DatabaseAddress other = TestDatabase.migrated();
        var ring = KeyRing.create(Files.createTempDirectory("lingdian-test").resolve("keys.json"));
        QueryPool pool = Databases.queryPool(VERTX, other, 1);
        var clock = new Instant[] {Instant.parse("2025-06-10T00:00:00Z")};
        var log = new AccessLogStore(pool, new Vault(ring), () -> clock[0], UUID::randomUUID);
        await(log.append(full(1)));
        assertThat(verify(other).firstBroken()).isNull();

        clock[0] = at;
        TestDatabase.force(other, "UPDATE access_log_head SET at = '-infinity'");
        await(log.append(full(2)));
        assertThat(verify(other).firstBroken()).isEqualTo("access log, entry 2: " + why);
    }

    private static String update(String change, long position) {
        return "UPDATE access_log SET " + change + " WHERE position = " + position + ";";
    }

    private static String delete(String condition) {
        return "DELETE FROM access_log WHERE position " + condition + ";";
    }

    private static String copy(int position, String as) {
        return "INSERT INTO access_log SELECT " + as
                + ", id, at + interval '1 second', actor_kind, actor_id, action, outcome,"
                + " subject_kind, subject_id, region, person, details, reason, reason_hash, chain FROM access_log"
                + " WHERE position = " + position + ";";
    }

    /** Runs SQL without any trigger or constraint, as an administrator of the database can. */
    private static void asSuperuser(String sql) throws SQLException {
        TestDatabase.execute(database, "SET session_replication_role = replica; " + sql);
    }

    private static String verify() throws SQLException {
        return verify(database).firstBroken();
    }

    private static VerificationOfAccess.Result verify(DatabaseAddress address) throws SQLException {
        try (var store = VerificationOfAccessStore.open(address)) {
            return VerificationOfAccess.run(store);
        }
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(PATIENCE_SECONDS, SECONDS);
    }
}
