package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import lingdian.agent.link.AdminClient;
import lingdian.testing.Await;
import org.junit.jupiter.api.Test;

/** The demo as a newcomer starts it, but ten times as fast: it passes midnight, and ends on a signal. */
class DemoIT {
    @Test
    void aNewcomerSeesAMidnightPassAndEndsIt() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Program demo = Program.run("demo", "--port=0", "--speed=600")) {
            String curl = demo.prints("/api/v1/violations/feed?from=0");
            assertThat(demo.prints("(regulator)")).matches(" +culture +\\S{13} +\\(regulator\\)");
            assertThat(demo.prints("(operator)")).matches(" +owner +\\S{13} +\\(operator\\)");
            assertThat(demo.prints("(admin)")).matches(" +admin +\\S{13} +\\(admin\\)");
            URI url = demo.ready();
            var regulator = new AdminClient(vertx, url, curl.replaceAll(".*Bearer ([\\w-]+)'.*", "$1"));

            Await.until(
                    "overtime is found",
                    () -> regulator
                            .all("/violations", Map.of("code", "OVERTIME_OPERATION", "standing", "fact"))
                            .await(PATIENCE_SECONDS, SECONDS)
                            .stream()
                            .anyMatch(one ->
                                    ((JsonObject) one).getString("startedAt").contains("T00:00:00")));
            demo.process().destroy();

            assertThat(demo.exit()).isZero();
            assertThat(demo.said("come to a stop")).isEmpty();
            assertThat(demo.said("Exception")).isEmpty();
        } finally {
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }
}
