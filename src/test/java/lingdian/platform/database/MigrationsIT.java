package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
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

    /** The end of a café's newest stream moves into the café's state. */
    @Test
    void streamsEndWhereTheyEndedBeforeTheirEndsMoved() throws SQLException {
        DatabaseAddress address = TestDatabase.empty();
        Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .schemas(DatabaseAddress.SCHEMA)
                .locations("classpath:lingdian/migration")
                .target("78")
                .repeatableSqlMigrationPrefix("none") // today's scripts are of today's tables
                .load()
                .migrate();
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
