package lingdian.vault.seal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.command.Program;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The notes on keys, "Backup and restore", step by step. */
class KeyRingBackupIT {
    private static final String CAFE = "36048110000001";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(KeySuite.class)
    @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a start that is not refused never ends
    void aDatabaseAndItsRingRestoredTogetherGoOn(KeySuite suite) throws Exception {
        Path vaulted = directory.resolve("elsewhere/keys.json");
        Path stale = directory.resolve("elsewhere/stale.json");
        Files.createDirectories(vaulted.getParent());
        DatabaseAddress lost;
        try (var service = RunningService.with().settings("suite: " + suite).start()) {
            String key = service.cafe(CAFE, List.of());
            service.regulatorToken("culture", "360481"); // a service without any account does not start
            play(service, key, login("10:00", "s1", "A"));
            Files.copy(service.keyRing(), stale);
            service.rotate();
            play(service, key, login("10:01", "s2", "B"));
            lost = service.database();
            Files.copy(service.keyRing(), vaulted);
            Files.copy(dayKeys(service.keyRing()), dayKeys(vaulted));
        }
        DatabaseAddress restored = restored(lost);
        Path ring = directory.resolve("keys.json");

        assertRefused(restored, suite, ring, "the key ring " + ring + " does not exist");
        KeyRing.create(ring, suite);
        assertRefused(restored, suite, ring, "is not the one of this database: it lacks the key ");
        assertRefused(restored, suite, stale, "is not the one of this database: it lacks the key ");
        KeySuite other = suite == KeySuite.GUOMI ? KeySuite.INTERNATIONAL : KeySuite.GUOMI;
        assertRefused(
                restored, other, vaulted, "is of the suite " + suite + ", but lingdian.yaml demands suite: " + other);

        Files.delete(ring);
        Files.copy(vaulted, ring);
        Files.setPosixFilePermissions(ring, PosixFilePermissions.fromString("rw-------"));
        assertRefused(restored, suite, ring, "the day keys " + dayKeys(ring) + " do not exist");
        Files.copy(dayKeys(vaulted), dayKeys(ring));
        try (var service =
                RunningService.with().database(restored).keyRing(ring).start()) {
            assertThat(service.violations().values())
                    .filteredOn(one -> one.getString("code").equals("IDENTITY_UNVERIFIED"))
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one.getJsonObject("person").getString("name"))
                            .isEqualTo("张*"));
            String key = service.admin()
                    .createAgentKey(CAFE)
                    .await(PATIENCE_SECONDS, SECONDS)
                    .key();
            assertThat(play(service, key, login("10:02", "s3", "C").put("admitted", false))
                            .encode())
                    .contains("in-use-elsewhere");
            assertThat(service.verify().firstBroken()).isNull();
        }
    }

    private static Path dayKeys(Path ring) {
        return ring.resolveSibling(ring.getFileName() + ".days");
    }

    private static JsonObject play(RunningService service, String key, JsonObject event) throws Exception {
        UUID stream = UUID.fromString("00000000-0000-4000-8000-000000000001");
        try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
            long seq = agent.hello(stream, 3).getLong("ackedSeq") + 1;
            agent.send(event.put("seq", seq));
            agent.ack(seq);
            return agent.verdict(seq);
        }
    }

    /** A login whose document has no birth date, which is a finding. */
    private static JsonObject login(String at, String session, String terminal) {
        return new JsonObject()
                .put("type", "login")
                .put("at", "2026-03-02T" + at + ":00+08:00")
                .put("session", session)
                .put("terminal", terminal)
                .put("admitted", true)
                .put(
                        "document",
                        new JsonObject(Map.of("type", "990", "number", "P-1", "name", "张三", "read", "manual")));
    }

    /** A copy of the database, equivalent to a dump and a restore. */
    private static DatabaseAddress restored(DatabaseAddress lost) throws Exception {
        String name = lost.name() + "_restored";
        var server = new DatabaseAddress(lost.host(), lost.port(), "postgres", lost.user(), lost.password());
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + lost.name());
        }
        return new DatabaseAddress(lost.host(), lost.port(), name, lost.user(), lost.password());
    }

    private void assertRefused(DatabaseAddress database, KeySuite suite, Path ring, String why) throws Exception {
        Path config = Files.createTempDirectory(directory, "config");
        Files.writeString(config.resolve("lingdian.yaml"), "suite: " + suite);
        var err = new StringWriter();
        int exit = Program.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute(
                        "serve",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--config",
                        config.toString(),
                        "--key-ring",
                        ring.toString(),
                        "--database",
                        "postgresql://" + database.user() + ":" + database.password() + "@" + database.host() + ":"
                                + database.port() + "/" + database.name());
        assertThat(err.toString().lines()).singleElement().asString().contains(why);
        assertThat(exit).isEqualTo(2);
    }
}
