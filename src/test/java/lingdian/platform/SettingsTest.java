package lingdian.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Settings DEFAULTS = new Settings(
            "0.0.0.0",
            8080,
            null,
            Settings.Suite.INTERNATIONAL,
            new Settings.Database(4, 8, 8),
            new Settings.Agents(4096, 60),
            new Settings.Intake(2, 2000),
            new Settings.Feed(8_192, 20_000),
            new Settings.Verifier(null, 2_000, 1_000, 10_000, 600, 5, 10, 30),
            new Settings.Checkpoints("00:10"),
            new Settings.Privacy(20, 24, 31, 24, 2),
            new Settings.Retention(90, 24, 60, 12));

    @Test
    void anEmptyFileGivesTheDefaults() {
        assertThat(read("# nothing")).isEqualTo(DEFAULTS);
    }

    @Test
    void theFileThatIsShippedSpellsOutTheDefaults() {
        assertThat(YamlFile.read(Path.of("config/lingdian.yaml"), Settings.class))
                .isEqualTo(DEFAULTS);
    }

    @Test
    void everyKeyIsRead() {
        assertThat(read("""
                host: 127.0.0.1
                port: 0
                keyRing: /etc/lingdian/keys.json
                suite: guomi
                database: {commitConnections: 5, queryConnections: 6, readerConnections: 19}
                agents: {windowEvents: 7, heartbeatSeconds: 30}
                intake: {shards: 3, batchMaximumEvents: 9}
                feed: {recentChanges: 10, maximumReaders: 11}
                verifier: {url: 'https://v.example/a', timeoutMillis: 12, maximumQuestions: 13, cachedAnswers: 14,
                  cacheSeconds: 15, failures: 16, pauseSeconds: 17, retrySeconds: 18}
                checkpoints: {dueAt: '01:30'}
                privacy: {unmaskingsPerHour: 19, decisionHours: 20, recordDays: 21, exportHours: 22, exportsAtOnce: 13}
                retention: {days: 61, violationMonths: 20, caseMonths: 21, logMonths: 22}
                """))
                .isEqualTo(new Settings(
                        "127.0.0.1",
                        0,
                        Path.of("/etc/lingdian/keys.json"),
                        Settings.Suite.GUOMI,
                        new Settings.Database(5, 6, 19),
                        new Settings.Agents(7, 30),
                        new Settings.Intake(3, 9),
                        new Settings.Feed(10, 11),
                        new Settings.Verifier("https://v.example/a", 12, 13, 14, 15, 16, 17, 18),
                        new Settings.Checkpoints("01:30"),
                        new Settings.Privacy(19, 20, 21, 22, 13),
                        new Settings.Retention(61, 20, 21, 22)));
    }

    @Test
    void everyLimitIsChecked() {
        assertThatThrownBy(() -> read("""
                database: {commitConnections: 0, queryConnections: 101}
                agents: {windowEvents: 0, heartbeatSeconds: 0}
                intake: {shards: 0, batchMaximumEvents: 0}
                feed: {recentChanges: 0, maximumReaders: 0}
                verifier: {url: 'ftp://v', timeoutMillis: 30000, maximumQuestions: 0, cachedAnswers: 0, cacheSeconds: -1,
                  failures: 0, pauseSeconds: 0, retrySeconds: 1}
                checkpoints: {dueAt: '24:00'}
                retention: {days: 59, violationMonths: 12, caseMonths: -1, logMonths: 5}
                """))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("""
                        database.commitConnections: must be from 1 to 100
                        database.queryConnections: must be from 1 to 100
                        agents.windowEvents: must be from 1 to 1000000
                        agents.heartbeatSeconds: must be from 1 to 3600
                        intake.shards: must be from 1 to 64
                        intake.batchMaximumEvents: must be from 1 to 100000
                        feed.recentChanges: must be from 1 to 1000000
                        feed.maximumReaders: must be from 1 to 100000
                        verifier.url: must begin with http:// or https://
                        verifier.maximumQuestions: must be from 1 to 10000
                        verifier.cachedAnswers: must be from 1 to 1000000
                        verifier.cacheSeconds: must be from 0 to 86400
                        verifier.failures: must be from 1 to 1000
                        verifier.pauseSeconds: must be from 1 to 3600
                        verifier.retrySeconds: must be longer than timeoutMillis
                        checkpoints.dueAt: must be a time of day like '00:10'
                        retention.days: must be from 60 to 3650
                        retention.violationMonths: must be from 13 to 600
                        retention.caseMonths: must be from 0 to 600
                        retention.logMonths: must be from 6 to 600""");
    }

    @Test
    void everyShardNeedsAConnection() {
        assertThatThrownBy(() -> read("port: -1\nhost: ''\nintake: {shards: 5}"))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("""
                        host: must not be blank
                        port: must be from 0 to 65535
                        database.commitConnections: must be at least intake.shards""");
    }

    private static Settings read(String yaml) {
        return YamlFile.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), Settings.class);
    }
}
