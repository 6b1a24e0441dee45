package lingdian.record.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL itself refuses every change of the record: to the service by its rights, to the owner by a trigger. */
class AppendOnlyIT {
    private static final String AS_OWNER = "";
    private static final String AS_SERVICE = "SET ROLE lingdian_service; ";

    private static DatabaseAddress database;

    @BeforeAll
    static void recordSomething() throws SQLException {
        database = TestDatabase.migrated();
        execute(AS_SERVICE
                + "SELECT ensure_day('2026-03-02'), ensure_day('2026-03-03');"
                + "INSERT INTO journal (day, stream_number, seq, received_at, body, content_mac, chain, type)"
                + " VALUES ('2026-03-02', 1, 1, now(), '{}', '\\x00', decode(repeat('00', 32), 'hex'), 'h');"
                + "INSERT INTO sealed VALUES ('2026-03-02', 1, 1, 'quarantine', '\\x00', '\\x00')");
    }

    /** The tables and all of their partitions. */
    static Stream<String> tables() throws SQLException {
        var tables = new ArrayList<String>();
        try (Connection connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT relid::text FROM pg_partition_tree('journal')
                        UNION ALL SELECT relid::text FROM pg_partition_tree('sealed')
                        """)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        assertThat(tables).contains("journal", "sealed", "journal_20260302", "sealed_20260303");
        return tables.stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nobodyIsLetToChange(String table) {
        String column = table.startsWith("journal") ? "body" : "kind";
        for (String role : List.of(AS_OWNER, AS_SERVICE)) {
            // Of the empty days a row trigger has nothing to refuse.
            if (role.equals(AS_SERVICE) || !table.endsWith("20260303")) {
                refused(role + "UPDATE " + table + " SET " + column + " = " + column);
                refused(role + "UPDATE " + table + " SET day = day + 1");
                refused(role + "DELETE FROM " + table);
                refused(role + "MERGE INTO " + table + " USING (SELECT 1) AS nothing ON false"
                        + " WHEN NOT MATCHED BY SOURCE THEN DELETE");
            }
            refused(role + "TRUNCATE " + table);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theServiceMayNotTakeTheLocksOff(String table) {
        refused(AS_SERVICE + "ALTER TABLE " + table + " DISABLE TRIGGER ALL");
        refused(AS_SERVICE + "DROP TABLE " + table);
        refused(AS_SERVICE + "DROP TRIGGER append_only ON " + table);
        refused(AS_SERVICE + "ALTER TABLE " + table + " OWNER TO lingdian_service");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theServiceHasNoOtherRightThanToReadAndAppend(String table) throws SQLException {
        for (String right : List.of("UPDATE", "DELETE", "TRUNCATE", "TRIGGER", "REFERENCES")) {
            assertThat(may(table, right)).as("%s of %s", right, table).isFalse();
        }
    }

    @Test
    void theServiceReadsAndAppends() throws SQLException {
        for (String table : List.of("journal", "sealed")) {
            assertThat(may(table, "SELECT")).isTrue();
            assertThat(may(table, "INSERT")).isTrue();
        }
        refused(AS_SERVICE + "SET session_replication_role = replica");
        refused(AS_SERVICE + "CREATE TABLE of_its_own ()");
    }

    /** What findings rest on besides the record. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "schedule SET valid_from = valid_from",
                "schedule SET valid_to = valid_to",
                "hours_order SET begins_at = begins_at",
                "suspension SET begins_at = begins_at",
                "closure SET document = document"
            })
    void theServiceMovesNothingButTheEndOfWhatWasInForce(String change) throws SQLException {
        refused(AS_SERVICE + "UPDATE " + change);
        execute(AS_SERVICE + "UPDATE hours_order SET ends_at = ends_at");
    }

    /** Of the whole table or of any column. */
    private static boolean may(String table, String right) throws SQLException {
        boolean ofColumns = List.of("SELECT", "INSERT", "UPDATE", "REFERENCES").contains(right);
        try (Connection connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT has_" + (ofColumns ? "any_column" : "table")
                        + "_privilege('lingdian_service', '" + table + "', '" + right + "')")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private static void refused(String sql) {
        assertThatThrownBy(() -> execute(sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState())
                                .as("the reason of: %s", refused.getMessage())
                                .isEqualTo("42501")); // insufficient_privilege
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
