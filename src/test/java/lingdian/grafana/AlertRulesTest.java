package lingdian.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.testing.EveryMeter;
import lingdian.testing.NeededProgram;
import org.junit.jupiter.api.Test;

/** Alerts are rules that Prometheus takes, each with a test that it fires and that it stays quiet, and with a runbook. */
class AlertRulesTest {
    private static final Path DIRECTORY = Path.of("grafana/prometheus");
    private static final Path HANDBOOK = Path.of("src/site/markdown");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern RUNBOOK = Pattern.compile("runbook_url: \\S+/handbook/(\\S+\\.md)#\\S+");
    private static final Pattern METRIC = Pattern.compile("\\b(?:lingdian|jvm)_[a-z_]+\\b");

    @Test
    void prometheusTakesTheRulesAndTheConfiguration() throws Exception {
        promtool("check", "rules", "alerts.yml");
        promtool("check", "config", "prometheus.yml");
    }

    @Test
    void theRulesFireAndStayQuietAsTheirCasesSay() throws Exception {
        promtool("test", "rules", "alerts-test.yml", "alerts-days-test.yml");
    }

    @Test
    void eachAlertHasBothCasesAndARunbookThatNamesIt() throws IOException {
        String cases = Files.readString(DIRECTORY.resolve("alerts-test.yml"))
                + Files.readString(DIRECTORY.resolve("alerts-days-test.yml"));
        String rules = Files.readString(DIRECTORY.resolve("alerts.yml"));
        List<String> alerts = found(ALERT, rules);
        List<String> runbooks = found(RUNBOOK, rules);

        assertThat(runbooks).hasSameSizeAs(alerts).isNotEmpty();
        for (int i = 0; i < alerts.size(); i++) {
            assertThat(cases).contains(alerts.get(i) + " fires\n", alerts.get(i) + " stays quiet\n");
            assertThat(Files.readString(HANDBOOK.resolve(runbooks.get(i)))).contains("`" + alerts.get(i) + "`");
        }
    }

    /** A person who is woken reads what happened, what it means for cafés, and where to go on; all of it on the phone. */
    @Test
    void eachAlertSaysWhatItMeansAndWhereToGoOn() throws IOException {
        JsonNode rules = yaml("grafana/prometheus/alerts.yml").at("/groups/0/rules");

        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.at("/annotations").fieldNames())
                    .toIterable()
                    .containsExactly("summary", "description", "runbook_url");
            assertThat(rule.at("/annotations/summary").asText()).hasSizeBetween(10, 80);
            assertThat(rule.at("/annotations/description").asText()).matches("[A-Z0-9].{60,240}\\.");
        });
    }

    /** Grafana's own rules are the same, and every series with a value is one that fires, as with Prometheus. */
    @Test
    void grafanaWatchesForTheSame() throws IOException {
        JsonNode rules = yaml("grafana/prometheus/alerts.yml").at("/groups/0/rules");
        JsonNode same = yaml("grafana/provisioning/alerting/lingdian.yaml").at("/groups/0/rules");

        assertThat(same).hasSameSizeAs(rules).isNotEmpty();
        assertThat(same.findValuesAsText("uid")).doesNotHaveDuplicates().allMatch(uid -> uid.length() <= 40);
        for (int i = 0; i < rules.size(); i++) {
            JsonNode rule = same.get(i);
            assertThat(rule.at("/title")).isEqualTo(rules.get(i).at("/alert"));
            assertThat(rule.at("/data/0/model/expr")).isEqualTo(rules.get(i).at("/expr"));
            assertThat(rule.at("/data/0/datasourceUid").asText()).isEqualTo("lingdian-prometheus");
            assertThat(rule.at("/data/1/model/expression").asText()).isEqualTo("is_number($$A)");
            assertThat(rule.at("/condition")).isEqualTo(rule.at("/data/1/refId"));
            assertThat(List.of(rule.at("/for"), rule.at("/labels"), rule.at("/annotations")))
                    .isEqualTo(List.of(
                            rules.get(i).at("/for"),
                            rules.get(i).at("/labels"),
                            rules.get(i).at("/annotations")));
            assertThat(rule.at("/notification_settings/receiver").asText()).isEqualTo("lingdian");
        }
    }

    private static JsonNode yaml(String file) throws IOException {
        return new YAMLMapper().readTree(Path.of(file).toFile());
    }

    /** So a meter cannot be renamed, and its panel or alert be left behind. */
    @Test
    void everyMetricThatIsAskedForIsThere() throws IOException {
        Set<String> there = EveryMeter.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]")[0])
                .collect(Collectors.toSet());
        List<String> asked = Stream.concat(
                        Dashboards.queries().stream().map(Dashboards.Query::promql),
                        Stream.of(Files.readString(DIRECTORY.resolve("alerts.yml"))))
                .flatMap(text -> METRIC.matcher(text).results())
                .map(MatchResult::group)
                .toList();

        assertThat(asked).hasSizeGreaterThan(20).allMatch(there::contains);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static void promtool(String... arguments) throws Exception {
        NeededProgram.ofPackage("prometheus", PROMTOOL);
        Process process = new ProcessBuilder(Stream.concat(Stream.of(PROMTOOL.toString()), Stream.of(arguments))
                        .toList())
                .directory(DIRECTORY.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
