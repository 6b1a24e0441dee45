package lingdian.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Grafana's role of one region and authority, made and ended by {@code admin grafana}: what it sees, and for how long. */
class GrafanaCommandIT {
    private static final String CULTURE = "grafana_reader_360481_culture";
    private static final Path CLOSE = Path.of("src/main/postgresql/close.sql");
    private static final List<String> VIEWS_WITH_ROWS = List.of(
            "cafe",
            "cafe_licence",
            "premises_violation",
            "cafe_day",
            "region_hour",
            "region_day",
            "region_terminals",
            "login_day",
            "violation_day",
            "violation_hour",
            "campaign");

    @TempDir
    private Path directory;

    private final DatabaseAddress database = TestDatabase.migrated();

    /** With whose name and password the command is run. */
    private String user = database.user() + ":" + database.password();

    /** Two counties of one city, and a violation of each authority in each. */
    @BeforeEach
    void fill() throws SQLException, IOException {
        TestDatabase.execute(database, """
            INSERT INTO account (id, name, role, authority, region, token_hash, created_at) VALUES
              ('00000000-0000-4000-8000-000000000001', 'a', 'regulator', 'culture', '360481', '\\x01', now()),
              ('00000000-0000-4000-8000-000000000002', 'b', 'regulator', 'public-security', '360481', '\\x02', now()),
              ('00000000-0000-4000-8000-000000000003', 'c', 'regulator', 'culture', '360400', '\\x03', now());
            INSERT INTO cafe (place_code, name, region, licence_number, terminals, created_at)
              VALUES ('36048110000001', '晨光', '360481', '1', 80, now()), ('36042610000001', '东方', '360426', '2', 90, now());
            INSERT INTO cafe_day SELECT '2026-07-01', place_code, 1440, 2, 0, 60, 9, 6, 16777215, region FROM cafe;
            INSERT INTO region_hour SELECT '2026-07-01', 1, region, 60, 1 FROM cafe;
            INSERT INTO region_terminals SELECT '2026-07-01', region, 80, 70, 0 FROM cafe;
            WITH made AS (
              INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
              SELECT gen_random_uuid(), 'OVERTIME_OPERATION', place_code, region, 'fact', 'open', ARRAY[authority], now(), now(), '{}'
              FROM cafe, unnest(ARRAY['culture', 'public-security']) AS authority
              RETURNING *)
            INSERT INTO violation_figure SELECT id, '2026-07-01', 1, place_code, code, standing, authorities, 60, region FROM made;
            INSERT INTO campaign SELECT gen_random_uuid(), 'of ' || region || ' ' || authority, region, ARRAY[authority], '{}',
                '2026-07-01', '2026-07-07', now(), '00000000-0000-4000-8000-000000000001'
              FROM unnest(ARRAY['360481', '360426', '360400']) AS region, unnest(ARRAY['culture', 'public-security']) AS authority;
            """);
        TestDatabase.execute(database, Files.readString(CLOSE));
    }

    /** Roles belong to the whole server, which the tests share. */
    @AfterEach
    void end() throws SQLException {
        TestDatabase.execute(
                database,
                "DROP ROLE IF EXISTS " + CULTURE
                        + ", grafana_reader_360481_public_security, grafana_reader_360400_culture");
    }

    @Test
    void aCountysRoleSeesItsOwnCountyAndAuthorityAlone() throws Exception {
        assertThat(admin("--region", "360481", "--authority", "culture", "--password-file", file("one")))
                .isEqualTo(CULTURE + "\tmade\n");

        try (Connection county = signIn(CULTURE, "one")) {
            for (String view : VIEWS_WITH_ROWS) {
                assertThat(rows(county, "SELECT 1 FROM reporting." + view))
                        .as(view)
                        .isNotEmpty();
            }
            for (String view : views()) {
                String shown = String.join("\n", rows(county, "SELECT * FROM reporting." + view));
                assertThat(shown).as(view).doesNotContain("360426", "东方", "public-security");
            }
            assertThat(rows(county, "SELECT name FROM reporting.campaign ORDER BY 1"))
                    .as("its own, and the city's that it joins")
                    .containsExactly("of 360400 culture", "of 360481 culture");
            assertThat(rows(county, "SELECT count(*) FROM reporting.violation_day"))
                    .containsExactly("1");
            assertThatThrownBy(() -> rows(county, "SELECT 1 FROM lingdian.violation"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> rows(county, "SET ROLE grafana_reader")).hasMessageContaining("permission denied");
        }
    }

    @Test
    void theOtherAuthoritySeesItsOwnFindingsAndACitysRoleEachOfItsCounties() throws Exception {
        admin("--region", "360481", "--authority", "public-security", "--password-file", file("police"));
        admin("--region", "360400", "--authority", "culture", "--password-file", file("city"));

        try (Connection police = signIn("grafana_reader_360481_public_security", "police")) {
            assertThat(rows(police, "SELECT region, authorities FROM reporting.premises_violation"))
                    .containsExactly("360481 {public-security}");
        }
        try (Connection city = signIn("grafana_reader_360400_culture", "city")) {
            assertThat(rows(city, "SELECT region, authorities FROM reporting.premises_violation ORDER BY 1"))
                    .containsExactly("360426 {culture}", "360481 {culture}");
        }
        assertThat(admin()).contains("grafana_reader_360400_culture\n", "grafana_reader_360481_public_security\n");
    }

    @Test
    void anEndedRoleIsCutOffAndLetInNoMore() throws Exception {
        admin("--region", "360481", "--authority", "culture", "--password-file", file("one"));
        Connection county = signIn(CULTURE, "one");

        assertThat(admin("--region", "360481", "--authority", "culture", "--end"))
                .isEqualTo(CULTURE + "\tended\n");

        assertThatThrownBy(() -> rows(county, "SELECT name FROM reporting.cafe"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> signIn(CULTURE, "one")).isInstanceOf(SQLException.class);
        assertThat(admin()).doesNotContain(CULTURE);
        assertThat(run("--region", "360481", "--authority", "culture", "--end").status)
                .isEqualTo(1);
    }

    /** The role is left when somebody forgets it, and shows nothing from the moment on that nobody there has an account. */
    @Test
    void aRoleWhoseOfficeHasNoAccountSeesNothing() throws Exception {
        admin("--region", "360481", "--authority", "culture", "--password-file", file("one"));
        try (Connection county = signIn(CULTURE, "one")) {
            assertThat(rows(county, "SELECT name FROM reporting.cafe")).isNotEmpty();

            TestDatabase.execute(
                    database, "UPDATE account SET ended_at = now() WHERE region = '360481' AND authority = 'culture'");

            for (String view : VIEWS_WITH_ROWS) {
                assertThat(rows(county, "SELECT 1 FROM reporting." + view))
                        .as(view)
                        .isEmpty();
            }
        }
        Ran refused = run("--region", "360481", "--authority", "culture", "--password-file", file("two"));
        assertThat(refused.status).isEqualTo(1);
        assertThat(refused.complaint).contains("no regulator of 360481 and culture has an account");
        assertThat(directory.resolve("two")).doesNotExist();
    }

    @Test
    void aSecondPasswordReplacesTheFirstAndNeitherIsPrinted() throws Exception {
        admin("--region", "360481", "--authority", "culture", "--password-file", file("one"));
        String before = scram();
        Ran again = run("--region", "360481", "--authority", "culture", "--password-file", file("two"));

        assertThat(again.said).isEqualTo(CULTURE + "\tanother password\n").doesNotContain(password("two"));
        assertThat(scram()).startsWith("SCRAM-SHA-256$").isNotEqualTo(before);
        assertThat(password("two")).hasSizeGreaterThan(30).isNotEqualTo(password("one"));
    }

    /** A role of this kind could otherwise fill the table of locks, which is one for all databases of the server. */
    @Test
    void noRoleIsMadeThatCouldStopTheService() throws Exception {
        TestDatabase.execute(database, "GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC");
        String[] make = {"--region", "360481", "--authority", "culture", "--password-file", file("one")};

        Ran refused = run(make);

        assertThat(refused.status).isEqualTo(1);
        assertThat(refused.complaint).contains("src/main/postgresql/close.sql");
        assertThat(admin()).doesNotContain(CULTURE);
        TestDatabase.execute(database, Files.readString(CLOSE));
        admin(make);
        try (Connection county = signIn(CULTURE, "one")) {
            county.createStatement().execute("SET default_transaction_read_only = off");
            for (String statement : List.of(
                    "SELECT pg_advisory_lock(1)",
                    "SELECT lo_create(0)",
                    "SET temp_file_limit = -1",
                    "SET log_min_messages = 'log'",
                    "ALTER ROLE " + CULTURE + " RESET log_min_error_statement",
                    "ALTER ROLE " + CULTURE + " RESET temp_file_limit",
                    "ALTER ROLE " + CULTURE + " CONNECTION LIMIT 99")) {
                assertThatThrownBy(() -> county.createStatement().execute(statement))
                        .as(statement)
                        .hasMessageContaining("permission denied");
            }
            assertThat(rows(county, "SHOW temp_file_limit")).containsExactly("256MB");
            assertThat(rows(county, "SHOW log_min_messages")).containsExactly("panic");
            assertThat(rows(county, "SHOW log_min_error_statement")).containsExactly("panic");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(
                        new DatabaseAddress("localhost", database.port(), "postgres", CULTURE, password("one"))
                                .jdbcUrl(),
                        CULTURE,
                        password("one")))
                .hasMessageContaining("permission denied for database");
    }

    @Test
    void eachMistakeIsToldAtOnce() throws Exception {
        Ran wrong = run("--region", "3604", "--authority", "tax");

        assertThat(wrong.status).isEqualTo(2);
        assertThat(wrong.complaint)
                .contains(
                        "--region must be a code of six digits",
                        "--authority must be culture or public-security",
                        "either --password-file FILE, to make the role, or --end");
    }

    /** Every other role that is granted the views, by whatever mistake, sees no row. */
    @Test
    void aRoleOfAnotherNameSeesNothing() throws Exception {
        TestDatabase.execute(
                database, "CREATE ROLE grafana_reader_360481; GRANT grafana_scopes TO grafana_reader_360481");
        try (Connection strange = TestDatabase.superuser(database)) {
            for (String role : List.of("grafana_reader_360481", "grafana_scopes")) {
                strange.createStatement().execute("SET ROLE " + role);
                for (String view : VIEWS_WITH_ROWS) {
                    assertThat(rows(strange, "SELECT 1 FROM reporting." + view))
                            .as(role + " " + view)
                            .isEmpty();
                }
            }
        } finally {
            TestDatabase.execute(database, "DROP ROLE grafana_reader_360481");
        }
    }

    /** Neither a superuser nor the owner of anything here: each right that is missing is named, and those named are enough. */
    @Test
    void whoMayOnlyCreateRolesIsToldWhatElseIsNeededAndNeedsNoMore() throws Exception {
        String place = database.name();
        TestDatabase.execute(database, """
            CREATE ROLE careful_dba LOGIN NOINHERIT PASSWORD 'careful';
            REVOKE CONNECT ON DATABASE %1$s FROM PUBLIC; GRANT CONNECT ON DATABASE %1$s TO careful_dba
            """.formatted(place));
        user = "careful_dba:careful";
        try {
            Ran refused = run("--region", "360481", "--authority", "culture", "--password-file", file("none"));
            String told = refused.complaint.strip();
            assertThat(refused.status).isEqualTo(1);
            assertThat(told)
                    .endsWith(
                            "gives by: ALTER ROLE careful_dba CREATEROLE;"
                                    + " GRANT grafana_scopes TO careful_dba WITH ADMIN TRUE, INHERIT TRUE;"
                                    + " GRANT CONNECT ON DATABASE " + place + " TO grafana_scopes;"
                                    + " GRANT SET ON PARAMETER temp_file_limit, log_min_messages, log_min_error_statement TO careful_dba");
            assertThat(directory.resolve("none")).doesNotExist();
            TestDatabase.execute(database, told.substring(told.indexOf("gives by: ") + 10));

            assertThat(admin("--region", "360481", "--authority", "culture", "--password-file", file("one")))
                    .isEqualTo(CULTURE + "\tmade\n");
            admin("--region", "360481", "--authority", "culture", "--password-file", file("two"));
            Connection county = signIn(CULTURE, "two");
            assertThat(rows(county, "SELECT name FROM reporting.cafe")).containsExactly("晨光");
            assertThat(run("--region", "360499", "--authority", "culture", "--password-file", file("nobody")).complaint)
                    .contains("no regulator of 360499 and culture has an account");
            admin("--region", "360481", "--authority", "culture", "--end");
            assertThatThrownBy(() -> rows(county, "SELECT name FROM reporting.cafe"))
                    .isInstanceOf(SQLException.class);

            TestDatabase.execute(database, "CREATE ROLE " + CULTURE);
            assertThat(run("--region", "360481", "--authority", "culture", "--end").complaint)
                    .contains("gives by: GRANT " + CULTURE + " TO careful_dba WITH ADMIN TRUE");
            try (Connection dba = DriverManager.getConnection(database.jdbcUrl(), "careful_dba", "careful")) {
                assertThatThrownBy(() -> rows(dba, "SELECT 1 FROM lingdian.account"))
                        .hasMessageContaining("permission denied");
                assertThat(rows(dba, "SELECT 1 FROM reporting.cafe")).isEmpty();
            }
        } finally {
            TestDatabase.execute(
                    database, "DROP ROLE IF EXISTS " + CULTURE + "; DROP OWNED BY careful_dba; DROP ROLE careful_dba");
        }
    }

    private record Ran(int status, String said, String complaint) {}

    private String admin(String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.status).as(ran.complaint).isZero();
        return ran.said;
    }

    private Ran run(String... arguments) {
        var said = new StringWriter();
        var complaint = new StringWriter();
        var all = new ArrayList<String>(List.of("admin", "grafana", "--database"));
        all.add("postgresql://%s@localhost:%d/%s".formatted(user, database.port(), database.name()));
        all.addAll(List.of(arguments));
        int status = Program.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(complaint, true))
                .execute(all.toArray(String[]::new));
        return new Ran(status, said.toString(), complaint.toString());
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private String password(String name) throws IOException {
        return Files.readString(directory.resolve(name)).strip();
    }

    private Connection signIn(String role, String passwordFile) throws SQLException, IOException {
        return DriverManager.getConnection(database.jdbcUrl(), role, password(passwordFile));
    }

    private String scram() throws SQLException {
        try (Connection owner = TestDatabase.superuser(database)) {
            return rows(owner, "SELECT rolpassword FROM pg_authid WHERE rolname = '" + CULTURE + "'")
                    .getFirst();
        }
    }

    private List<String> views() throws SQLException {
        try (Connection owner = TestDatabase.superuser(database)) {
            return rows(owner, "SELECT viewname FROM pg_views WHERE schemaname = 'reporting'");
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet found = statement.getResultSet()) {
                    while (found.next()) {
                        var row = new ArrayList<String>();
                        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                            row.add(String.valueOf(found.getString(i)));
                        }
                        rows.add(String.join(" ", row));
                    }
                }
            }
        }
        return rows;
    }
}
