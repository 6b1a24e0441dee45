package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import lingdian.platform.settings.TemporaryFailure;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class MigrationsIT {
    private static final String SAMPLES = """
            SELECT relname, min(coalesce(attstattarget, 100)), max(coalesce(attstattarget, 100))
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'lingdian'::regnamespace AND relname ~ '^(session|(journal|sealed)_[0-9]{8})$'
              AND attnum > 0 AND NOT attisdropped
            GROUP BY relname
            """;

    private static final String REPEAT_ROW_SECURITY =
            "DELETE FROM flyway_schema_history WHERE script = 'R__row_security.sql'";
    private static final String WAITING = """
            SELECT EXISTS (
              SELECT FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0)
            """;

    @Test
    void anEmptyDatabaseIsMigratedAndASecondTimeChangesNothing() {
        DatabaseAddress address = TestDatabase.empty();

        assertThat(Migrations.run(address)).isPositive();
        assertThat(Migrations.run(address)).isZero();
    }

    /**
     * ANALYZE samples 3,000 rows of each table that grows with logins, so that no sample keeps old row versions for
     * long. This applies to tables that exist when a later version adds a column, and to tables created afterwards.
     */
    @Test
    void tablesOfADayAreSampledLittleBeforeAndAfterALaterVersion() throws SQLException {
        DatabaseAddress address = TestDatabase.migrated();
        TestDatabase.execute(address, "SELECT ensure_day('2026-03-02')");
        assertThat(samples(address)).containsOnlyKeys("journal_20260302", "sealed_20260302", "session");

        assertThat(Migrations.run(address, "classpath:lingdian/latercolumn")).isEqualTo(1);
        TestDatabase.execute(address, "SELECT ensure_day('2026-03-03')");

        assertThat(samples(address))
                .containsOnlyKeys(
                        "journal_20260302", "journal_20260303", "sealed_20260302", "sealed_20260303", "session");
        assertThat(samples(address).values()).containsOnly("10 to 10");
    }

    /** What belongs to a database and not to its tables is in no dump. */
    @Test
    void aRestoredDatabaseIsClosedToTemporaryTables() throws SQLException {
        DatabaseAddress restored =
                TestDatabase.migrated(); // a copy of what was migrated: its rights are those of a new database
        String open = "SELECT has_database_privilege('public', current_database(), 'TEMPORARY')";
        assertThat(line(restored, open)).isEqualTo("t");

        assertThat(Migrations.run(restored)).isZero();

        assertThat(line(restored, open)).isEqualTo("f");
    }

    /** Whoever may connect can hold Flyway's lock, unless that right was withdrawn (close.sql). */
    @Test
    void aNodeStartsOnACurrentSchemaWhoeverHoldsFlywaysLock() throws SQLException {
        DatabaseAddress address = TestDatabase.migrated();
        try (Connection other = holdingFlywaysLock(address)) {
            assertThat(Migrations.run(address)).isZero();
            assertThat(other.isValid(0)).isTrue();
        }
    }

    @Test
    void whoDoesNotGetFlywaysLockMayTryAgainLater() throws SQLException {
        DatabaseAddress address = TestDatabase.migrated();
        TestDatabase.execute(address, REPEAT_ROW_SECURITY);
        try (Connection other = holdingFlywaysLock(address)) {
            assertThatThrownBy(() -> Migrations.run(address, Duration.ZERO))
                    .isInstanceOf(TemporaryFailure.class)
                    .hasMessageContaining("advisory lock");
            assertThat(other.isValid(0)).isTrue();
        }
        assertThat(Migrations.run(address)).isEqualTo(1);
    }

    /** Otherwise all verdicts wait as long as the dashboard's transaction, or pg_dump's, stays open. */
    @Test
    void verdictsGoOnWhileAMigrationWaitsForAReader() throws Exception {
        DatabaseAddress address = TestDatabase.migrated();
        TestDatabase.execute(address, REPEAT_ROW_SECURITY);
        ExecutorService node = Executors.newSingleThreadExecutor();
        try (Connection reader = TestDatabase.superuser(address);
                Connection batch = TestDatabase.superuser(address)) {
            reader.setAutoCommit(false);
            execute(reader, "SET ROLE grafana_reader; SELECT FROM reporting.cafe");
            Future<Integer> migrating = node.submit(() -> Migrations.run(address));
            Await.until(
                    "the migration waits for the reader",
                    () -> line(address, WAITING).equals("t"));

            execute(batch, "SET statement_timeout = '1min'; SELECT FROM head FOR UPDATE");

            assertThat(migrating).isNotDone();
            reader.rollback();
            assertThat(migrating.get(Await.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
        } finally {
            node.shutdownNow();
        }
    }

    /** With the lock of a program that stands still, or whose machine is gone, all verdicts would wait without end. */
    @Test
    void postgresEndsAMigrationThatStandsStill() throws SQLException {
        DatabaseAddress address = TestDatabase.migrated();

        assertThat(Migrations.run(address, "classpath:lingdian/shownsettings")).isEqualTo(1);

        assertThat(line(address, "SELECT string_agg(setting, ' ' ORDER BY name) FROM shown_setting"))
                .isEqualTo("10s 3s 3 10 2");
    }

    /** The end of a café's newest stream moves into the café's state. */
    @Test
    void streamsEndWhereTheyEndedBeforeTheirEndsMoved() throws SQLException {
        DatabaseAddress address = migratedTo("78");
        TestDatabase.execute(address, """
                INSERT INTO cafe (place_code, name, region, licence_number, created_at)
                SELECT '3604811000000' || n, n, '360481', n, now() FROM generate_series(1, 4) AS n;
                INSERT INTO stream (number, place_code, stream, acked_seq, chain, superseded, began_at)
                SELECT number, '3604811000000' || cafe, gen_random_uuid(), acked, sha256(number::text::bytea), superseded, now()
                FROM (VALUES (1, 1, 5, true), (2, 2, 3, false), (3, 1, 7, false), (4, 4, 9, false))
                  AS one (number, cafe, acked, superseded);
                INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state)
                SELECT '3604811000000' || cafe, 1, now(), now(), 0, '{"of":' || cafe || '}' FROM (VALUES (1), (2), (3)) AS one (cafe);
                """);
        String before = ends(address, "stream");

        Migrations.run(address);

        assertThat(ends(address, "stream_head")).isEqualTo(before).contains("1 5 ", "3 7 ", "4 9 ");
        assertThat(line(address, """
                SELECT string_agg(place_code || ' ' || coalesce(stream_number::text, '-') || ' ' || state, ', ' ORDER BY place_code)
                FROM cafe_state
                """))
                .isEqualTo("36048110000001 3 {\"of\":1}, 36048110000002 2 {\"of\":2}, 36048110000003 - {\"of\":3}");
        assertThat(line(
                        address,
                        "SELECT string_agg(number::text, ' ' ORDER BY number) FROM stream WHERE own_seq IS NULL"))
                .isEqualTo("2 3"); // café 4 has no state that could have it
    }

    /** The findings of a café's state become rows. */
    @Test
    void rememberedFindingsAreThoseOfBeforeTheyWereStoredByThemselves() throws SQLException {
        DatabaseAddress address = migratedTo("129");
        TestDatabase.execute(address, """
                INSERT INTO cafe (place_code, name, region, licence_number, created_at)
                SELECT '3604811000000' || n, n, '360481', n, now() FROM generate_series(1, 3) AS n;
                INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state) VALUES
                  ('36048110000001', 1, now(), now(), 0, '{"sessionFindings":{"s1":[]},"missed":{"s1":1},"suspicions":{"cards":{"c1":{}},"day":{}}}'),
                  ('36048110000002', 1, now(), now(), 0, '{"suspicions":{"cards":{"c2":{}}}}'),
                  ('36048110000003', 1, now(), now(), 0, '{"suspicions":{"day":{}}}');
                """);

        Migrations.run(address);

        assertThat(line(address, "SELECT string_agg(state, ', ' ORDER BY place_code) FROM cafe_state"))
                .isEqualTo("{\"missed\": {\"s1\": 1}, \"suspicions\": {\"day\": {}}}, {\"suspicions\": {}},"
                        + " {\"suspicions\":{\"day\":{}}}");
        assertThat(line(
                        address,
                        "SELECT string_agg(right(place_code, 1) || ' ' || of_session || ' ' || id || ' ' || finding, ', ' ORDER BY id)"
                                + " FROM cafe_finding"))
                .isEqualTo("1 false c1 {}, 2 false c2 {}, 1 true s1 []");
    }

    /** What a check said for all becomes what it found, where it said otherwise of each violation. */
    @Test
    void checksSayWhatTheyFound() throws SQLException {
        DatabaseAddress address = migratedTo("106");
        TestDatabase.execute(address, """
                INSERT INTO cafe (place_code, name, region, licence_number, created_at) VALUES ('36048110000001', 'n', '360481', 'n', now());
                INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, version, running,
                                       priority, began_at, due_at)
                SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'culture', '36048110000001', '360481', 'Asia/Shanghai',
                  '2026-11-10', now(), 'checked', 1, false, 2, now(), now() FROM generate_series(1, 3) AS n;
                INSERT INTO account (id, name, role, authority, region, token_hash, created_at)
                VALUES (gen_random_uuid(), 'n', 'regulator', 'culture', '360481', sha256('t'), now());
                INSERT INTO case_action (case_id, number, action, step, at, account, place_code, outcome)
                SELECT case_file.id, 2, 'check', 'checked', now(), account.id, case_file.place_code, 'true' FROM case_file, account;
                INSERT INTO case_violation (violation_id, authority, case_id, joined_at, outcome, code, standing, state, case_step, started_at)
                SELECT gen_random_uuid(), 'culture', ('00000000-0000-0000-0000-00000000000' || n)::uuid, now(), found, 'AGENT_ABSENT',
                  'suspicion', 'ended', 'confirmed', now()
                FROM (VALUES (1, 'untrue'), (1, 'unverifiable'), (2, 'untrue'), (2, 'true')) AS one (n, found);
                """);

        Migrations.run(address);

        assertThat(line(address, "SELECT string_agg(outcome, ' ' ORDER BY case_id) FROM case_action"))
                .isEqualTo("unverifiable true true");
    }

    /** Who signs in by a provider loses the name and password by which somebody else may have acted as them. */
    @Test
    void aProvidersPersonKeepsTheProviderAlone() throws SQLException {
        DatabaseAddress address = migratedTo("136");
        TestDatabase.execute(address, """
                INSERT INTO account (id, name, role, created_at, sign_in_name, provider_issuer, provider_subject)
                VALUES ('00000000-0000-0000-0000-000000000001', 'a', 'auditor', now(), 'both', 'i', 's'),
                  ('00000000-0000-0000-0000-000000000002', 'b', 'auditor', now(), 'name', NULL, NULL),
                  ('00000000-0000-0000-0000-000000000003', 'c', 'auditor', now(), NULL, 'i', 't');
                INSERT INTO password (account, hash, set_at) SELECT id, '$argon2id$v=19$x', now() FROM account WHERE sign_in_name IS NOT NULL;
                INSERT INTO invitation (token_hash, account, made_at, expires_at) SELECT sha256(name::bytea), id, now(), now() FROM account;
                INSERT INTO sign_in_session (id_hash, account, began_at, seen_at, expires_at)
                SELECT sha256(name::bytea), id, now(), now(), now() FROM account;
                """);

        Migrations.run(address);

        assertThat(line(address, """
                SELECT string_agg(concat_ws(' ', name, sign_in_name, provider_subject,
                  (SELECT 'password' FROM password AS p WHERE p.account = account.id), (SELECT 'invited' FROM invitation AS i WHERE i.account = account.id),
                  (SELECT 'session' FROM sign_in_session AS s WHERE s.account = account.id AND ended_at IS NULL)), ', ' ORDER BY name)
                FROM account
                """)).isEqualTo("a s, b name password invited session, c t session");
    }

    /** @param version of the schema, without what runs again at each change: today's scripts are of today's tables */
    private static DatabaseAddress migratedTo(String version) {
        DatabaseAddress address = TestDatabase.empty();
        Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .schemas(DatabaseAddress.SCHEMA)
                .locations("classpath:lingdian/migration")
                .target(version)
                .repeatableSqlMigrationPrefix("none")
                .load()
                .migrate();
        return address;
    }

    private static Connection holdingFlywaysLock(DatabaseAddress address) throws SQLException {
        long number = 77_431_708_279_161L + "\"lingdian\".\"flyway_schema_history\"".hashCode();
        Connection holder = TestDatabase.superuser(address);
        execute(holder, "SELECT pg_advisory_lock(" + number + ")");
        return holder;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ends(DatabaseAddress address, String streams) throws SQLException {
        return line(
                address,
                "SELECT string_agg(concat_ws(' ', number, acked_seq, encode(chain, 'hex'), superseded), ', ' ORDER BY number)"
                        + " FROM " + streams);
    }

    private static String line(DatabaseAddress address, String sql) throws SQLException {
        try (var connection = TestDatabase.superuser(address);
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Map<String, String> samples(DatabaseAddress address) throws SQLException {
        var samples = new TreeMap<String, String>();
        try (var connection = TestDatabase.superuser(address);
                var rows = connection.createStatement().executeQuery(SAMPLES)) {
            while (rows.next()) {
                samples.put(rows.getString(1), rows.getInt(2) + " to " + rows.getInt(3));
            }
        }
        return samples;
    }
}
