package lingdian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Row security protects every table, except those that are listed here with the reason. Add a new table to {@code
 * R__row_security.sql}, with {@code guard} and, if readers may see it, {@code reveal}.
 */
class RowSecurityIT {
    /** Tables without row-level security, and the reason. */
    private static final Map<String, String> EXEMPT =
            Map.of("flyway_schema_history", "which migrations were applied; the service has no right on it at all");

    /** Tables of which a reader may see every row, and the reason. */
    private static final Map<String, String> OPEN = Map.of("head", "one row of counters, no row of a café or a person");

    private static final String TABLES = """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'lingdian'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            """;
    private static final String RIGHTS = """
            SELECT DISTINCT table_name || ': ' || privilege_type FROM (
              SELECT table_schema, table_name, privilege_type, grantee FROM information_schema.role_table_grants
              UNION SELECT table_schema, table_name, privilege_type, grantee FROM information_schema.role_column_grants)
            WHERE table_schema = 'lingdian' AND grantee IN ('lingdian_reader', 'PUBLIC')
              AND table_name NOT IN (SELECT relname FROM pg_class WHERE relkind = 'v' AND 'security_invoker=true' = ANY (reloptions))
            """;

    private static DatabaseAddress database;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated();
    }

    @Test
    void everyTableIsGuarded() throws SQLException {
        assertThat(rows(TABLES + " AND NOT (relrowsecurity AND relforcerowsecurity)"))
                .as("tables that R__row_security.sql does not guard")
                .containsExactlyInAnyOrderElementsOf(EXEMPT.keySet());
        assertThat(rows("SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = 'lingdian'"
                        + " AND policyname = 'service' AND roles = '{lingdian_service}' AND qual = 'true'"))
                .as("tables that the service sees whole")
                .containsExactlyInAnyOrderElementsOf(guarded());
    }

    @Test
    void whatAReaderMayReadIsBoundToItsScope() throws SQLException {
        List<String> readable = rows(RIGHTS);

        assertThat(readable).contains("violation: SELECT").allMatch(right -> right.endsWith(": SELECT"));
        assertThat(rows("SELECT tablename || ': SELECT' FROM pg_policies WHERE schemaname = 'lingdian'"
                        + " AND policyname = 'reader' AND cmd = 'SELECT'"))
                .containsExactlyInAnyOrderElementsOf(readable);
        assertThat(
                        rows(
                                "SELECT tablename FROM pg_policies WHERE schemaname = 'lingdian' AND policyname ="
                                        + " 'reader' AND qual !~ 'scope\\(|FROM"
                                        + " (cafe|stream|violation|case_step|unmasking|objection|inspection|campaign|campaign_entry)\\M'"))
                .as("tables that readers see whole")
                .containsExactlyInAnyOrderElementsOf(OPEN.keySet());
        assertThat(rows("SELECT tablename || '.' || policyname FROM pg_policies WHERE schemaname = 'lingdian'"
                        + " AND policyname NOT IN ('service', 'reader')"))
                .as("policies beside the two")
                .isEmpty();
    }

    /** A view with its owner's rights would bypass row security. */
    @Test
    void everyViewShowsWhatItsReaderSees() throws SQLException {
        assertThat(rows("SELECT relname FROM pg_class WHERE relnamespace = 'lingdian'::regnamespace AND relkind = 'v'"
                        + " AND 'security_invoker=true' = ANY (reloptions)"))
                .contains("recorded", "unpacked");
        assertThat(rows("SELECT relname FROM pg_class WHERE relnamespace = 'lingdian'::regnamespace AND relkind IN"
                        + " ('v', 'm') AND reloptions IS NULL"))
                .isEmpty();
        assertThat(rows("SET ROLE lingdian_reader; SELECT 'recorded' FROM recorded LIMIT 1"))
                .isEmpty();
    }

    /** A partition does not inherit its table's policies, so no role may read it directly. */
    @Test
    void nobodyMayReadAPartitionPastItsTable() throws SQLException {
        execute("SELECT ensure_day('2026-03-02')");

        assertThat(rows("""
                SELECT relname || ' ' || role FROM pg_class, unnest(ARRAY['lingdian_service', 'lingdian_reader']) AS role
                WHERE relnamespace = 'lingdian'::regnamespace AND relispartition AND relkind = 'r'
                  AND has_any_column_privilege(role, pg_class.oid, 'SELECT, INSERT, UPDATE')
                """)).isEmpty();
    }

    /** Reads every table that has policies, so that tables added later are tested too. */
    @Test
    void withoutAScopeAReaderSeesNothingOfAnyTable() throws SQLException {
        execute("""
                INSERT INTO cafe (place_code, name, region, licence_number, created_at)
                  VALUES ('36048110000001', 'one', '360481', '1', now());
                INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
                  VALUES ('%s', 'MINOR_ADMITTED', '36048110000001', '360481', 'fact', 'open', '{culture}', now(), now(), '{}')
                """.formatted(UUID.randomUUID()));
        var seen = new ArrayList<String>();
        for (String table : rows("SELECT tablename FROM pg_policies WHERE policyname = 'reader'")) {
            seen.addAll(rows("SET ROLE lingdian_reader; SELECT '" + table + "' FROM " + table + " LIMIT 1"));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(OPEN.keySet());
    }

    @Test
    void aReaderMayReadNothingElse() throws SQLException {
        List<String> closed = guarded();
        closed.removeAll(rows("SELECT tablename FROM pg_policies WHERE policyname = 'reader'"));

        assertThat(closed).contains("password", "unverified_login", "vault_key");
        for (String table : closed) {
            isDenied("count(*)", table);
        }
        isDenied("key_hash", "agent_key");
        isDenied("code_hash", "enrolment");
    }

    private void isDenied(String what, String table) {
        assertThatThrownBy(() -> execute("SET ROLE lingdian_reader; SELECT " + what + " FROM " + table))
                .as(table)
                .hasMessageContaining("permission denied");
    }

    /** An owner that is not a superuser and may not create roles needs only what an administrator prepares for it. */
    @Test
    void anOrdinaryOwnerMigratesAndIsBoundAsWell() throws SQLException {
        var owned = new DatabaseAddress(
                database.host(), database.port(), database.name() + "_owned", "ordinary_owner", "owner");
        execute("CREATE ROLE ordinary_owner LOGIN PASSWORD 'owner'; GRANT lingdian_service, lingdian_reader TO"
                + " ordinary_owner");
        execute("CREATE DATABASE " + owned.name() + " OWNER ordinary_owner");

        assertThat(Migrations.run(owned)).isPositive();

        try (Connection owner = DriverManager.getConnection(owned.jdbcUrlOfSchema(), owned.user(), owned.password());
                var statement = owner.createStatement()) {
            statement.execute("INSERT INTO cafe (place_code, name, region, licence_number, created_at)"
                    + " VALUES ('36048110000001', 'one', '360481', '1', now())");
            try (var seen = statement.executeQuery("SELECT count(*) FROM cafe")) {
                seen.next();
                assertThat(seen.getInt(1)).as("as a member of lingdian_service").isOne();
            }
            statement.execute("INSERT INTO vault_key (use, number, check_value) VALUES ('sealing', 1, '')");
            assertThat(statement.executeUpdate("DELETE FROM vault_key"))
                    .as("a row that is made up")
                    .isOne();
            statement.execute("SET row_security = off");
            assertThatThrownBy(() -> statement.executeQuery("SELECT count(*) FROM cafe"))
                    .hasMessageContaining("row-level security"); // it is forced, so it binds the owner too
        }
    }

    private static List<String> guarded() throws SQLException {
        List<String> guarded = rows(TABLES);
        guarded.removeAll(EXEMPT.keySet());
        return guarded;
    }

    private static List<String> rows(String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (Connection connection = TestDatabase.superuser(database);
                var statement = connection.createStatement()) {
            boolean hasRows = statement.execute(sql);
            while (!hasRows) { // skips the result of SET
                hasRows = statement.getMoreResults();
            }
            try (var result = statement.getResultSet()) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
        }
        return rows;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
