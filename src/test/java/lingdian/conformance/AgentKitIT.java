package lingdian.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lingdian.conformance.SketchAgent.Mistake;
import lingdian.platform.SystemClock;
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
        AgentKit kit = AgentKit.listen(
                        vertx, settings(Await.PATIENCE_MILLIS, 100, 1), SystemClock.MICROSECONDS, one -> {})
                .await();
        try (var agent = SketchAgent.start(vertx, URI.create(kit.listensOn().url()), Mistake.NONE)) {
            ConformanceReport report = kit.report().await(Await.PATIENCE_SECONDS, TimeUnit.SECONDS);

            assertThat(report.results()).filteredOn(CheckResult::isFailed).isEmpty();
            assertThat(report.results())
                    .extracting(CheckResult::name)
                    .hasSize(11)
                    .startsWith("agent/refused-at-the-door", "agent/first-contact")
                    .endsWith("agent/superseded");
            assertThat(report.summary()).isEqualTo("11 checks: 11 passed, 0 failed, 0 skipped");
            assertThat(report.junitXml()).contains("tests=\"11\"", "failures=\"0\"");
        } finally {
            kit.close().await();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMistakeIsNamed(Mistake mistake) throws Exception {
        boolean waits = mistake == Mistake.STAYS_AWAY || mistake == Mistake.FALLS_SILENT;
        long refusalMillis = mistake == Mistake.RETURNS_AT_ONCE ? Await.PATIENCE_MILLIS : 1;
        long quietMillis = mistake == Mistake.GOES_ON_SUPERSEDED ? 5_000 : 100;
        BlockingQueue<CheckResult> failed = new LinkedBlockingQueue<>();
        AgentKit kit = AgentKit.listen(
                        vertx,
                        settings(waits ? 500 : Await.PATIENCE_MILLIS, quietMillis, refusalMillis),
                        SystemClock.MICROSECONDS,
                        result -> {
                            if (result.isFailed()) {
                                failed.add(result);
                            }
                        })
                .await();
        try (var agent = SketchAgent.start(vertx, URI.create(kit.listensOn().url()), mistake)) {
            CheckResult first = failed.poll(30, TimeUnit.SECONDS);

            assertThat(first).as("a failed act").isNotNull();
            assertThat(first.faults()).anyMatch(fault -> fault.startsWith(mistake.word + ": "));
            var report = new ConformanceReport("kit", List.of(first));
            assertThat(report.isFailed()).isTrue();
            assertThat(report.junitXml()).contains("<failure message=\"" + mistake.word + ": ");
        } finally {
            kit.close().await();
        }
    }

    private static KitSettings settings(long patienceMillis, long quietMillis, long refusalMillis) {
        return new KitSettings("127.0.0.1", 0, null, 1, patienceMillis, quietMillis, refusalMillis);
    }
}
