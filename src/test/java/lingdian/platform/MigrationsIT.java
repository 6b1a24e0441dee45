package lingdian.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import lingdian.testing.TestDatabase;
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
