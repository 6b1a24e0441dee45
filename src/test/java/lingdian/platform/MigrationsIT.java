package lingdian.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.TreeMap;
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

    /** What grows with each login is sampled by 3,000 rows, so that no sample holds old versions of rows back for long. */
    @Test
    void tablesOfADayAreSampledLittleWhetherTheyWereThereOrAreMade() throws SQLException {
        DatabaseAddress address = TestDatabase.empty();
        Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .schemas(DatabaseAddress.SCHEMA)
                .locations("classpath:lingdian/migration")
                .target("65")
                .load()
                .migrate();
        TestDatabase.execute(address, "SELECT ensure_day('2026-03-02')");

        Migrations.run(address);
        TestDatabase.execute(address, "SELECT ensure_day('2026-03-03')");

        var samples = new TreeMap<String, String>();
        try (var connection = TestDatabase.superuser(address);
                var rows = connection.createStatement().executeQuery(SAMPLES)) {
            while (rows.next()) {
                samples.put(rows.getString(1), rows.getInt(2) + " to " + rows.getInt(3));
            }
        }
        assertThat(samples)
                .containsOnlyKeys(
                        "journal_20260302", "journal_20260303", "sealed_20260302", "sealed_20260303", "session");
        assertThat(samples.values()).containsOnly("10 to 10");
    }
}
