package lingdian.record.retention;

import static lingdian.record.retention.RetentionFixture.FIRST;
import static lingdian.record.retention.RetentionFixture.ask;
import static lingdian.record.retention.RetentionFixture.finding;
import static lingdian.testing.TestDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.RunningService;
import lingdian.vault.seal.KeySuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Handbook, retention.md: even if backups remain, destroying a dropped day's key erases its persons, while the proofs
 * stay valid.
 */
@ParameterizedClass
@EnumSource(KeySuite.class)
class DayKeysIT {
    private static final LocalDate SECOND = FIRST.plusDays(1);

    @Parameter
    private KeySuite suite;

    @TempDir
    Path directory;

    private final RetentionFixture cafe = new RetentionFixture();
    private RunningService service;

    @BeforeEach
    void start() throws Exception {
        service = RunningService.with().settings("suite: " + suite).clock(cafe).start();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void aBackupThatIsRestoredAfterTheDropVerifiesButDoesNotOpen() throws Exception {
        cafe.play(service, FIRST);
        cafe.play(service, SECOND);
        DatabaseAddress backup = copy();
        service.restart();
        drop(FIRST);

        try (var restored = RunningService.with()
                .database(backup)
                .keyRing(service.keyRing())
                .settings("suite: " + suite)
                .clock(cafe)
                .start()) {
            assertThat(RetentionFixture.days(backup)).isEqualTo(FIRST + " " + SECOND);
            assertThat(ask(backup, "SELECT count(*) FROM sealed WHERE day = '" + FIRST + "'"))
                    .isEqualTo("2");
            assertThat(restored.verify().firstBroken()).isNull();
            assertThat(restored.verify().records()).isEqualTo(10);
            assertThat(finding(restored, FIRST).getJsonObject("person")).isNull();
            assertThat(finding(restored, FIRST).getJsonArray("evidence")).isNotEmpty();
            assertThat(finding(restored, SECOND).getJsonObject("person").getString("name"))
                    .isEqualTo("张*");
        }
    }

    @Test
    void everythingThatIsSealedOfADayIsSealedWithItsKey() throws Exception {
        cafe.play(service, FIRST);
        cafe.send(service, cafe.event("login").put("document", "李四 36048119900307663X"));
        assertThat(
                        ask(
                                service.database(),
                                "SELECT string_agg(DISTINCT kind, ' ' ORDER BY kind) FROM sealed WHERE get_byte(ciphertext, 0) = 2"))
                .isEqualTo("identity officer quarantine");
        assertThat(ask(service.database(), "SELECT count(*) FROM sealed WHERE get_byte(ciphertext, 0) <> 2"))
                .isEqualTo("0");
    }

    @Test
    void aHeldDayKeepsItsKeyWhileOthersLoseTheirs() throws Exception {
        cafe.play(service, FIRST);
        cafe.play(service, SECOND);
        execute(
                service.database(),
                "SET session_replication_role = replica; INSERT INTO legal_hold (id, day_from, day_to, authority, region,"
                        + " reason, made_by, made_at) VALUES (gen_random_uuid(), '" + FIRST + "', '" + FIRST
                        + "', 'culture', '360481', '\\x00', gen_random_uuid(), now())");
        drop(SECOND);
        service.restart();
        assertThat(finding(service, FIRST).getJsonObject("person").getString("name"))
                .isEqualTo("张*");
        assertThat(finding(service, SECOND).getJsonObject("person")).isNull();
    }

    @Test
    void whatACaseKeepsOpensWithoutTheDaysKey() throws Exception {
        cafe.play(service, FIRST);
        execute(service.database(), "UPDATE violation SET case_step = 'dispatched'");
        drop(FIRST);
        service.restart();
        assertThat(finding(service, FIRST).getJsonObject("person").getString("name"))
                .isEqualTo("张*");
        assertThat(ask(
                        service.database(),
                        "SELECT get_byte(ciphertext, 0) || ' ' || get_byte(resealed, 0) FROM kept_text"))
                .isEqualTo("2 1");
    }

    @Test
    void anotherNodeThatWasDownDestroysTheKeyWhenItIsBack() throws Exception {
        Path its = directory.resolve("keys.json");
        Files.copy(service.keyRing(), its);
        Files.copy(days(service.keyRing()), days(its));
        cafe.play(service, FIRST);
        byte[] before = Files.readAllBytes(days(its));
        drop(FIRST);
        assertThat(Files.readAllBytes(days(its))).isEqualTo(before);

        try (var other = service.another(its)) {
            other.sweepRetention();
        }
        assertThat(Files.readString(days(its))).contains("\"from\" : \"" + SECOND + "\"");
        assertThat(Files.readString(days(service.keyRing()))).contains("\"from\" : \"" + SECOND + "\"");
    }

    @Test
    void aNodeWithoutTheDayKeysOfItsDatabaseIsRefused() throws Exception {
        Path its = directory.resolve("keys.json");
        Files.copy(service.keyRing(), its);
        assertThatThrownBy(() -> RunningService.with()
                        .database(service.database())
                        .keyRing(its)
                        .settings("suite: " + suite)
                        .clock(cafe)
                        .start())
                .hasMessageContaining("the day keys " + days(its) + " do not exist");

        try (var stranger =
                RunningService.with().settings("suite: " + suite).clock(cafe).start()) {
            Files.copy(days(stranger.keyRing()), days(its));
        }
        assertThatThrownBy(() -> RunningService.with()
                        .database(service.database())
                        .keyRing(its)
                        .settings("suite: " + suite)
                        .clock(cafe)
                        .start())
                .hasMessageContaining("the day keys " + days(its) + " are not the ones of this database");
    }

    private void drop(LocalDate day) throws Exception {
        cafe.goTo(day.plusDays(91), "03:00");
        service.sweepRetention();
        assertThat(RetentionFixture.dropped(service.database())).isEqualTo(day.toString());
    }

    private static Path days(Path ring) {
        return ring.resolveSibling(ring.getFileName() + ".days");
    }

    /** A copy of the database, equivalent to a backup and its restore. */
    private DatabaseAddress copy() throws SQLException {
        DatabaseAddress database = service.database();
        String name = database.name() + "_backup";
        var server =
                new DatabaseAddress(database.host(), database.port(), "postgres", database.user(), database.password());
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false");
            statement.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '"
                    + database.name() + "'");
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + database.name());
            statement.execute("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS true");
        }
        return new DatabaseAddress(database.host(), database.port(), name, database.user(), database.password());
    }
}
