package lingdian.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Settings DEFAULTS = new Settings(
            new Settings.Http(
                    "0.0.0.0",
                    8080,
                    null,
                    new TraceSettings(null, 0.01),
                    new Settings.Tls(null, null),
                    new Settings.Connections(100_000, 1_000, 20, 75, 60)),
            new Settings.Keys(null, Settings.Suite.INTERNATIONAL),
            new Settings.Database(4, 8, 6, 8),
            new Settings.Agents(4096, 60, 60, 300_000, 256, 10_000),
            new Settings.Intake(1, 4000),
            new Settings.Verifier(null, 2_000, 1_000, 10_000, 600, 5, 10, 30),
            new Settings.Feed(8_192, 20_000, 100),
            new Settings.Records(
                    new Settings.Retention(90, 24, 60, 24, 12),
                    new Settings.Verification("03:00", 4, 20_000, 20),
                    new Settings.Checkpoints("00:10"),
                    new Settings.Read(10)),
            new Settings.Office(
                    new Settings.Privacy(20, 300, 24, 24, 31, 24, 6),
                    new Settings.Notifications(16, 10_000, 24, 30, "08:30", List.of()),
                    new EscalationSettings(20, List.of(), null, null),
                    new ExportSettings(null),
                    new MapSettings(List.of(), "", 18, List.of())),
            new SignInSettings(
                    null,
                    false,
                    12,
                    List.of("admin", "regulator", "auditor"),
                    72,
                    new SignInSettings.Hashing(19_456, 2, 1, 2, 64),
                    new SignInSettings.LockOut(5, 30, 100, 15, 900, 24),
                    new SignInSettings.Sessions(60, 12, 40),
                    null));

    /** A file in which every key has a value of its own. */
    private static final String EVERY_KEY = """
            host: 127.0.0.1
            port: 0
            securityContact: mailto:s@l.example
            traces: {endpoint: 'http://c.example:4318/v1/traces', share: 0.5}
            keyRing: /etc/lingdian/keys.json
            suite: guomi
            tls: {certificate: /etc/lingdian/a.pem, privateKey: /etc/lingdian/b.pem}
            connections: {maximum: 40, maximumPerAddress: 41, requestSeconds: 42, idleSeconds: 43,
              bodySeconds: 44}
            database: {commitConnections: 5, queryConnections: 6, officeConnections: 49, readerConnections: 19}
            agents: {windowEvents: 7, heartbeatSeconds: 30, deniedPersonsPerHour: 8, dailyEvents: 38,
              dailyMebibytes: 39, dailyFindings: 45}
            intake: {shards: 3, batchMaximumEvents: 9}
            feed: {recentChanges: 10, maximumReaders: 11, maximumReadersPerAccount: 12}
            retention: {days: 61, violationMonths: 20, caseMonths: 25, inspectionMonths: 46, logMonths: 22}
            verifier: {url: 'https://v.example/a', timeoutMillis: 12, maximumQuestions: 13, cachedAnswers: 14,
              cacheSeconds: 15, failures: 16, pauseSeconds: 17, retrySeconds: 18}
            verification: {at: '23:30', hours: 23, recordsPerSecond: 24, replayedCafes: 25}
            checkpoints: {dueAt: '01:30'}
            read: {behindSeconds: 48}
            privacy: {unmaskingsPerHour: 19, lookupsPerHour: 18, decisionHours: 20, approverHours: 0, recordDays: 21,
              exportHours: 22, exportsAtOnce: 13}
            notifications: {atOnce: 33, timeoutMillis: 340, maximumHours: 35, keptDays: 36, deadlinesAt: "07:45", insideHosts: [h.example]}
            escalation: {minutes: 46, insideHosts: [g.example], sms: {url: 'https://s.example/{number}', method: GET, headers: {X: y},
              contentType: application/x-www-form-urlencoded, body: 't={text}', accepted: OK, secretFile: /etc/lingdian/s},
              wecomApp: {url: 'https://w.example', corpId: ww1, agentId: 47, secretFile: /etc/lingdian/w}}
            export: {kafka: {servers: ['k1.example:9093', '[::1]:9094'], topic: t.v, regions: ['360000'], authorities: [culture],
              tls: {trusted: /etc/k/ca, certificate: /etc/k/c, privateKey: /etc/k/p},
              sasl: {mechanism: PLAIN, user: u@v, passwordFile: /etc/k/s}}}
            map: {tiles: ['/t/{z}/{x}/{y}.png'], source: S, maximumZoom: 17,
              pictures: [{region: '360400', file: /m.png, source: P, south: 28.7, west: 113.9, north: 30.1, east: 116.9}]}
            signIn:
              publicUrl: https://l.example
              forwardedAddresses: true
              passwordCharacters: 19
              secondFactorFor: [operator]
              invitationHours: 20
              hashing: {memoryKibibytes: 1021, iterations: 22, parallelism: 3, atOnce: 24, waiting: 25}
              lockOut: {forAccount: 26, forAddress: 27, forAccountFromAnywhere: 31, firstWaitSeconds: 28,
                longestWaitSeconds: 29, forgottenAfterHours: 30}
              sessions: {idleMinutes: 31, hours: 32, pagesAtOnce: 33}
              provider: {issuer: 'https://i.example/r', clientId: c, name: n, scopes: [openid, s], provision: true,
                roleClaim: a.b, authorityClaim: d, regionClaim: e, placeCodeClaim: f, roles: {g: auditor}}
            """;

    private static final Settings OF_EVERY_KEY = new Settings(
            new Settings.Http(
                    "127.0.0.1",
                    0,
                    "mailto:s@l.example",
                    new TraceSettings("http://c.example:4318/v1/traces", 0.5),
                    new Settings.Tls(Path.of("/etc/lingdian/a.pem"), Path.of("/etc/lingdian/b.pem")),
                    new Settings.Connections(40, 41, 42, 43, 44)),
            new Settings.Keys(Path.of("/etc/lingdian/keys.json"), Settings.Suite.GUOMI),
            new Settings.Database(5, 6, 49, 19),
            new Settings.Agents(7, 30, 8, 38, 39, 45),
            new Settings.Intake(3, 9),
            new Settings.Verifier("https://v.example/a", 12, 13, 14, 15, 16, 17, 18),
            new Settings.Feed(10, 11, 12),
            new Settings.Records(
                    new Settings.Retention(61, 20, 25, 46, 22),
                    new Settings.Verification("23:30", 23, 24, 25),
                    new Settings.Checkpoints("01:30"),
                    new Settings.Read(48)),
            new Settings.Office(
                    new Settings.Privacy(19, 18, 20, 0, 21, 22, 13),
                    new Settings.Notifications(33, 340, 35, 36, "07:45", List.of("h.example")),
                    new EscalationSettings(
                            46,
                            List.of("g.example"),
                            new EscalationSettings.Sms(
                                    "https://s.example/{number}",
                                    "GET",
                                    "application/x-www-form-urlencoded",
                                    Map.of("X", "y"),
                                    "t={text}",
                                    "OK",
                                    Path.of("/etc/lingdian/s")),
                            new EscalationSettings.WecomApp(
                                    "https://w.example", "ww1", 47, Path.of("/etc/lingdian/w"))),
                    new ExportSettings(new ExportSettings.Kafka(
                            List.of("k1.example:9093", "[::1]:9094"),
                            "t.v",
                            List.of("360000"),
                            List.of("culture"),
                            new ExportSettings.Tls(
                                    true, Path.of("/etc/k/ca"), Path.of("/etc/k/c"), Path.of("/etc/k/p")),
                            new ExportSettings.Sasl("PLAIN", "u@v", Path.of("/etc/k/s")))),
                    new MapSettings(
                            List.of("/t/{z}/{x}/{y}.png"),
                            "S",
                            17,
                            List.of(new MapSettings.Picture(
                                    "360400", Path.of("/m.png"), "P", 28.7, 113.9, 30.1, 116.9)))),
            new SignInSettings(
                    "https://l.example",
                    true,
                    19,
                    List.of("operator"),
                    20,
                    new SignInSettings.Hashing(1_021, 22, 3, 24, 25),
                    new SignInSettings.LockOut(26, 27, 31, 28, 29, 30),
                    new SignInSettings.Sessions(31, 32, 33),
                    new SignInSettings.Provider(
                            "https://i.example/r",
                            "c",
                            "n",
                            List.of("openid", "s"),
                            true,
                            "a.b",
                            "d",
                            "e",
                            "f",
                            Map.of("g", "auditor"))));

    /** A file in which every value is beyond its limit. */
    private static final String BEYOND_LIMITS = """
            tls: {certificate: a.pem}
            connections: {maximum: 0, maximumPerAddress: -1, requestSeconds: 0, idleSeconds: 0, bodySeconds: 0}
            database: {commitConnections: 0, queryConnections: 101}
            agents: {windowEvents: 0, heartbeatSeconds: 0, deniedPersonsPerHour: 0, dailyEvents: 0, dailyMebibytes: 0,
              dailyFindings: 0}
            intake: {shards: 0, batchMaximumEvents: 0}
            feed: {recentChanges: 0, maximumReaders: 0, maximumReadersPerAccount: 0}
            retention: {days: 59, violationMonths: 12, caseMonths: 23, inspectionMonths: 23, logMonths: 5}
            verifier: {url: 'ftp://v', timeoutMillis: 30000, maximumQuestions: 0, cachedAnswers: 0, cacheSeconds: -1,
              failures: 0, pauseSeconds: 0, retrySeconds: 1}
            verification: {at: '24:00', hours: 25, recordsPerSecond: 0}
            checkpoints: {dueAt: '24:00'}
            read: {behindSeconds: -1}
            export: {kafka: {servers: ['k'], topic: '.t', regions: ['36'], authorities: [police],
              tls: {certificate: a.pem}, sasl: {mechanism: GSSAPI, user: 'a"b', passwordFile: s}}}
            map: {tiles: ['http://t.example/{z}/{x}/{y}'], maximumZoom: 23}
            signIn:
              hashing: {memoryKibibytes: 1, iterations: 0, parallelism: 0, atOnce: 0, waiting: 0}
              lockOut: {forAccount: 0, forAddress: 0, forAccountFromAnywhere: 0, firstWaitSeconds: 9,
                longestWaitSeconds: 8, forgottenAfterHours: 0}
              sessions: {idleMinutes: 0, hours: 0}
              provider: {issuer: x, clientId: ' ', scopes: [], roles: {g: king}}
            """;

    private static final String EVERY_MISTAKE = """
            tls.certificate, privateKey: expected both, or neither
            connections.maximum: must be from 1 to 1000000
            connections.maximumPerAddress: must be from 0 to 1000000
            connections.requestSeconds: must be from 1 to 300
            connections.idleSeconds: must be from 1 to 3600
            connections.bodySeconds: must be from 1 to 3600
            database.commitConnections: must be from 1 to 100
            database.queryConnections: must be from 1 to 100
            agents.windowEvents: must be from 1 to 1000000
            agents.heartbeatSeconds: must be from 1 to 3600
            agents.deniedPersonsPerHour: must be from 1 to 1000000
            agents.dailyEvents: must be from 1 to 100000000
            agents.dailyMebibytes: must be from 1 to 1000000
            agents.dailyFindings: must be from 1 to 1000000
            intake.shards: must be from 1 to 64
            intake.batchMaximumEvents: must be from 1 to 100000
            verifier.url: must begin with http:// or https://
            verifier.maximumQuestions: must be from 1 to 10000
            verifier.cachedAnswers: must be from 1 to 1000000
            verifier.cacheSeconds: must be from 0 to 86400
            verifier.failures: must be from 1 to 1000
            verifier.pauseSeconds: must be from 1 to 3600
            verifier.retrySeconds: must be longer than timeoutMillis
            feed.recentChanges: must be from 1 to 1000000
            feed.maximumReaders: must be from 1 to 100000
            feed.maximumReadersPerAccount: must be from 1 to 100000
            retention.days: must be from 60 to 3650
            retention.violationMonths: must be from 13 to 600
            retention.caseMonths: must be from 24 to 600
            retention.inspectionMonths: must be from 24 to 600
            retention.logMonths: must be from 6 to 600
            verification.at: must be a time like 03:00
            verification.hours: must be from 0 to 24
            verification.recordsPerSecond: must be from 1 to 10000000
            checkpoints.dueAt: must be a time of day like '00:10'
            read.behindSeconds: must be from 0 to 3600
            export.kafka.tls.certificate, privateKey: expected both, or neither
            export.kafka.sasl.mechanism: must be SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN
            export.kafka.sasl.user: must be at most 100 letters, digits and . _ @ -
            map.tiles: must be paths that begin with /, or addresses that begin with https://, each with {z}, {x} and {y}
            map.tiles, source: expected both, or neither; a map is shown only with its review number
            map.maximumZoom: must be from 1 to 22
            signIn.hashing.memoryKibibytes: must be from 64 to 1048576
            signIn.hashing.iterations: must be from 1 to 100
            signIn.hashing.parallelism: must be from 1 to 16
            signIn.hashing.atOnce: must be from 1 to 64
            signIn.hashing.waiting: must be from 1 to 10000
            signIn.lockOut.forAccount: must be from 1 to 1000
            signIn.lockOut.forAddress: must be from 1 to 100000
            signIn.lockOut.forAccountFromAnywhere: must be from 1 to 100000
            signIn.lockOut.forgottenAfterHours: must be from 1 to 720
            signIn.lockOut.longestWaitSeconds: must be at least firstWaitSeconds
            signIn.sessions.idleMinutes: must be from 1 to 1440
            signIn.sessions.hours: must be from 1 to 168
            signIn.provider.issuer: must begin with http:// or https://
            signIn.provider.clientId: must not be blank
            signIn.provider.scopes: must contain openid
            signIn.provider.roles: values must be roles: [admin, regulator, auditor, operator]""";

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
        assertThat(read(EVERY_KEY)).isEqualTo(OF_EVERY_KEY);
    }

    @Test
    void everyLimitIsChecked() {
        assertThatThrownBy(() -> read(BEYOND_LIMITS))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage(EVERY_MISTAKE);
    }

    /** The address of a tile becomes a part of a header: what could end that part is refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//t.example/{z}/{x}/{y}",
                "https://t.example{z}/{x}/{y}",
                "https://t.example;script-src/{z}/{x}/{y}",
                "https://t.example /{z}/{x}/{y}",
                "https://user@t.example/{z}/{x}/{y}",
                "/t/{z}/{x}"
            })
    void onlyAPlainAddressIsOfATile(String address) {
        assertThatThrownBy(() -> read("map: {tiles: ['" + address + "'], source: S}"))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("map.tiles: must be paths");
    }

    @Test
    void aMapIsShownOnlyWithItsReviewNumberAndItsEdges() {
        assertThatThrownBy(() ->
                        read("map: {pictures: [{region: '36', file: m.svg, south: 30, west: 9, north: 29, east: 8}]}"))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("map.pictures[0].source: is required")
                .hasMessageContaining("map.pictures[0].region: must be the six digits")
                .hasMessageContaining("map.pictures[0].file: must end with")
                .hasMessageContaining("map.pictures[0].south, north: must be")
                .hasMessageContaining("map.pictures[0].west, east: must be");
    }

    /** Else numbers, texts and secrets would cross a network in the clear. */
    @ParameterizedTest
    @ValueSource(strings = {"http://s.example", "https:", "http://g.example.evil", "http://{number}"})
    void aGatewayOutsideIsAddressedByTlsAlone(String url) {
        String gateways = """
                escalation:
                  insideHosts: [g.example]
                  sms: {url: '%1$s', body: '{number}{text}'}
                  wecomApp: {url: '%1$s', corpId: w, agentId: 1, secretFile: s}
                """;

        assertThatThrownBy(() -> read(gateways.formatted(url)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("escalation.sms.url: must begin with")
                .hasMessageContaining("escalation.wecomApp.url: must begin with");
        assertThat(read(gateways.formatted("http://g.example/x"))
                        .office()
                        .escalation()
                        .sms())
                .isNotNull();
    }

    @Test
    void anExportNamesWhatMayLeaveAndSendsNoPasswordInTheClear() {
        assertThatThrownBy(() -> read("""
                export:
                  kafka: {servers: ['k'], topic: '.t', regions: ['36'], authorities: [police], tls: {enabled: false},
                    sasl: {mechanism: PLAIN, user: u, passwordFile: /s}}
                """))
                .hasMessageContaining("export.kafka.servers: must be from 1 to 16 of host:port")
                .hasMessageContaining("export.kafka.topic: must be")
                .hasMessageContaining("export.kafka.regions: must be from 1 to 100 codes of six digits")
                .hasMessageContaining("export.kafka.authorities: must name culture, public-security or both")
                .hasMessageContaining("export.kafka.sasl.mechanism: PLAIN sends the password");
        assertThatThrownBy(() -> read("export: {kafka: {servers: ['k:9093'], topic: t}}"))
                .hasMessageContaining("export.kafka.regions: is missing")
                .hasMessageContaining("export.kafka.authorities: is missing");
    }

    @Test
    void aProviderNeedsAnAddressToSendPeopleBackTo() {
        assertThatThrownBy(() -> read("""
                signIn:
                  passwordCharacters: 7
                  secondFactorFor: [king]
                  invitationHours: 0
                  provider: {issuer: 'https://i.example', clientId: c}
                """))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("""
                        signIn.passwordCharacters: must be from 8 to 64
                        signIn.secondFactorFor: must name roles: [admin, regulator, auditor, operator]
                        signIn.invitationHours: must be from 1 to 720
                        signIn.publicUrl: is required with a provider, which redirects people to it""");
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
