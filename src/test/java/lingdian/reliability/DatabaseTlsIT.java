package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import lingdian.agent.link.AdminClient;
import lingdian.node.Startup;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.Migrations;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A PostgreSQL with TLS, a login that owns the schema, and one that is a member of the service's roles and no more. */
class DatabaseTlsIT {
    @TempDir
    private static Path directory;

    private static Path keyRing;
    private static SelfSignedCertificate servers;
    private static SelfSignedCertificate others;
    private static SelfSignedCertificate clients;
    private static EmbeddedPostgres postgres;

    /** A violation with a note, an objection and its file, a case, and an open inspection with a photograph. */
    private static final String DUE = """
            SET session_replication_role = replica;
            INSERT INTO account (id, name, role, token_hash, created_at)
              VALUES ('00000000-0000-4000-8000-000000000009', 'a', 'admin', '\\x09', now());
            INSERT INTO cafe (place_code, name, region, licence_number, created_at)
              VALUES ('36048110000009', 'a', '360481', '1', now());
            INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, ended_at, snapshot)
              SELECT '00000000-0000-4000-8000-000000000001', 'AGENT_ABSENT', '36048110000009', '360481', 'suspicion', 'ended',
                '{culture}', at, at, at, '{}' FROM (SELECT now() - interval '3 years' AS at) AS past;
            INSERT INTO case_step (violation_id, number, action, step, at, account, authority, note, code, rule_version, place_code)
              VALUES ('00000000-0000-4000-8000-000000000001', 1, 'comment', 'new', now(), '00000000-0000-4000-8000-000000000009',
                'culture', '\\x01', 'AGENT_ABSENT', '1', '36048110000009');
            INSERT INTO objection (id, violation_id, number, at, account, statement)
              VALUES ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 1, now(),
                '00000000-0000-4000-8000-000000000009', '\\x01');
            INSERT INTO objection_answer (objection_id, authority, upheld, text, at, account)
              VALUES ('00000000-0000-4000-8000-000000000002', 'culture', true, '\\x01', now(), '00000000-0000-4000-8000-000000000009');
            INSERT INTO inspection (id, authority, region, created_at)
              VALUES ('00000000-0000-4000-8000-000000000003', 'culture', '360481', now());
            INSERT INTO attachment (id, owner, number, type, bytes, name, content, content_key, content_hash)
              SELECT gen_random_uuid(), owner, 1, 'image/jpeg', 1, '\\x01', '\\x01', '\\x01', sha256('\\x01')
              FROM unnest('{00000000-0000-4000-8000-000000000002,00000000-0000-4000-8000-000000000003}'::uuid[]) AS owner;
            INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, step_before, closed_at,
                version, running, priority, began_at, due_at)
              SELECT '00000000-0000-4000-8000-000000000004', 'culture', '36048110000009', '360481', 'Asia/Shanghai', at::date, at,
                'closed', 'checked', at, 1, false, 2, at, at FROM (SELECT now() - interval '61 months' AS at) AS past;
            INSERT INTO case_action (case_id, number, action, step, at, place_code)
              VALUES ('00000000-0000-4000-8000-000000000004', 1, 'open', 'lead', now(), '36048110000009');
            INSERT INTO case_violation (violation_id, authority, case_id, joined_at, code, standing, state, case_step, started_at)
              VALUES ('00000000-0000-4000-8000-000000000001', 'culture', '00000000-0000-4000-8000-000000000004', now(),
                'AGENT_ABSENT', 'suspicion', 'ended', 'new', now());
            """;

    @BeforeAll
    static void start() throws Exception {
        keyRing = KeyRing.create(directory.resolve("keys.json")).file();
        servers = SelfSignedCertificate.create(directory, "server", 2);
        others = SelfSignedCertificate.create(directory, "other", 2);
        clients = SelfSignedCertificate.create(directory, "client", 2);
        Files.setPosixFilePermissions(servers.key(), PosixFilePermissions.fromString("rw-------"));
        postgres = TestDatabase.builder()
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", servers.chain().toString())
                .setServerConfig("ssl_key_file", servers.key().toString())
                .setServerConfig("ssl_ca_file", clients.chain().toString())
                .start();
        try (Connection connection =
                        DriverManager.getConnection(url("owner", "").jdbcUrl(), "postgres", TestDatabase.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE owner LOGIN CREATEROLE PASSWORD 'x'");
            statement.execute("CREATE ROLE stranger LOGIN PASSWORD 'x'");
            statement.execute("CREATE DATABASE lingdian OWNER owner");
        }
        Startup.migrate(address("owner", verifyFull(servers)));
        try (Connection connection =
                        DriverManager.getConnection(url("owner", "").jdbcUrl(), "postgres", TestDatabase.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE service LOGIN PASSWORD 'x' IN ROLE lingdian_service, lingdian_reader");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    private static DatabaseAddress url(String user, String parameters) {
        return DatabaseAddress.parse(
                "postgresql://" + user + ":x@localhost:" + postgres.getPort() + "/postgres" + parameters);
    }

    private static DatabaseAddress address(String user, String parameters) {
        return DatabaseAddress.parse(
                "postgresql://" + user + ":x@localhost:" + postgres.getPort() + "/lingdian" + parameters);
    }

    private static String verifyFull(SelfSignedCertificate authority) {
        return "?sslmode=verify-full&sslrootcert=" + authority.chain();
    }

    private static boolean encryptedByJdbc(DatabaseAddress address) throws SQLException {
        return askedByJdbc(address, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                .equals("t");
    }

    private static boolean encryptedByPool(DatabaseAddress address) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            return Databases.queryPool(vertx, address, 1)
                    .getConnection()
                    .await(PATIENCE_SECONDS, SECONDS)
                    .isSSL();
        } finally {
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?sslmode=require", "?sslmode=verify-ca&sslrootcert=", "?sslmode=verify-full&sslrootcert="})
    void bothDriversEncrypt(String parameters) throws Exception {
        String file = parameters.endsWith("=") ? servers.chain().toString() : "";
        DatabaseAddress address = address("service", parameters + file);
        assertThat(encryptedByJdbc(address)).isTrue();
        assertThat(encryptedByPool(address)).isTrue();
    }

    @Test
    void bothDriversShowTheServicesOwnCertificate() throws Exception {
        DatabaseAddress address = address("service", verifyFull(servers) + own(clients));
        String sql = "SELECT client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        assertThat(askedByJdbc(address, sql)).isEqualTo("/CN=client");
        assertThat(asked(address, sql)).isEqualTo("/CN=client");
    }

    @Test
    void anAuthorityThatJavaDoesNotKnowIsNoneOfTheSystem() {
        DatabaseAddress address = address("service", "?sslrootcert=system");
        assertThatThrownBy(() -> encryptedByJdbc(address)).hasStackTraceContaining("PKIX path building failed");
        assertThatThrownBy(() -> encryptedByPool(address)).hasMessage("SSL handshake failed");
    }

    @Test
    void bothDriversTellTheNameOfTheProgram() throws Exception {
        String sql = "SELECT current_setting('application_name')";
        DatabaseAddress named = address("service", "?application_name=node%201&connect_timeout=20&keepalives=1");
        assertThat(asked(named, sql)).isEqualTo("node 1");
        assertThat(askedByJdbc(named, sql)).isEqualTo("node 1");
        assertThat(asked(address("service", ""), sql)).isEqualTo("lingdian");
    }

    @Test
    void aCertificateOfTheServiceNeedsTlsAndAKeyThatBothDriversRead() throws Exception {
        assertThatThrownBy(() -> address("service", "?sslmode=prefer" + own(clients)))
                .hasMessageContaining("needs sslmode=verify-full");
        assertThatThrownBy(() -> address("service", "?sslrootcert=system" + own(clients)))
                .hasMessageContaining("needs sslrootcert=FILE");
        assertThatThrownBy(() -> address(
                        "service", "?sslmode=require&sslcert=" + clients.chain() + "&sslkey=" + clients.chain()))
                .hasMessageContaining("PKCS #8");
    }

    private static String own(SelfSignedCertificate certificate) {
        return "&sslcert=" + certificate.chain() + "&sslkey=" + certificate.key();
    }

    private static String askedByJdbc(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String asked(DatabaseAddress address, String sql) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            return Databases.queryPool(vertx, address, 1)
                    .getConnection()
                    .compose(connection -> connection
                            .query("SET ROLE NONE") // a session's own row of pg_stat_ssl is its login's
                            .execute()
                            .compose(set -> connection.query(sql).execute()))
                    .await(PATIENCE_SECONDS, SECONDS)
                    .iterator()
                    .next()
                    .getString(0);
        } finally {
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    @Test
    void withoutTlsNothingIsEncrypted() throws Exception {
        assertThat(encryptedByPool(address("service", "?sslmode=disable"))).isFalse();
        assertThat(encryptedByJdbc(address("service", "?sslmode=disable"))).isFalse();
    }

    /** As libpq does, {@code require} checks the certificate where it is given one to check it by. */
    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca", "verify-full"})
    void aCertificateOfSomebodyElseIsRefusedByBoth(String mode) {
        DatabaseAddress address = address("service", "?sslmode=" + mode + "&sslrootcert=" + others.chain());
        assertThatThrownBy(() -> encryptedByJdbc(address)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> encryptedByPool(address)).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> Startup.migrate(address)).isInstanceOf(InvalidConfiguration.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ?sslmod=require               | unknown parameter sslmod
        ?gssencmode=require           | unknown parameter gssencmode
        ?sslmode=always               | must be one of disable, allow, prefer, require, verify-ca, verify-full
        ?sslmode=verify-full          | needs sslrootcert=FILE
        ?sslmode=require&sslrootcert=/no/such/file | cannot be read: /no/such/file
        ?sslmode                      | must be name=value
        ?sslmode=require&sslmode=disable | each name once
        """)
    void aParameterThatWouldProtectNothingIsRefused(String parameters, String message) {
        assertThatThrownBy(() -> address("service", parameters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aCertificateWithoutAModeThatChecksItIsRefused() {
        for (String mode : new String[] {"", "sslmode=prefer&"}) {
            assertThatThrownBy(() -> address("service", "?" + mode + "sslrootcert=" + servers.chain()))
                    .hasMessageContaining("checks nothing");
        }
    }

    @Test
    void theServiceWorksAsAMemberOfItsRolesByTlsAlone() throws Exception {
        DatabaseAddress member = address("service", verifyFull(servers));
        Startup.requireMember(member);
        try (RunningService service =
                        RunningService.with().database(member).keyRing(keyRing).start();
                Connection owner =
                        DriverManager.getConnection(url("owner", "").jdbcUrl(), "postgres", TestDatabase.password());
                var statement = owner.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FILTER (WHERE ssl), count(*) FILTER (WHERE NOT ssl)"
                        + " FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE usename = 'service'")) {
            assertThat(service.cafe("36048110000001", java.util.List.of())).isNotEmpty();
            rows.next();
            assertThat(rows.getInt(1)).isPositive();
            assertThat(rows.getInt(2)).isZero();

            service.verifyRecords();
            service.replaySample();
            assertThat(service.rows("SELECT 'verified' FROM verification_round WHERE ended_at IS NOT NULL"
                            + " UNION ALL SELECT 'replayed' FROM sample_round WHERE ended_at IS NOT NULL"))
                    .as("at night")
                    .containsExactly("verified", "replayed");
        }
    }

    /** Whoever takes over the service's connection is bound by the guards that the owner made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE journal DISABLE TRIGGER ALL",
                "DROP POLICY lingdian_service ON journal",
                "DROP TABLE journal",
                "DELETE FROM journal",
                "TRUNCATE access_log",
                "CREATE TEMPORARY TABLE legal_hold (day_from date)",
                "SET ROLE owner"
            })
    void aMemberCannotTakeTheGuardsAway(String statement) throws Exception {
        DatabaseAddress member = address("service", verifyFull(servers));
        try (Connection connection =
                DriverManager.getConnection(member.jdbcUrlOfSchema(), member.user(), member.password())) {
            connection.createStatement().execute("RESET ROLE");
            assertThatThrownBy(() -> connection.createStatement().execute(statement))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isIn("42501", "42704"));
        }
    }

    /** The attack itself: a table of the caller's in the place of one that the owner's function reads. */
    @Test
    void theOwnersFunctionsAreNotFooledByATemporaryTable() throws Exception {
        try (Connection superuser =
                        DriverManager.getConnection(url("owner", "").jdbcUrl(), "postgres", TestDatabase.password());
                Connection owner =
                        DriverManager.getConnection(address("owner", "").jdbcUrl(), "owner", "x");
                Connection service =
                        DriverManager.getConnection(address("service", "").jdbcUrl(), "service", "x")) {
            superuser.createStatement().execute("GRANT TEMPORARY ON DATABASE lingdian TO service");
            try {
                var made = service.createStatement();
                made.execute("SET search_path = pg_temp, lingdian");
                made.execute("CREATE TEMPORARY TABLE legal_hold AS SELECT date '2020-01-01' AS day_from,"
                        + " date '2020-12-31' AS day_to, null::timestamptz AS lifted_at");
                made.execute("GRANT SELECT ON pg_temp.legal_hold TO PUBLIC");

                assertThat(holds(service)).isFalse();
                owner.createStatement().execute("ALTER FUNCTION lingdian.held_day(date) SET search_path = lingdian");
                assertThat(holds(service)).as("without the guard").isTrue();
            } finally {
                owner.createStatement()
                        .execute("ALTER FUNCTION lingdian.held_day(date) SET search_path = lingdian, pg_temp");
                superuser.createStatement().execute("REVOKE TEMPORARY ON DATABASE lingdian FROM service");
            }
        }
    }

    /** What is removed at the end of its time is removed also where no superuser owns the tables. */
    @Test
    void anOrdinaryOwnersFunctionsRemoveWhatIsDue() throws Exception {
        try (Connection superuser = DriverManager.getConnection(
                        address("owner", "").jdbcUrlOfSchema(), "postgres", TestDatabase.password());
                Connection service =
                        DriverManager.getConnection(address("service", "").jdbcUrlOfSchema(), "service", "x")) {
            superuser.createStatement().execute(DUE);
            var asked = service.createStatement();
            asked.execute("SET ROLE lingdian_service");

            assertThat(number(asked, "SELECT drop_findings(now() - interval '2 years', now())"))
                    .isOne();
            assertThat(number(asked, "SELECT count(*) FROM objection")).isZero();
            assertThat(number(asked, "SELECT count(*) FROM case_step WHERE note IS NULL"))
                    .isOne();
            assertThat(number(asked, "SELECT count(*) FROM attachment")).isOne();
            assertThatThrownBy(() -> asked.execute("DELETE FROM attachment"))
                    .as("of an open inspection")
                    .hasMessageContaining("with its entry in the access log");
            assertThat(number(asked, "SELECT erase_cases(10)")).isOne();
        }
    }

    /** The guards against whoever took the login over let the service itself do its work. */
    @Test
    void aMemberEndsWhatEndsInItsTime() throws Exception {
        try (RunningService service = RunningService.with()
                        .database(address("service", ""))
                        .keyRing(keyRing)
                        .approverHours(0)
                        .start();
                Connection superuser = DriverManager.getConnection(
                        address("owner", "").jdbcUrlOfSchema(), "postgres", TestDatabase.password())) {
            superuser
                    .createStatement()
                    .execute("SELECT ensure_day((now() AT TIME ZONE interval '8 hours')::date - 100)");
            service.sweepRetention();
            assertThat(service.rows("SELECT subject_id FROM access_log WHERE action = 'drop-day'"))
                    .isEqualTo(service.rows("SELECT day FROM retention_drop"))
                    .hasSize(1);

            AdminClient one = service.regulator("culture", "360481");
            AdminClient other = service.regulator("culture", "360400");
            String hold = sent(
                    one,
                    "/legal-holds",
                    new JsonObject()
                            .put("from", "2026-01-03")
                            .put("to", "2026-01-03")
                            .put("reason", "核查"));
            sent(one, hold + "/lifting", new JsonObject().put("reason", "已结案"));
            sent(other, hold + "/lifting/approval", new JsonObject().put("approve", true));
            assertThat(service.rows("SELECT count(*) FROM legal_hold WHERE lifted_at IS NOT NULL"))
                    .containsExactly("1");

            service.cafe("36048110000002", List.of());
            JsonObject said = new JsonObject()
                    .put("way", "telephone")
                    .put("subject", "hours")
                    .put("content", "c")
                    .put("placeCode", "36048110000002");
            String complaint = sent(one, "/complaints", said);
            sent(one, complaint + "/actions", action("accept", 1));
            sent(one, complaint + "/actions", action("answer", 2).put("text", "属实"));

            String opened = sent(one, "/cases", new JsonObject().put("placeCode", "36048110000002"));
            JsonObject assign = action("assign", 1)
                    .put("trigger", "plan")
                    .put("officers", new JsonArray().add(new JsonObject().put("name", "王勇")));
            sent(one, opened + "/actions", assign);
            sent(
                    one,
                    opened + "/actions",
                    action("transfer", 2).put("to", "市公安局").put("note", "n").put("items", new JsonArray()));
            assertThat(service.rows("SELECT step FROM case_file WHERE place_code = '36048110000002'"
                            + " UNION ALL SELECT step FROM complaint"))
                    .containsExactly("transferred", "answered");
        }
    }

    private static JsonObject action(String action, int version) {
        return new JsonObject().put("action", action).put("version", version);
    }

    /** @return the path of what was made or changed */
    private static String sent(AdminClient client, String path, JsonObject body) throws Exception {
        JsonObject made = client.call(HttpMethod.POST, path, body).await(PATIENCE_SECONDS, SECONDS);
        return path + "/" + made.getString("id");
    }

    private static long number(Statement statement, String question) throws SQLException {
        try (var row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static boolean holds(Connection caller) throws SQLException {
        try (var rows = caller.createStatement().executeQuery("SELECT lingdian.held_day('2020-06-01')")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    @Test
    void aLoginThatIsNoMemberIsToldWhatToGrant() {
        assertThatThrownBy(() -> Startup.requireMember(address("stranger", "")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("GRANT lingdian_service, lingdian_reader TO stranger");
    }

    @Test
    void functionsThatRunAsTheOwnerLookIntoTheTemporarySchemaLast() throws Exception {
        DatabaseAddress owner = address("owner", "");
        Migrations.run(owner);
        try (Connection connection =
                        DriverManager.getConnection(owner.jdbcUrlOfSchema(), owner.user(), owner.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FILTER (WHERE NOT 'search_path=lingdian, pg_temp'"
                                + " = ANY(coalesce(proconfig, '{}'))), count(*)"
                                + " FROM pg_proc WHERE pronamespace = 'lingdian'::regnamespace AND (prosecdef"
                                + " OR EXISTS (SELECT FROM unnest(proconfig) AS setting WHERE setting LIKE 'search_path=%'))")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
            assertThat(rows.getInt(2)).isGreaterThan(30);
        }
    }
}
