package lingdian.office.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a role of Grafana learns from how its queries are executed, which PostgreSQL shows to everybody: the same, whatever rows there are
 * that it may not see.
 */
class ReportingPlansIT {
    private static final String COUNTY = "grafana_reader_360430_culture";
    private static final String EXPLAINED = "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF, BUFFERS OFF) ";
    private static final String READ = """
            SELECT relname, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch FROM pg_stat_xact_all_tables
            WHERE schemaname = 'lingdian' AND coalesce(seq_scan, 0) + coalesce(idx_scan, 0) > 0
            """;
    /** Conditions that the planner may evaluate before a view has filtered its rows, because they cannot fail. */
    private static final List<String> QUERIES = List.of(
            "premises_violation WHERE place_code = '36042610000001'",
            "premises_violation WHERE place_code = '36043010000001' AND code = 'MINOR_ADMITTED'",
            "premises_violation WHERE code = 'OVERTIME_OPERATION' AND detected_at > now() - interval '1 hour'",
            "premises_violation WHERE authorities = '{public-security}'",
            "violation_day WHERE day = '2026-07-01' AND code = 'MINOR_ADMITTED'",
            "violation_day WHERE day = '2026-07-01' AND region = '360426'",
            "violation_day WHERE authorities = '{public-security}'",
            "violation_hour WHERE day BETWEEN '2026-06-01' AND '2026-07-02' AND region = '360426'",
            "violation_hour WHERE hour = 1 AND authorities = '{public-security}'",
            "login_day WHERE minors_refused > 2",
            "login_day WHERE day = '2026-07-01' AND region = '360426'",
            "cafe WHERE name = '东方'",
            "cafe_licence WHERE terminals = 90",
            "cafe_day WHERE place_code = '36042610000001'",
            "region_day WHERE region = '360426'",
            "region_hour WHERE region = '360426'",
            "region_terminals WHERE region = '360426'",
            "region_name WHERE region = '360426'",
            "campaign WHERE region = '360426'",
            "rule_release WHERE version = 'proposed one'",
            "premises_violations('2026-01-01', now()) WHERE place_code = '36042610000001'",
            "premises_violations('2026-01-01', now(), '36042610000001')",
            "open_premises_violations() WHERE code = 'OVERTIME_OPERATION'",
            "violation_days('2026-07-01', '2026-07-01') WHERE code = 'MINOR_ADMITTED'",
            "violation_codes() WHERE code = 'MINOR_ADMITTED'",
            "violation_hours('2026-07-01', '2026-07-01') WHERE region = '360426'",
            "cafe_days('2026-07-01', '2026-07-01', '36042610000001')");

    private static final String OWN = """
            INSERT INTO account (id, name, role, authority, region, token_hash, created_at) VALUES
              ('00000000-0000-4000-8000-000000000001', 'a', 'regulator', 'culture', '360430', '\\x01', now());
            INSERT INTO cafe (place_code, name, region, licence_number, terminals, created_at)
              VALUES ('36043010000001', '晨光', '360430', '1', 80, now());
            INSERT INTO cafe_day VALUES ('2026-07-01', '36043010000001', 1440, 2, 0, 60, 9, 3, 16777215, '360430');
            INSERT INTO region_hour VALUES ('2026-07-01', 1, '360430', 60, 1);
            INSERT INTO region_terminals VALUES ('2026-07-01', '360430', 80, 70, 0);
            """;
    private static final String FOUND = """
            WITH made AS (
              INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
              SELECT gen_random_uuid(), '%s', '%s', left('%2$s', 6), 'fact', 'open', '{%s}', now(), now(), '{}' FROM generate_series(1, %d)
              RETURNING *)
            INSERT INTO violation_figure SELECT id, '2026-07-01', 1, place_code, code, standing, authorities, 60, region FROM made;
            """;
    private static final String FOREIGN = """
            INSERT INTO cafe (place_code, name, region, licence_number, terminals, created_at)
              SELECT '3604261000000' || n, '东方', '360426', n, 90, now() FROM generate_series(1, 9) AS n;
            UPDATE cafe SET terminals = 91 WHERE region = '360426';
            INSERT INTO cafe_day SELECT '2026-07-01', place_code, 720, 1, 0, 4, 5, 5, 4095, region FROM cafe WHERE region = '360426';
            INSERT INTO region_hour VALUES ('2026-07-01', 1, '360426', 60, 1);
            INSERT INTO region_terminals VALUES ('2026-07-01', '360426', 80, 70, 0);
            INSERT INTO region_name VALUES ('360426', '德安县');
            INSERT INTO campaign VALUES (gen_random_uuid(), 'theirs', '360426', '{culture}', '{}', '2026-07-01', '2026-07-07', now(),
              '00000000-0000-4000-8000-000000000001');
            INSERT INTO rule_release (id, version, content, source, author, proposed_at, state)
              VALUES (gen_random_uuid(), 'proposed one', '{}', 'account', gen_random_uuid(), now(), 'proposed');
            """;

    private static DatabaseAddress database;

    @BeforeAll
    static void fill() throws SQLException {
        database = TestDatabase.migrated();
        TestDatabase.execute(
                database,
                OWN + FOUND.formatted("OVERTIME_OPERATION", "36043010000001", "culture", 2)
                        + FOUND.formatted("MINOR_ADMITTED", "36043010000001", "culture", 1)
                        + "DROP ROLE IF EXISTS " + COUNTY + "; CREATE ROLE " + COUNTY + " LOGIN PASSWORD 'x';"
                        + " GRANT grafana_scopes TO " + COUNTY + "; ANALYZE");
    }

    /** Roles belong to the whole server, which the tests share. */
    @AfterAll
    static void end() throws SQLException {
        TestDatabase.execute(database, "DROP ROLE " + COUNTY);
    }

    @Test
    void aPlanIsTheSameWhateverElseThereIs() throws SQLException {
        Map<String, List<String>> before = plans();
        List<String> beforeForAll = ofAll(EXPLAINED + "SELECT * FROM reporting.violation_day");
        assertThat(before.values())
                .allSatisfy(plan -> assertThat(plan).anyMatch(line -> line.contains("Function Scan")));

        TestDatabase.execute(database, FOUND.formatted("MINOR_ADMITTED", "36043010000001", "culture", 2) + "ANALYZE");
        assertThat(plans()).as("three persons, of whom one was there before").isEqualTo(before);
        assertThat(ofAll(EXPLAINED + "SELECT * FROM reporting.violation_day"))
                .as("for whom every county's figures are published")
                .isEqualTo(beforeForAll);

        TestDatabase.execute(
                database,
                FOREIGN + FOUND.formatted("OVERTIME_OPERATION", "36042610000001", "culture", 7)
                        + FOUND.formatted("MINOR_ADMITTED", "36042610000001", "public-security", 2)
                        + FOUND.formatted("OVERTIME_OPERATION", "36043010000001", "public-security", 4) + "ANALYZE");
        assertThat(plans()).as("another county and another authority").isEqualTo(before);
    }

    private static Map<String, List<String>> plans() throws SQLException {
        var plans = new LinkedHashMap<String, List<String>>();
        try (Connection county = county()) {
            for (String view : rows(county, "SELECT viewname FROM pg_views WHERE schemaname = 'reporting'")) {
                plans.put(view, rows(county, EXPLAINED + "SELECT * FROM reporting." + view));
            }
            for (String query : QUERIES) {
                plans.put(query, rows(county, EXPLAINED + "SELECT * FROM reporting." + query));
            }
        }
        return plans;
    }

    /** The counters of a transaction's own reading would be as good as a plan. The owner here may turn them off (grafana.md). */
    @ParameterizedTest
    @ValueSource(strings = {"violation_day", "violation_hour", "premises_violation", "cafe", "cafe_day", "region_day"})
    void aTransactionsCountersShowNothingOfTheTables(String view) throws SQLException {
        try (Connection county = county()) {
            county.setAutoCommit(false);
            assertThat(rows(county, "SELECT * FROM reporting." + view)).isNotEmpty();
            assertThat(rows(county, READ)).isEmpty();
        }
    }

    /** Whoever asks may have PostgreSQL print every plan: the one of their own query is all that they get. */
    @Test
    void thePlansBehindAFunctionAreNotPrinted() throws SQLException {
        try (Connection county = county();
                var statement = county.createStatement()) {
            statement.execute("SET client_min_messages = log; SET debug_print_plan = on");
            statement.executeQuery(
                    "SELECT * FROM reporting.premises_violations('2026-01-01', now(), '36043010000001')");
            var printed = new ArrayList<String>();
            for (SQLWarning one = statement.getWarnings(); one != null; one = one.getNextWarning()) {
                printed.add(one.getMessage());
            }
            assertThat(printed).hasSize(1);
        }
    }

    @Test
    void theSystemsCataloguesShowNoValueOfATable() throws SQLException {
        try (Connection county = county()) {
            assertThat(rows(
                            county,
                            "SELECT 1 FROM pg_stats WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"))
                    .isEmpty();
            assertThat(rows(county, """
                    SELECT oid::regclass FROM pg_class
                    WHERE relnamespace IN ('lingdian'::regnamespace, 'public'::regnamespace) AND relkind IN ('r', 'p', 'v', 'm', 'S')
                      AND (has_table_privilege(oid, 'SELECT') OR has_any_column_privilege(oid, 'SELECT'))
                    """)).isEmpty();
        }
    }

    /** Nobody else may call them, and no caller puts a table of its own in the place of one that they read. */
    @Test
    void everyFunctionRunsAsTheOwnerForTheRolesOfGrafanaAlone() throws SQLException {
        try (Connection owner = TestDatabase.superuser(database)) {
            assertThat(rows(owner, """
                    SELECT proname FROM pg_proc
                    WHERE pronamespace = 'reporting'::regnamespace AND proretset
                      AND (NOT prosecdef OR NOT 'search_path=lingdian, pg_temp' = ANY (proconfig)
                        OR has_function_privilege('public', oid, 'EXECUTE') OR NOT has_function_privilege('grafana_scopes', oid, 'EXECUTE')
                        OR NOT has_function_privilege('grafana_reader', oid, 'EXECUTE'))
                    """)).isEmpty();
        }
    }

    private static Connection county() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), COUNTY, "x");
    }

    private static List<String> ofAll(String sql) throws SQLException {
        try (Connection reader = TestDatabase.superuser(database)) {
            reader.createStatement().execute("SET ROLE grafana_reader");
            return rows(reader, sql);
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }
}
