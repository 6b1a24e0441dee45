package lingdian.grafana;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.grafana.Dashboards.Query;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.NeededProgram;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.Test;

/** Every PromQL of the dashboards, asked of a real Prometheus that scrapes a real service under load, has an answer. */
class PrometheusIT {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final String CAFE = "36048110000001";
    /** A cluster that is away: the export's figures are there all the same. */
    private static final String EXPORTS = """
            export:
              kafka:
                servers: ['127.0.0.1:1']
                topic: lingdian
                regions: ['000000']
                authorities: [culture]
                tls: {enabled: false}
            """;

    private int port;
    private long seq;

    @Test
    void everyExpressionHasAnAnswer() throws Exception {
        NeededProgram.ofPackage("prometheus", PROMETHEUS);
        try (var service = RunningService.with().settings(EXPORTS).start()) {
            var regulator = service.regulator("culture", "360000");
            Process prometheus = prometheus(service.url());
            try (var agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(CAFE, List.of()))) {
                agent.hello(UUID.fromString("7a3c1f52-0017-4000-8000-000000000001"), 0);
                List<Query> silent = promql();
                var alerts = new ArrayList<>(alerts());
                long deadline = System.nanoTime() + Await.PATIENCE.toNanos();
                while (!(silent.isEmpty() && alerts.isEmpty()) && System.nanoTime() < deadline) {
                    load(agent);
                    regulator.get("/cafes", Map.of()).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    silent.removeIf(query -> answers(query.promql()));
                    alerts.removeIf(this::answers);
                }
                assertThat(silent).as("expressions without an answer").isEmpty();
                assertThat(alerts).as("alerts about what is not there").isEmpty();
            } finally {
                prometheus.destroy();
                prometheus.waitFor();
            }
        }
    }

    private static List<Query> promql() {
        return new ArrayList<>(Dashboards.queries().stream()
                .filter(query -> !query.promql().isEmpty())
                .toList());
    }

    /**
     * What alerts compare, one question for each side of each comparison: a quiet alert has no answer by itself. What other
     * programs measure (the disk of another machine, the certificate) is not there, nor how late an export is that never
     * reached its cluster.
     */
    private static Set<String> alerts() throws IOException {
        return new YAMLMapper()
                .readTree(Path.of("grafana/prometheus/alerts.yml").toFile()).findValuesAsText("expr").stream()
                        .flatMap(expression -> Stream.of(expression.split(" and | or ")))
                        .filter(comparison -> comparison.contains("lingdian_"))
                        .map(comparison -> comparison.split(" [<>]=? ")[0])
                        .filter(compared -> !compared.contains("certificate")) // this service shows none
                        .filter(compared -> !compared.contains("export_lag")) // KafkaIT reads it
                        .collect(Collectors.toSet());
    }

    /** A login that is allowed, a minor who is not, one who is admitted all the same, and a logout. */
    private void load(TestAgent agent) throws Exception {
        String session = "s-" + seq;
        agent.sendArray(List.of(
                login(session, "A", "1990-01-01"),
                login("m-" + seq, "B", "2015-01-01"),
                login("v-" + seq, "C", "2015-01-01"),
                event("logout").put("session", session).put("reason", "patron")));
        agent.ack(seq);
    }

    private JsonObject event(String type) {
        return new JsonObject()
                .put("type", type)
                .put("seq", ++seq)
                .put("at", Instant.now().toString());
    }

    private JsonObject login(String session, String terminal, String birthDate) {
        return event("login")
                .put("session", session)
                .put("terminal", terminal)
                .put("admitted", !terminal.equals("B"))
                .put(
                        "document",
                        new JsonObject()
                                .put("type", "990")
                                .put("number", "P-" + terminal)
                                .put("name", "张三")
                                .put("birthDate", birthDate)
                                .put("read", "manual"));
    }

    private Process prometheus(URI service) throws Exception {
        Path directory = Files.createTempDirectory("lingdian-prometheus");
        Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: lingdian
                    static_configs: [{targets: ['127.0.0.1:%d']}]
                """.formatted(service.getPort()));
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        return new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=prometheus.yml",
                        "--storage.tsdb.path=data",
                        "--web.listen-address=127.0.0.1:" + port)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    /** A number and not NaN, as 0/0 is; while it starts Prometheus says in plain text that it does. */
    private boolean answers(String asked) {
        String expression = asked.replace("$__rate_interval", "10s").replace("$__range", "1m");
        try {
            var response = Http.to(URI.create("http://127.0.0.1:" + port))
                    .get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
            return response.status() == 200 && isNumber(response.json());
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isNumber(JsonObject answer) {
        return answer
                .getJsonObject("data", new JsonObject().put("result", new io.vertx.core.json.JsonArray()))
                .getJsonArray("result")
                .stream()
                .map(JsonObject.class::cast)
                .anyMatch(one -> !one.getJsonArray("value").getString(1).equals("NaN"));
    }
}
