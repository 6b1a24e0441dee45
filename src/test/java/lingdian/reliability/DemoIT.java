package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lingdian.agent.link.AdminClient;
import org.junit.jupiter.api.Test;

/** The demo as a newcomer starts it, ten times as fast: its midnight comes, and it ends when it is told to. */
class DemoIT {
    @Test
    void aNewcomerSeesAMidnightPassAndEndsIt() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Program demo = Program.run("demo", "--port=0", "--speed=600")) {
            String curl = demo.prints("/api/v1/violations/feed?from=0");
            assertThat(demo.prints("(regulator)")).matches(" +culture +\\S{13} +\\(regulator\\)");
            assertThat(demo.prints("(operator)")).matches(" +owner +\\S{13} +\\(operator\\)");
            URI url = demo.ready();
            var regulator = new AdminClient(vertx, url, curl.replaceAll(".*Bearer ([\\w-]+)'.*", "$1"));

            Await.until(
                    "overtime is found",
                    Duration.ofMinutes(2),
                    () -> regulator
                            .all("/violations", Map.of("code", "OVERTIME_OPERATION", "standing", "fact"))
                            .await(20, SECONDS)
                            .stream()
                            .anyMatch(one ->
                                    ((JsonObject) one).getString("startedAt").contains("T00:00:00")));
            demo.process().destroy();

            assertThat(demo.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exit()).isZero();
            assertThat(demo.said("come to a stop")).isEmpty();
        } finally {
            vertx.close().await(20, SECONDS);
        }
    }
}
