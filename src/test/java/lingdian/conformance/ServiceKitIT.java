package lingdian.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.conformance.DistortingProxy.Distortion;
import lingdian.platform.SystemClock;
import lingdian.testing.RunningService;
import lingdian.testing.VectorFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit examines our own service, and the same service broken in one way each time, which the kit names. */
class ServiceKitIT {
    /** Those that must notice something. */
    private static final Set<String> CHECKS =
            Stream.of(Distortion.values()).map(each -> each.check).collect(Collectors.toSet());

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

    @Test
    void ourServicePassesEveryCheckAndEveryVector() throws Exception {
        ConformanceReport report = kit(service.url(), key()).run(result -> {});

        assertThat(report.results().stream().filter(result -> result.isFailed() || result.isSkipped()))
                .isEmpty();
        Set<String> played = report.results().stream()
                .map(result -> result.name().replaceFirst("-cafe-\\d+$", ""))
                .collect(Collectors.toSet());
        assertThat(played)
                .as("every vector of the project is played")
                .containsAll(VectorFiles.all().stream()
                        .map(vector -> "vector/" + vector.name())
                        .toList());
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
        assertThat(again.summary()).isEqualTo("2 checks: 0 passed, 1 failed, 1 skipped");
        assertThat(again.junitXml()).contains("<skipped message=");
    }

    private static String key() throws Exception {
        return service.cafe("3604811000%04d".formatted(++cafes), List.of("STAFF"));
    }

    private static ServiceKit kit(URI server, String key) {
        return new ServiceKit(server, key, Duration.ofSeconds(30), SystemClock.MICROSECONDS);
    }
}
