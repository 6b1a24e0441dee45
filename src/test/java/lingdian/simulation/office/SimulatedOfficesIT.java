package lingdian.simulation.office;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import lingdian.agent.link.AdminClient;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/** The officers of a simulated city keep a worklist alive for three weeks. */
class SimulatedOfficesIT {
    private static final int CASES = 40;

    @Test
    void casesAreInEveryStateOfABureausWork() throws Exception {
        var now = new AtomicReference<>(Instant.parse("2026-07-10T00:00:00Z"));
        try (var service = RunningService.with().clock(now::get).start()) {
            var offices = new SimulatedOffices(
                    service.admin(),
                    token -> new AdminClient(service.vertx(), service.url(), token),
                    "360481",
                    now::get,
                    (cafe, code) -> true);
            offices.found();
            AdminClient culture = service.regulator("culture", "360400");
            for (int i = 1; i <= CASES; i++) {
                String cafe = "3604811000%04d".formatted(i);
                service.cafe(cafe, List.of());
                culture.call(HttpMethod.POST, "/cases", new JsonObject().put("placeCode", cafe))
                        .await(PATIENCE_SECONDS, SECONDS);
            }

            int taken = 0;
            for (int hour = 0; hour < 72; hour += 4) {
                taken += offices.work();
                now.updateAndGet(at -> at.plus(Duration.ofHours(4)));
            }

            Map<String, Long> steps =
                    culture.all("/cases", Map.of("view", "all")).await(PATIENCE_SECONDS, SECONDS).stream()
                            .collect(Collectors.groupingBy(
                                    one -> ((JsonObject) one).getString("step"), Collectors.counting()));
            assertThat(taken).isGreaterThan(CASES);
            assertThat(steps).containsKeys("lead", "closed");
            assertThat(offices.work()).isZero(); // what is left is left alone
        }
    }
}
