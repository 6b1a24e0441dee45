package lingdian.conformance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.agent.link.AdminClient;
import lingdian.conformance.DistortingProxy.Distortion;
import lingdian.platform.work.SystemClock;
import lingdian.testing.JavaCommand;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import lingdian.testing.TestDatabase;
import lingdian.testing.VectorFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit examines our own service, and the same service broken in one way each time, which the kit names. */
class ServiceKitIT {
    /** Those that must notice something. */
    private static final Set<String> CHECKS =
            Stream.of(Distortion.values()).map(each -> each.check).collect(Collectors.toSet());

    private static final String CAFE = "36048110000001";

    private static RunningService service;
    private static int cafes;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    /** As a vendor does it: the program examines {@code serve}, both of them processes. */
    @Test
    void ourServicePassesEveryCheckAndEveryVector(@TempDir Path directory) throws Exception {
        Path junit = directory.resolve("service.xml");
        try (var serve = ServiceProcess.start(TestDatabase.migrated(), directory.resolve("keys.json"))) {
            List<String> said = examined(serve.url(), junit);

            int checks = said.size() - 1;
            assertThat(said.subList(0, checks)).allMatch(line -> line.startsWith("ok    "));
            assertThat(said.getLast()).isEqualTo("%d checks: %d passed, 0 failed, 0 skipped".formatted(checks, checks));
            assertThat(said.stream().map(line -> line.replaceFirst("-cafe-\\d+$", "")))
                    .as("every vector of the project is played")
                    .containsAll(VectorFiles.all().stream()
                            .map(vector -> "ok    vector/" + vector.name())
                            .toList());
            assertThat(junit).content().contains("tests=\"" + checks + "\" failures=\"0\"");
        }
    }

    /** What {@code conformance} prints of a new café; its exit status is 0. */
    private static List<String> examined(URI server, Path junit) throws Exception {
        var admin = new AdminClient(service.vertx(), server, RunningService.ADMIN_TOKEN);
        JsonObject licence = new JsonObject().put("number", "1").put("validUntil", "2099-12-31");
        var cafe = new JsonObject().put("name", "test").put("licence", licence);
        admin.putCafe(CAFE, cafe.put("staffTerminals", JsonArray.of("STAFF"))).await(PATIENCE_SECONDS, SECONDS);
        List<String> command = JavaCommand.program("-Xmx256m");
        command.addAll(List.of("conformance", "--server", server.toString(), "--junit", junit.toString()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .put(
                        "LINGDIAN_AGENT_KEY",
                        admin.createAgentKey(CAFE)
                                .await(PATIENCE_SECONDS, SECONDS)
                                .key());
        Process process = builder.start();
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor(PATIENCE_SECONDS, SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", said).isZero();
        return said;
    }

    @ParameterizedTest
    @EnumSource
    void everyDistortionIsNamed(Distortion distortion) throws Exception {
        String key = key();
        try (var proxy = DistortingProxy.start(service.vertx(), service.url(), key, distortion)) {
            List<Vector> vectors = Vector.all().stream()
                    .filter(vector -> vector.name().equals("minor-denied-and-admitted")
                            || vector.name().equals("takeover"))
                    .toList();
            ConformanceReport report = kit(proxy.url(), key)
                    .run(
                            vectors,
                            name -> distortion == Distortion.NONE
                                    ? CHECKS.contains(name)
                                    : name.equals(distortion.check),
                            result -> {});

            assertThat(report.results().stream().filter(CheckResult::isFailed).map(CheckResult::name))
                    .containsExactlyElementsOf(distortion == Distortion.NONE ? List.of() : List.of(distortion.check));
        }
    }

    /** What a café has judged cannot be judged again: the kit says so instead of blaming the service. */
    @Test
    void aCafeThatWasUsedBeforeIsNamed() throws Exception {
        String key = key();
        List<Vector> one = Vector.all().subList(0, 1);
        assertThat(kit(service.url(), key).run(one, name -> true, result -> {}).isFailed())
                .isFalse();

        ConformanceReport again = kit(service.url(), key).run(one, name -> name.startsWith("vector/"), result -> {});

        assertThat(again.results().getFirst().lines().getFirst()).contains("use the key of a new café");
        assertThat(again.summary()).isEqualTo("2 checks: 0 passed, 1 failed, 1 skipped; not everything was examined");
        assertThat(again.junitXml()).contains("<skipped message=");
    }

    private static String key() throws Exception {
        return service.cafe("3604811000%04d".formatted(++cafes), List.of("STAFF"));
    }

    private static ServiceKit kit(URI server, String key) {
        return new ServiceKit(server, key, Duration.ofSeconds(30), SystemClock.MICROSECONDS);
    }
}
