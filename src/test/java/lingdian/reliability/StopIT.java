package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import lingdian.testing.TcpProxy;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops of the program, normal and abnormal: stopped under load, started before its database, beside another
 * instance, or with mistakes in its arguments and files.
 *
 * <p>By default there is one stop under load; {@code mvn verify -Dit.test=StopIT -Dlingdian.stops=50} makes more.
 * {@code -Dlingdian.seed=…} repeats the streams of a failure.
 */
class StopIT {
    private static final Logger LOG = LoggerFactory.getLogger(StopIT.class);
    private static final int STOPS = Integer.getInteger("lingdian.stops", 1);
    private static final long SEED = Long.getLong("lingdian.seed", System.nanoTime() % 1_000_000);
    private static final int CAFES = 8;
    private static final int EVENTS_BETWEEN_STOPS = 1_500;
    private static final int GOING_AWAY = 1001;
    private static final String CURRENT = "The schema is current (";
    private static final Pattern APPLIED = Pattern.compile("(\\d+) migrations applied");

    @TempDir
    private Path directory;

    private Path keys;

    @BeforeEach
    void makeKeys() throws Exception {
        keys = directory.resolve("keys.json");
        KeyRing.create(keys);
    }

    @Test
    void aStopUnderLoadLosesNothing() throws Exception {
        DatabaseAddress database = TestDatabase.migrated();
        var written = new WrittenRecord(database);
        List<StreamScript> scripts = StreamScript.city(SEED, CAFES, (STOPS + 1) * EVENTS_BETWEEN_STOPS / CAFES);
        try (var service = ServiceProcess.start(database, keys);
                var city = StreamingCity.of(service.url(), scripts, SEED)) {
            city.begin();
            for (int stop = 1; stop <= STOPS; stop++) {
                city.awaitWelcomed();
                city.awaitAcknowledged((long) stop * EVENTS_BETWEEN_STOPS / 2);
                stopUnderLoad(service, city, written);
                service.restart();
                city.moved(service.url());
            }
            city.finish();
            LOG.info("seed {}, {} stops", SEED, STOPS);
            RecordChecks.everythingIsThereOnce(city.agents(), written);
            anAgentThatDoesNotListenDoesNotPreventTheEnd(service, city.keys().getFirst());
        } catch (AssertionError | Exception failed) {
            throw new AssertionError("with -Dlingdian.seed=" + SEED + " -Dlingdian.stops=" + STOPS, failed);
        }
    }

    /** Accepted events are committed and acknowledged before 1001; the agents still have all others. */
    private static void stopUnderLoad(ServiceProcess service, StreamingCity city, WrittenRecord written)
            throws Exception {
        Map<ScriptedAgent, Integer> farewells = new HashMap<>();
        city.agents().forEach(agent -> farewells.put(agent, farewells(agent)));
        assertThat(service.terminate()).isZero();
        city.awaitDisconnected();
        assertThat(city.underWay()).as("the load").isPositive();
        Map<String, Long> recorded = written.lastSeqs();
        for (ScriptedAgent agent : city.agents()) {
            if (!agent.isDone()) {
                assertThat(farewells(agent) - farewells.get(agent))
                        .as("closings of %s with 1001", agent)
                        .isEqualTo(1);
            }
            assertThat(agent.acked())
                    .as("what %s was acknowledged", agent)
                    .isEqualTo(recorded.get(agent.script().placeCode()));
        }
    }

    private static int farewells(ScriptedAgent agent) {
        return (int)
                agent.closeCodes().stream().filter(code -> code == GOING_AWAY).count();
    }

    private static void anAgentThatDoesNotListenDoesNotPreventTheEnd(ServiceProcess service, String key)
            throws Exception {
        try (var deaf = deafAgent(service.url(), key)) {
            assertThat(deaf.isClosed()).isFalse();
            assertThat(service.terminate()).isZero();
        }
    }

    /** An agent that says hello, is welcomed and never reads again. */
    private static Socket deafAgent(URI service, String key) throws Exception {
        var socket = new Socket(service.getHost(), service.getPort());
        socket.getOutputStream()
                .write(("GET /agent/v1 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                                + "Authorization: Bearer " + key + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        await(socket.getInputStream(), "\r\n\r\n");
        byte[] hello = ("{\"type\":\"hello\",\"stream\":\"" + UUID.randomUUID() + "\",\"lastSeq\":0,\"agent\":\"d/1\","
                        + "\"at\":\"2026-01-01T00:00:00Z\",\"terminals\":1}")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] head = {(byte) 0x81, (byte) (0x80 | 126), 0, (byte) hello.length, 0, 0, 0, 0}; // a mask of zeros
        socket.getOutputStream().write(head);
        socket.getOutputStream().write(hello);
        await(socket.getInputStream(), "welcome");
        return socket;
    }

    private static void await(InputStream in, String end) throws Exception {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = in.read();
            assertThat(next).as("what follows %s", read).isNotNegative();
            read.append((char) next);
        }
    }

    @Test
    void startsBeforeItsDatabase() throws Exception {
        try (var proxy = TcpProxy.before(TestDatabase.empty());
                var program = serve(proxy.address())) {
            program.says("Waiting for the database");
            proxy.listen();
            proxy.awaitDropped(3);
            assertThat(program.isReady()).isFalse();
            proxy.forward();
            assertThat(status(program.ready(), "/health/ready")).isEqualTo(200);
            assertThat(program.said("Waiting for the database"))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("SQLSTATE 08"))
                    .noneMatch(line -> line.contains(proxy.address().password()));
        }
    }

    @Test
    void isStoppedWhileItWaitsForItsDatabase() throws Exception {
        try (var proxy = TcpProxy.before(TestDatabase.empty());
                var program = serve(proxy.address())) {
            program.says("Waiting for the database");
            program.process().destroy();
            assertThat(program.exit()).isZero();
            assertThat(program.out()).isEmpty();
        }
    }

    @Test
    void twoThatStartAtOnceMigrateOnce() throws Exception {
        DatabaseAddress database = TestDatabase.empty();
        try (var one = serve(database);
                var other = serve(database)) {
            assertThat(status(one.ready(), "/health/ready")).isEqualTo(200);
            assertThat(status(other.ready(), "/health/ready")).isEqualTo(200);
            one.says(CURRENT); // standard error may be read after standard output
            other.says(CURRENT);
            assertThat(applied(one) + applied(other))
                    .as("each script was run by one of the two")
                    .isEqualTo(scripts(database));
        }
        assertThat(migrations(database)).doesNotHaveDuplicates().isNotEmpty();
    }

    private static int applied(Program program) {
        return program.said(CURRENT).stream()
                .map(APPLIED::matcher)
                .filter(Matcher::find)
                .mapToInt(said -> Integer.parseInt(said.group(1)))
                .sum();
    }

    private static int scripts(DatabaseAddress database) throws Exception {
        try (var connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) FROM flyway_schema_history WHERE type = 'SQL'")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void aMistakeIsToldInOneLine() throws Exception {
        String database = Program.url(TestDatabase.migrated());
        String embedded = directory.resolve("embedded").toString();
        String noKeys = directory.resolve("none.json").toString();
        refusedAtOnce("no database given", "serve");
        refusedAtOnce("--embedded and --database", "serve", "--embedded", embedded, "--database", database);
        refusedAtOnce("--port", "serve", "--database", database, "--key-ring", keys.toString(), "--port", "70000");
        refusedAtOnce("--port", "serve", "--database", database, "--key-ring", keys.toString(), "--port", "abc");
        refusedAtOnce("no key ring given", "serve", "--database", database);
        refusedAtOnce(noKeys, "serve", "--database", database, "--key-ring", noKeys);
        refusedAtOnce(
                "no-such-directory",
                "serve",
                "--embedded",
                embedded,
                "--config",
                directory.resolve("no-such-directory").toString());
        assertThat(directory.resolve("embedded")).doesNotExist();
    }

    @Test
    void aServiceThatNobodyCouldUseIsRefused() throws Exception {
        String database = Program.url(TestDatabase.empty());
        List<String> onDatabase =
                List.of("serve", "--port", "0", "--database", database, "--key-ring", keys.toString());
        Path none = directory.resolve("none");
        List<String> embedded = List.of("serve", "--port", "0", "--embedded", none.toString());
        Map<String, String> noToken = Map.of("LINGDIAN_ADMIN_TOKEN", "");
        Map<String, String> shortToken = Map.of("LINGDIAN_ADMIN_TOKEN", "0123456789012345678901234567890");

        refused(noToken, "LINGDIAN_ADMIN_TOKEN is not set", onDatabase);
        refused(noToken, "LINGDIAN_ADMIN_TOKEN is not set", embedded);
        refused(shortToken, "LINGDIAN_ADMIN_TOKEN must have at least 32 characters", embedded);
        Map<String, String> shortMetrics = Map.of("LINGDIAN_METRICS_TOKEN", "0123456789012345678901234567890");
        refused(shortMetrics, "LINGDIAN_METRICS_TOKEN must have at least 32 characters", embedded);

        assertThat(none).doesNotExist();
    }

    @Test
    void aServiceWithAccountsNeedsNoTokenInItsEnvironmentAndSaysWhereItListens() throws Exception {
        DatabaseAddress database = TestDatabase.migrated();
        try (var node = RunningService.with().database(database).keyRing(keys).start()) {
            var account = new JsonObject().put("name", "a").put("role", "admin");
            assertThat(Http.to(node.url())
                            .as(RunningService.ADMIN_TOKEN)
                            .post("/api/v1/accounts", account)
                            .status())
                    .isEqualTo(201);
        }

        try (var node = Program.run(
                Map.of("LINGDIAN_ADMIN_TOKEN", ""),
                "serve",
                "--host",
                "0.0.0.0",
                "--port",
                "0",
                "--key-ring",
                keys.toString(),
                "--database",
                Program.url(database))) {
            URI url = node.ready();
            assertThat(status(url, "/health/ready")).isEqualTo(200);
            assertThat(node.out())
                    .containsExactly(
                            "listening on 0.0.0.0:" + url.getPort() + " (all interfaces)",
                            "ready http://127.0.0.1:" + url.getPort());
        }
    }

    @Test
    void everyMistakeIsTold() throws Exception {
        try (var program = Program.run("serve", "--port", "70000", "--database", "mysql://localhost/x")) {
            assertThat(program.exit()).isEqualTo(2);
            assertThat(program.err())
                    .hasSize(3)
                    .allMatch(line -> line.startsWith("lingdian: "))
                    .anyMatch(line -> line.contains("--port"))
                    .anyMatch(line -> line.contains("postgresql://"))
                    .anyMatch(line -> line.contains("no key ring given"));
        }
    }

    @Test
    void everyMistakeOfTheConfigurationIsTold() throws Exception {
        String embedded = directory.resolve("embedded").toString();
        Path config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("lingdian.yaml"), "prot: 80\nintake:\n  shards: 2\n  shrads: 3\n");
        try (var program = Program.run("serve", "--embedded", embedded, "--config", config.toString())) {
            assertThat(program.exit()).isEqualTo(2);
            assertThat(program.err())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("lingdian: "))
                    .anyMatch(line -> line.contains("lingdian.yaml") && line.contains("prot"))
                    .anyMatch(line -> line.contains("lingdian.yaml") && line.contains("intake.shrads"));
        }
    }

    @Test
    void theKeyRingOfAnotherDatabaseIsRefused() throws Exception {
        DatabaseAddress database = TestDatabase.migrated();
        RunningService.with().database(database).keyRing(keys).start().close();
        Path others = directory.resolve("others.json");
        KeyRing.create(others);
        refused(
                "key ring",
                "serve",
                "--port",
                "0",
                "--database",
                Program.url(database),
                "--key-ring",
                others.toString());
    }

    @Test
    void aPortInUseIsRefused() throws Exception {
        try (var taken = new ServerSocket(0)) {
            refused(
                    "in use",
                    "serve",
                    "--port",
                    Integer.toString(taken.getLocalPort()),
                    "--database",
                    Program.url(TestDatabase.migrated()),
                    "--key-ring",
                    keys.toString());
        }
    }

    private static void refused(String part, String... arguments) throws Exception {
        refused(Map.of(), part, List.of(arguments));
    }

    /** Checks for exit code 2 and one line of a command that needs no process of its own, nor the token that this one has not. */
    private static void refusedAtOnce(String part, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = lingdian.command.Program.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        assertThat(exit).as(part).isEqualTo(2);
        assertRefusal(
                part,
                err.toString()
                        .lines()
                        .filter(line -> !line.contains("LINGDIAN_ADMIN_TOKEN"))
                        .toList());
        assertThat(out.toString()).isEmpty();
    }

    /** Checks for exit code 2 and one line of a process, in addition to log lines. */
    private static void refused(Map<String, String> environment, String part, List<String> arguments) throws Exception {
        try (var program = Program.run(environment, arguments.toArray(String[]::new))) {
            assertThat(program.exit()).as(part).isEqualTo(2);
            assertRefusal(
                    part,
                    program.err().stream()
                            .filter(line -> !line.contains(" INFO "))
                            .toList());
            assertThat(program.out()).isEmpty();
        }
    }

    private static void assertRefusal(String part, List<String> said) {
        assertThat(said)
                .as(part)
                .singleElement()
                .asString()
                .startsWith("lingdian: ")
                .contains(part)
                .doesNotContain("postgres:postgres");
    }

    private Program serve(DatabaseAddress database) throws Exception {
        return Program.run(
                "serve",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--key-ring",
                keys.toString(),
                "--database",
                Program.url(database));
    }

    private static int status(URI service, String path) throws Exception {
        return Http.to(service).get(path).status();
    }

    private static List<String> migrations(DatabaseAddress database) throws Exception {
        var versions = new ArrayList<String>();
        try (var connection = TestDatabase.superuser(database);
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL")) {
            while (row.next()) {
                versions.add(row.getString("version"));
            }
        }
        return versions;
    }
}
