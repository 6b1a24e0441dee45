package lingdian.grafana;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.NeededProgram;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the three commands of the handbook's page on monitoring in a shell. Stand-ins replace what a test machine lacks:
 * {@code /etc/prometheus} is another directory, {@code sudo} only executes its arguments, nothing is restarted, and a script in
 * place of Grafana records its environment, whose files the test then reads as Grafana would.
 */
class GrafanaCommandsIT {
    private static final Path PAGE = Path.of("src/site/markdown/monitoring.md");
    private static final Pattern SECTION = Pattern.compile("(?s)\n## Setting it up\n.*?```console\n(.*?)\n```");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");
    private static final Path PROVISIONING = Path.of("grafana/provisioning");

    @TempDir
    private Path directory;

    @BeforeEach
    void putInTheirWay() throws IOException {
        program("sudo", "exec \"$@\"");
        program("systemctl", "[ \"$*\" = 'restart prometheus' ]");
        program("grafana", "env > '%1$s/environment' && echo \"$@\" > '%1$s/arguments'".formatted(directory));
        Files.createDirectory(directory.resolve("prometheus"));
    }

    @Test
    void theFirstGivesPrometheusAConfigurationThatItTakes() throws Exception {
        NeededProgram.ofPackage("prometheus", Path.of("/usr/bin/promtool"));
        Files.writeString(directory.resolve("prometheus/prometheus.yml"), "of before");

        run(commands().get(0).replace("/etc/prometheus", directory + "/prometheus"), Map.of());
        String said = run("cd '" + directory + "/prometheus' && promtool check config prometheus.yml", Map.of());

        assertThat(said).contains("SUCCESS: 1 rule files found", "prometheus.yml is valid");
        assertThat(directory.resolve("prometheus/prometheus.yml~")).hasContent("of before");
    }

    @Test
    void theSecondLetsGrafanaInWithTheThirdsPasswordAndNoOther() throws Exception {
        NeededProgram.ofPackage("postgresql-client-17", Path.of("/usr/bin/psql"));
        DatabaseAddress database = TestDatabase.migrated();
        Map<String, String> given = grafanasEnvironment();
        try {
            assertThatThrownBy(() -> signIn(database, given)).hasMessageContaining("password authentication failed");

            run(
                    commands().get(1),
                    Map.of(
                            "LINGDIAN_DATABASE",
                            "postgresql://%s:%s@localhost:%d/%s"
                                    .formatted(
                                            database.user(), database.password(), database.port(), database.name())));

            assertThat(signIn(database, given)).isEqualTo("grafana_reader");
            assertThat(scramOf(database)).startsWith("SCRAM-SHA-256$");
            assertThat(commands().get(1)).contains("'" + given.get("LINGDIAN_GRAFANA_PASSWORD") + "'");
        } finally {
            try (Connection owner = TestDatabase.superuser(database)) {
                owner.createStatement().execute("ALTER ROLE grafana_reader NOLOGIN PASSWORD NULL");
            }
        }
    }

    @Test
    void theThirdSetsWhatTheProvisioningAsksForAndNothingElse() throws Exception {
        Map<String, String> given = grafanasEnvironment();
        Set<String> asked = new TreeSet<>();
        for (Path file : provisioning()) {
            VARIABLE.matcher(Files.readString(file).replace("$$", ""))
                    .results()
                    .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                    .forEach(asked::add);
        }

        assertThat(given.keySet())
                .filteredOn(name -> name.startsWith("LINGDIAN_"))
                .containsExactlyInAnyOrderElementsOf(asked)
                .isNotEmpty();
        assertThat(Path.of(given.get("GF_PATHS_PROVISIONING"))).isEqualTo(PROVISIONING.toAbsolutePath());
        assertThat(Files.readString(directory.resolve("arguments")))
                .isEqualTo("server --homepath /usr/share/grafana\n");
    }

    /** Grafana looks into directories of these names, and nowhere else. */
    @Test
    void theThirdLeadsToAllDashboardsSourcesAndAlerts() throws Exception {
        Map<String, String> given = grafanasEnvironment();
        Path provisioning = Path.of(given.get("GF_PATHS_PROVISIONING"));

        JsonNode provider =
                yaml(provisioning.resolve("dashboards/lingdian.yaml"), given).at("/providers/0");
        assertThat(provider.at("/type").asText()).isEqualTo("file");
        try (Stream<Path> found =
                Files.list(Path.of(provider.at("/options/path").asText()))) {
            assertThat(found.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Dashboards.all().keySet());
        }
        JsonNode sources =
                yaml(provisioning.resolve("datasources/lingdian.yaml"), given).at("/datasources");
        assertThat(sources.findValuesAsText("url")).containsExactly("http://127.0.0.1:9090", "127.0.0.1:5432");
        assertThat(sources.findValuesAsText("database")).containsExactly("lingdian");
        assertThat(sources.findValuesAsText("sslmode")).containsExactly("disable");
        assertThat(sources.findValuesAsText("user")).containsExactly("grafana_reader");
        JsonNode alerting = yaml(provisioning.resolve("alerting/lingdian.yaml"), given);
        assertThat(alerting.at("/contactPoints/0/receivers/0/settings/url").asText())
                .startsWith("http://");
        assertThat(alerting.at("/groups/0/folder").asText())
                .as("the folder that the page names")
                .isEqualTo(provider.at("/folder").asText());
        assertThat(Files.readString(PAGE)).contains("*" + provider.at("/folder").asText() + "*");
    }

    /** What the third command gives to Grafana. */
    private Map<String, String> grafanasEnvironment() throws Exception {
        run(commands().get(2), Map.of());
        return Files.readAllLines(directory.resolve("environment")).stream()
                .filter(line -> line.startsWith("LINGDIAN_") || line.startsWith("GF_"))
                .collect(toMap(line -> line.split("=", 2)[0], line -> line.split("=", 2)[1]));
    }

    /** The page's commands, each on one line. */
    private static List<String> commands() throws IOException {
        var section = SECTION.matcher(Files.readString(PAGE));
        assertThat(section.find()).isTrue();
        List<String> commands = section.group(1).replace("\\\n", " ").lines().toList();
        assertThat(commands).as("three commands").hasSize(3);
        return commands;
    }

    private static List<Path> provisioning() throws IOException {
        try (Stream<Path> files = Files.walk(PROVISIONING)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** With the values of variables, as Grafana reads it. */
    private static JsonNode yaml(Path file, Map<String, String> given) throws IOException {
        return new YAMLMapper()
                .readTree(VARIABLE.matcher(Files.readString(file).replace("$$", "DOLLAR"))
                        .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(valueOf(match, given))));
    }

    private static String valueOf(MatchResult match, Map<String, String> given) {
        return given.getOrDefault(match.group(1) == null ? match.group(2) : match.group(1), "");
    }

    private static String signIn(DatabaseAddress database, Map<String, String> given) throws SQLException {
        try (Connection grafana = DriverManager.getConnection(
                        database.jdbcUrl(), "grafana_reader", given.get("LINGDIAN_GRAFANA_PASSWORD"));
                ResultSet row = grafana.createStatement()
                        .executeQuery("SELECT current_user FROM (SELECT count(*) FROM reporting.cafe) AS cafes")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The test's server asks nobody for a password, so that one was set is seen by what it keeps. */
    private static String scramOf(DatabaseAddress database) throws SQLException {
        try (Connection owner = TestDatabase.superuser(database);
                ResultSet row = owner.createStatement()
                        .executeQuery("SELECT rolpassword FROM pg_authid WHERE rolname = 'grafana_reader'")) {
            row.next();
            return row.getString(1);
        }
    }

    private void program(String name, String does) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + does + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String run(String command, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
        builder.environment().merge("PATH", directory.toString(), (old, first) -> first + ":" + old);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + said).isZero();
        return said;
    }
}
