package lingdian.leak;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import lingdian.agent.link.AdminClient;
import lingdian.command.Program;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program prints where something is wrong names it, and shows no password, token or key; nor does a crash, and nobody's document. */
class SecretsIT {
    private static final String SECRET = "geheim-0815";
    private static final String CAFE = "36048110000001";
    private static final JsonObject LICENCE =
            new JsonObject().put("number", "1").put("validUntil", "2099-12-31");
    private static final Pattern KEY = Pattern.compile("\"([A-Za-z0-9+/=_-]{24,})\"");

    @TempDir
    Path directory;

    private Path ring;
    private DatabaseAddress database;

    @BeforeEach
    void prepare() throws Exception {
        ring = KeyRing.create(directory.resolve("keys.json")).file();
        database = TestDatabase.migrated();
    }

    @Test
    void aWrongDatabaseAddressIsToldWithoutItsPassword() {
        for (String address : List.of(
                "postgresql://user:" + SECRET + "@a host:5432/name",
                "postgresql://user:" + SECRET + "@/name",
                "mysql://user:" + SECRET + "@host/name",
                "postgresql://user:" + SECRET + "@host",
                SECRET)) {
            for (String command : List.of("serve", "verify")) {
                assertThat(said(2, command, "--database", address)).contains("--database");
            }
        }
    }

    @Test
    void aDatabaseThatRefusesIsToldWithoutThePassword() {
        String address = "postgresql://postgres:" + SECRET + "@localhost:" + database.port() + "/there_is_none";

        assertThat(said(2, "serve", "--port", "0", "--database", address, "--key-ring", ring.toString()))
                .contains("refuses", "there_is_none");
        assertThat(said(null, "verify", "--database", address)).isNotEmpty();
    }

    @Test
    void aConfigurationThatIsWrongIsToldWithoutItsValues() throws Exception {
        Path config = Files.createDirectory(directory.resolve("config"));
        for (String yaml : List.of(
                "verifier: {url: 'ftp://user:" + SECRET + "@v.example'}",
                "verifier: {token: " + SECRET + "}",
                "database: {commitConnections: " + SECRET + "}",
                "host: [" + SECRET + "]",
                "port: '" + SECRET + "'",
                "{" + SECRET)) {
            Files.writeString(config.resolve("lingdian.yaml"), yaml);
            assertThat(said(
                            2,
                            "serve",
                            "--config",
                            config.toString(),
                            "--embedded",
                            directory.resolve("d").toString()))
                    .contains("lingdian.yaml");
        }
    }

    @Test
    void noKeyOfARingIsEverShown() throws Exception {
        String whole = Files.readString(ring);
        List<String> keys =
                KEY.matcher(whole).results().map(found -> found.group(1)).toList();
        assertThat(keys).isNotEmpty();
        Path broken = directory.resolve("broken.json");
        Files.writeString(broken, whole.substring(0, whole.length() - 3) + "]]");
        Files.setPosixFilePermissions(broken, Files.getPosixFilePermissions(ring));

        for (Path file : List.of(ring, broken, directory.resolve("missing.json"))) {
            String said = said(null, "keys", "list", "--key-ring", file.toString())
                    + said(null, "keys", "add", "--key-ring", file.toString());
            assertThat(keys).as(said).noneMatch(said::contains);
        }
    }

    /** While a login waits in its transaction, so that the document is in memory. */
    @Test
    void aCrashOfTheJavaMachineTellsOfNobody() throws Exception {
        Path report = directory.resolve("hs_err.log");
        var machine = List.of("-XX:ErrorFile=" + report, "-XX:-CreateCoredumpOnCrash");
        var vertx = Vertx.vertx();
        try (var process = ServiceProcess.start(machine, database, ring);
                Connection lock = TestDatabase.superuser(database)) {
            var admin = new AdminClient(vertx, process.url(), RunningService.ADMIN_TOKEN);
            admin.putCafe(CAFE, new JsonObject().put("name", "n").put("licence", LICENCE))
                    .await(PATIENCE_SECONDS, SECONDS);
            String key =
                    admin.createAgentKey(CAFE).await(PATIENCE_SECONDS, SECONDS).key();
            try (var agent = TestAgent.connect(vertx, process.url(), key)) {
                agent.hello(UUID.randomUUID(), 0);
                lock.setAutoCommit(false);
                execute(lock, "LOCK TABLE session IN ACCESS EXCLUSIVE MODE");
                agent.send(new JsonObject()
                        .put("seq", 1)
                        .put("type", "login")
                        .put("at", "2026-03-02T10:00:00+08:00")
                        .put("session", "s-1")
                        .put("terminal", "A01")
                        .put("admitted", true)
                        .put("document", LeakPersons.ADULT.document()));
                Await.until("the batch waits", () -> waits(lock));

                new ProcessBuilder(
                                "kill", "-SEGV", Long.toString(process.process().pid()))
                        .start()
                        .waitFor();
                process.process().waitFor();
            }
            String said = Files.readString(report) + process.log();
            assertThat(said).contains("SIGSEGV", "lingdian.Main serve");
            assertThat(LeakPersons.search(List.of(LeakPersons.ADULT)).linesIn(List.of(said)))
                    .isEmpty();
            assertThat(said).doesNotContain(RunningService.ADMIN_TOKEN, key);
        } finally {
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    private static boolean waits(Connection connection) {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted"
                        + " AND relation = 'lingdian.session'::regclass")) {
            return rows.next() && rows.getInt(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All that was printed: it must end so, and show no secret. */
    private static String said(Integer exit, String... arguments) {
        var err = new StringWriter();
        var out = new ByteArrayOutputStream();
        PrintStream console = System.out;
        int code;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            code = Program.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
        } finally {
            System.setOut(console);
        }
        String said = err + out.toString(StandardCharsets.UTF_8);
        assertThat(said).as(Arrays.toString(arguments)).doesNotContain(SECRET);
        if (exit != null) {
            assertThat(code).as(said).isEqualTo(exit);
        }
        return said;
    }
}
