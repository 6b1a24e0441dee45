package lingdian.office.cafe;

import static lingdian.testing.RunningApi.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lingdian.testing.RunningApi;
import org.junit.jupiter.api.Test;

class MaintenanceIT {
    private static final String PLACE = "36048110000001";

    /** The limit holds for simultaneous notices too. */
    @Test
    void aCafeHasTwentyUnfinishedNotices() throws Exception {
        try (var api = new RunningApi();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            api.createCafe(PLACE);
            String operator = api.operator(PLACE);
            Callable<Integer> announced =
                    () -> api.call("POST", path(), operator, notice()).status();

            List<Future<Integer>> answers = callers.invokeAll(Collections.nCopies(60, announced));

            assertThat(answers.stream().map(Future::resultNow))
                    .containsOnly(201, 409)
                    .filteredOn(status -> status == 201)
                    .hasSize(20);
        }
    }

    private static String path() {
        return "/api/v1/cafes/" + PLACE + "/maintenance";
    }

    private static JsonObject notice() {
        return new JsonObject()
                .put("work", "power")
                .put("from", NOW.plusSeconds(86_400).toString())
                .put("to", NOW.plusSeconds(90_000).toString());
    }
}
