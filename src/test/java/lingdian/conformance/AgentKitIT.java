package lingdian.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lingdian.conformance.SketchAgent.Mistake;
import lingdian.platform.work.SystemClock;
import lingdian.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit examines sketches of agents: one that is right, and each with one mistake, which the kit names. */
class AgentKitIT {
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @Test
    void anAgentThatIsRightPassesEveryAct() throws Exception {
        ConformanceReport report = examined(Mistake.NONE);

        assertThat(report.results()).filteredOn(CheckResult::isFailed).isEmpty();
        assertThat(report.results())
                .extracting(CheckResult::name)
                .hasSize(16)
                .startsWith("agent/refused-at-the-door", "agent/first-contact")
                .endsWith(
                        "agent/heartbeats",
                        "agent/superseded",
                        "agent/late-verdict",
                        "agent/denied-guest",
                        "agent/rejected-guest",
                        "agent/back-off");
        assertThat(report.summary()).isEqualTo("16 checks: 16 passed, 0 failed, 0 skipped");
        assertThat(report.junitXml()).contains("tests=\"16\"", "failures=\"0\"");
        assertThat(report.exitStatus()).isZero();
    }

    @Test
    void whereNobodyLogsInTheReportSaysThatNotEverythingWasExamined() throws Exception {
        ConformanceReport report = examined(Mistake.LOGS_NOBODY_IN);

        assertThat(report.isFailed()).isFalse();
        assertThat(report.exitStatus()).isEqualTo(3);
        assertThat(report.results())
                .filteredOn(CheckResult::isSkipped)
                .extracting(CheckResult::name)
                .containsExactly("agent/late-verdict", "agent/denied-guest", "agent/rejected-guest");
        assertThat(report.results())
                .filteredOn(CheckResult::isSkipped)
                .allMatch(result -> result.skipped().startsWith("no guest logged in"));
        assertThat(report.summary())
                .isEqualTo("16 checks: 13 passed, 0 failed, 3 skipped; not everything was examined");
    }

    private static ConformanceReport examined(Mistake mistake) throws Exception {
        AgentKit kit = AgentKit.listen(
                        vertx,
                        settings(false, times(Await.PATIENCE_MILLIS, 100, 1)),
                        SystemClock.MICROSECONDS,
                        one -> {})
                .await();
        try (var agent = SketchAgent.start(vertx, URI.create(kit.listensOn().url()), mistake)) {
            return kit.report().await(Await.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            kit.close().await();
        }
    }

    /** Not the next act, which it never saw. The line says after what the agent stayed away, and names the rule. */
    @Test
    void anAgentThatDoesNotReturnFailsTheActThatItStaysAwayFrom() throws Exception {
        CheckResult failed = firstFailure(Mistake.STAYS_AWAY);

        assertThat(failed.name()).isEqualTo("agent/first-contact");
        assertThat(failed.lines())
                .singleElement()
                .asString()
                .contains(
                        "not-returned: the agent did not connect again (0 s after 1001)", "protocol.md, Closing codes");
    }

    /** An agent that posts is told that this kit cannot examine that, and so is whoever reads the report. */
    @Test
    void whatAnAgentPostsIsRefusedAndNamed() throws Exception {
        BlockingQueue<CheckResult> said = new LinkedBlockingQueue<>();
        AgentKit kit = AgentKit.listen(vertx, settings(false, times(Mistake.NONE)), SystemClock.MICROSECONDS, said::add)
                .await();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var post = HttpRequest.newBuilder(URI.create(kit.listensOn().url() + "/agent/v1/events"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            HttpResponse<String> answer = client.send(post, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(501);
            assertThat(answer.body()).contains("over the WebSocket /agent/v1 alone");
            assertThat(said.take().lines())
                    .containsExactly("skip  agent/http: the agent posted to /agent/v1/events,"
                            + " but this kit examines the WebSocket alone");
        } finally {
            kit.close().await();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMistakeIsNamed(Mistake mistake) throws Exception {
        CheckResult first = firstFailure(mistake);

        assertThat(first.faults()).anyMatch(fault -> fault.startsWith(mistake.word + ": "));
        var report = new ConformanceReport("kit", List.of(first));
        assertThat(report.exitStatus()).isEqualTo(1);
        assertThat(report.junitXml()).contains("<failure message=\"" + mistake.word + ": ");
    }

    private static CheckResult firstFailure(Mistake mistake) throws Exception {
        BlockingQueue<CheckResult> failed = new LinkedBlockingQueue<>();
        AgentKit kit = AgentKit.listen(vertx, settings(true, times(mistake)), SystemClock.MICROSECONDS, result -> {
                    if (result.isFailed()) {
                        failed.add(result);
                    }
                })
                .await();
        try (var agent = SketchAgent.start(vertx, URI.create(kit.listensOn().url()), mistake)) {
            CheckResult first = failed.poll(30, TimeUnit.SECONDS);

            assertThat(first).as("a failed act").isNotNull();
            return first;
        } finally {
            kit.close().await();
        }
    }

    private static KitSettings.Times times(Mistake mistake) {
        return switch (mistake) {
            case STAYS_AWAY, FALLS_SILENT -> times(500, 100, 1);
            case LOGS_NOBODY_IN -> times(1_000, 100, 1);
            case RETURNS_AT_ONCE -> times(Await.PATIENCE_MILLIS, 100, Await.PATIENCE_MILLIS);
            case GOES_ON_SUPERSEDED -> times(Await.PATIENCE_MILLIS, 5_000, 1);
            case SENDS_NO_HEARTBEATS -> times(Await.PATIENCE_MILLIS, 100, 1, 300, 20);
            case RETURNS_AT_ONCE_FROM_CUTS -> times(Await.PATIENCE_MILLIS, 100, 1, Await.PATIENCE_MILLIS, 1_000);
            default -> times(Await.PATIENCE_MILLIS, 100, 1);
        };
    }

    private static KitSettings.Times times(long patienceMillis, long quietMillis, long refusalMillis) {
        return times(patienceMillis, quietMillis, refusalMillis, Await.PATIENCE_MILLIS, 20);
    }

    /** A verdict is withheld for much longer than the sketch waits for it. */
    private static KitSettings.Times times(
            long patienceMillis, long quietMillis, long refusalMillis, long heartbeatMillis, long atOnceMillis) {
        return new KitSettings.Times(patienceMillis, quietMillis, refusalMillis, heartbeatMillis, 400, atOnceMillis);
    }

    private static KitSettings settings(boolean loginsRequired, KitSettings.Times times) {
        return new KitSettings("127.0.0.1", 0, null, 1, loginsRequired, times);
    }
}
