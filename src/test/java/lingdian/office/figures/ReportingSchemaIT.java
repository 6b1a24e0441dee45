package lingdian.office.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lingdian.law.judge.Code;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code grafana_reader} may see: only views, and no count of persons that identifies one. */
class ReportingSchemaIT {
    private static final String RELATIONS = """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'lingdian'::regnamespace AND relkind IN ('r', 'p', 'v') AND NOT relispartition
            """;

    private static DatabaseAddress database;

    @BeforeAll
    static void fill() throws SQLException {
        database = TestDatabase.migrated();
        ask("""
                INSERT INTO cafe (place_code, name, region, licence_number, created_at)
                  VALUES ('36048110000001', '晨光', '360481', '1', now()), ('36042610000001', '东方', '360426', '2', now());
                INSERT INTO cafe_day VALUES
                  ('2026-07-01', '36048110000001', 1440, 2, 0, 60, 9, 3, 16777215, '360481'),
                  ('2026-07-01', '36042610000001', 720, 1, 0, 4, 5, 5, 4095, '360426');
                WITH made AS (
                  INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
                  SELECT gen_random_uuid(), code, place_code, left(place_code, 6), 'fact', 'open', '{culture}', now(), now(), '{}'
                  FROM (VALUES ('MINOR_ADMITTED', '36048110000001', 6), ('MINOR_ADMITTED', '36042610000001', 2),
                               ('OVERTIME_OPERATION', '36042610000001', 1)) AS wanted (code, place_code, number),
                       generate_series(1, number)
                  RETURNING *)
                INSERT INTO violation_figure SELECT id, '2026-07-01', 1, place_code, code, standing, authorities, 60, region FROM made;
                INSERT INTO shadow_violation VALUES
                  (gen_random_uuid(), 'OVERTIME_OPERATION', '36048110000001', '360481', 'fact', 'open', 'v2', now(), now(), null, '{}');
                SELECT 1
                """);
    }

    @Test
    void noTableAndNoViewOfTheServiceCanBeRead() throws SQLException {
        List<String> relations = ask(RELATIONS);
        assertThat(relations).contains("journal", "session", "violation", "cafe_day", "violation_figure");
        for (String relation : relations) {
            assertThatThrownBy(() -> read("SELECT 1 FROM lingdian." + relation))
                    .as(relation)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void nothingCanBeChanged() throws SQLException {
        assertThat(ask("SELECT DISTINCT table_schema || ' ' || privilege_type FROM information_schema.role_table_grants"
                        + " WHERE grantee = 'grafana_reader'"))
                .containsExactly("reporting SELECT");
        assertThatThrownBy(() -> read("DELETE FROM reporting.campaign RETURNING name"))
                .hasMessageContaining("cannot delete from view");
    }

    @Test
    void noViewShowsATokenADocumentOrASession() throws SQLException {
        assertThat(ask("SELECT column_name FROM information_schema.columns WHERE table_schema = 'reporting'"))
                .doesNotContain(
                        "token",
                        "session",
                        "snapshot",
                        "login_seq",
                        "stream_number",
                        "sessions",
                        "peak",
                        "open_sessions");
    }

    @Test
    void figuresOfPremisesAreExact() throws SQLException {
        assertThat(read("SELECT region, heartbeats, hours_heard FROM reporting.cafe_day ORDER BY region"))
                .containsExactly("360426 720 12", "360481 1440 24");
        assertThat(read("SELECT region, violations, overtime_seconds FROM reporting.violation_day"
                        + " WHERE code = 'OVERTIME_OPERATION'"))
                .containsExactly("360426 1 60");
    }

    /** A view of days asks once for each of them: from the year 1 on, that would be minutes for everybody's dashboards. */
    @Test
    void anEventOfTheYearOneMakesNoViewOfDaysLong() throws SQLException {
        assertThat(read("SELECT min(day) FROM reporting.figure_days() AS day")).containsExactly("2026-01-01");
        ask("INSERT INTO cafe_day VALUES ('0001-01-02', '36042610000001', 1, 0, 0, 0, 0, 0, 1, '360426'); SELECT 1");
        try {
            assertThat(read("SELECT min(day) FROM reporting.figure_days() AS day"))
                    .containsExactly("2000-01-01");
        } finally {
            ask("DELETE FROM cafe_day WHERE day < '2000-01-01'; SELECT 1");
        }
    }

    @Test
    void aDatabaseWithoutFiguresHasNoDays() throws SQLException {
        assertThat(rowsOf(
                        TestDatabase.migrated(),
                        "SET ROLE grafana_reader",
                        "SELECT count(*) FROM reporting.figure_days()"))
                .containsExactly("0");
    }

    @Test
    void fewPersonsAreWithheld() throws SQLException {
        assertThat(
                        read(
                                "SELECT region, logins_allowed, logins_denied, minors_refused FROM reporting.login_day ORDER BY region"))
                .containsExactly("360426 null 5 5", "360481 60 9 null");
        assertThat(read("SELECT region, violations, standing FROM reporting.violation_day"
                        + " WHERE code = 'MINOR_ADMITTED' ORDER BY region"))
                .containsExactly("360426 null null", "360481 6 null");
    }

    /** No other view reveals a withheld number, by hour, by café, or by violation. */
    @Test
    void noOtherViewCountsTheSamePersons() throws SQLException {
        assertThat(read("SELECT code FROM reporting.violation_hour")).containsExactly("OVERTIME_OPERATION");
        assertThat(read("SELECT code FROM reporting.premises_violation")).containsExactly("OVERTIME_OPERATION");
        assertThat(read("SELECT coalesce(sum(minors_refused), 0) FROM reporting.login_day"))
                .as("3 of the 8 are nowhere")
                .containsExactly("5");
    }

    /**
     * Each code is classified as premises or persons. A new code fails this test, and until it is classified, its
     * numbers are withheld like those of persons.
     */
    @Test
    void eachCodeCountsPremisesOrPersons() throws SQLException {
        assertThat(Stream.of(Code.values()).map(Enum::name).filter(code -> isTrue("counts_persons('" + code + "')")))
                .containsExactlyInAnyOrder(
                        "MINOR_ADMITTED",
                        "IDENTITY_UNVERIFIED",
                        "IDENTITY_SHARED",
                        "CARD_ON_MANY_SEATS",
                        "SESSION_TOO_LONG",
                        "MINORS_GRAVE",
                        "AGE_IMPROBABLE");
        assertThat(isTrue("counts_persons('OF_TOMORROW')")).isTrue();
        assertThat(Stream.concat(Stream.of(Code.values()).map(Enum::name), Stream.of("OF_TOMORROW")))
                .as("pages and database agree")
                .allMatch(code -> Code.countsPersons(code) == isTrue("counts_persons('" + code + "')"));
    }

    /** A reader who polls the current day every few seconds cannot notice a single person, not even the first. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "0, null, 0",
                "1, null, null",
                "4, null, null",
                "5, 5, 5",
                "6, 5, 6",
                "9, 5, 9",
                "10, 10, 10",
                "57, 55, 57"
            })
    void ofARunningDayInStepsOfFive(int persons, @Nullable Integer running, @Nullable Integer over)
            throws SQLException {
        assertThat(ask("SELECT published(" + persons + ", (now() AT TIME ZONE 'Asia/Shanghai')::date)"))
                .containsExactly(String.valueOf(running));
        assertThat(ask("SELECT published(" + persons + ", '2026-07-01')")).containsExactly(String.valueOf(over));
    }

    /**
     * As in the API, each set of authorities is withheld by itself: a sum over two sets would reveal the withheld one.
     */
    @Test
    void eachSortOfAuthoritiesIsToldOrWithheldByItself() throws SQLException {
        for (int found = 1; found <= 7; found++) {
            sitsTooLong("'2026-06-01'", found == 1 ? "{public-security}" : "{culture}");
        }
        assertThat(
                        read(
                                "SELECT authorities, violations FROM reporting.violation_day WHERE code = 'SESSION_TOO_LONG' ORDER BY 1"))
                .containsExactly("{culture} 6", "{public-security} null");
        ask("DELETE FROM violation_figure WHERE code = 'SESSION_TOO_LONG' RETURNING 1");
    }

    /** No row appears with the first counted person: it appears when there are five. */
    @Test
    void noRowOfARunningDayTellsTheFirstPerson() throws SQLException {
        String rows = "SELECT violations FROM reporting.violation_day WHERE code = 'SESSION_TOO_LONG'";
        for (int came = 1; came <= 6; came++) {
            sitsTooLong("(now() AT TIME ZONE 'Asia/Shanghai')::date", "{culture}");
            assertThat(read(rows)).isEqualTo(came < 5 ? List.of() : List.of("5"));
        }
        ask("DELETE FROM violation_figure WHERE code = 'SESSION_TOO_LONG' RETURNING 1");
    }

    /** Otherwise who looks every few seconds would see each person arrive and leave. */
    @Test
    void whenACafeWasHeardIsToldInStepsOfFiveMinutes() throws SQLException {
        ask("""
                INSERT INTO cafe_state (place_code, version, open_sessions, state, received_at)
                VALUES ('36048110000001', 1, 0, '{}', '2026-07-01 12:34:56.789+00') RETURNING 1
                """);
        assertThat(
                        read(
                                "SELECT last_heard_at AT TIME ZONE 'UTC' FROM reporting.cafe WHERE place_code = '36048110000001'"))
                .containsExactly("2026-07-01 12:30:00");
        ask("DELETE FROM cafe_state RETURNING 1");
    }

    /**
     * A moved café's past days stay in the county where they were counted. Otherwise the change of the county's numbers
     * would reveal the café's persons.
     */
    @Test
    void aCafeThatMovesLeavesItsFiguresWhereTheyWere() throws SQLException {
        String figures =
                "SELECT day, region, logins_allowed, logins_denied FROM reporting.login_day ORDER BY day, region";
        String violations = "SELECT day, region, code, violations FROM reporting.violation_day ORDER BY 1, 2, 3";
        List<String> before = read(figures);
        List<String> foundBefore = read(violations);
        ask("UPDATE cafe SET region = '360402' WHERE place_code = '36048110000001' RETURNING 1");
        try {
            assertThat(read(figures)).isEqualTo(before);
            assertThat(read(violations)).isEqualTo(foundBefore);
        } finally {
            ask("UPDATE cafe SET region = '360481' WHERE place_code = '36048110000001' RETURNING 1");
        }
    }

    /** Adds one finding about a person, on a day given as SQL, and counts it. */
    private static void sitsTooLong(String day, String authorities) throws SQLException {
        ask("""
                WITH made AS (
                  INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
                  VALUES (gen_random_uuid(), 'SESSION_TOO_LONG', '36048110000001', '360481', 'fact', 'open', '%s', now(), now(), '{}')
                  RETURNING *)
                INSERT INTO violation_figure
                SELECT id, %s, 1, place_code, code, standing, authorities, 0, region FROM made
                RETURNING 1
                """.formatted(authorities, day));
    }

    private static boolean isTrue(String condition) {
        try {
            return ask("SELECT " + condition).equals(List.of("t"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A function in a condition is not called for rows that the view does not show. */
    @Test
    void aLeakyFunctionSeesNothingBehindAView() throws SQLException {
        ask("""
                CREATE FUNCTION public.spy(seen text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$
                BEGIN
                  IF seen = 'MINOR_ADMITTED' THEN RAISE EXCEPTION 'seen'; END IF;
                  RETURN true;
                END $$;
                SELECT 1
                """);
        assertThat(read("SELECT code FROM reporting.premises_violation WHERE public.spy(code)"))
                .containsExactly("OVERTIME_OPERATION");
    }

    private static List<String> read(String sql) throws SQLException {
        return rows("SET ROLE grafana_reader", sql);
    }

    private static List<String> ask(String sql) throws SQLException {
        return rows("SET ROLE NONE", sql);
    }

    private static List<String> rows(String role, String sql) throws SQLException {
        return rowsOf(database, role, sql);
    }

    private static List<String> rowsOf(DatabaseAddress database, String role, String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (Connection connection = TestDatabase.superuser(database);
                var statement = connection.createStatement()) {
            statement.execute(role);
            boolean hasRows = statement.execute(sql);
            while (!hasRows) {
                hasRows = statement.getMoreResults();
            }
            ResultSet found = statement.getResultSet();
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
