package lingdian.agent.desk;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message of an authority on its whole way: to the counter of the café, and back to the record. */
class MessagesToACafeIT {
    private static final String PLACE = "36048110000001";

    @TempDir
    Path directory;

    @Test
    void itReachesTheCounterAndTheOfficeKnows() throws Exception {
        try (var service = RunningService.start()) {
            String key = service.cafe(PLACE, List.of());
            UUID before = write(service, "/cafes/" + PLACE, "before the café connects");
            RunningCafe cafe = RunningCafe.start(service.url(), key, directory, Instant::now)
                    .connected();
            try {
                Await.until(
                        "the message is delivered", () -> state(service, before).equals("delivered"));
                UUID meanwhile = write(service, "/regions/360481", "while it is connected");
                Await.until(
                        "the second is delivered",
                        () -> state(service, meanwhile).equals("delivered"));
                assertThat(texts(cafe)).containsExactly("while it is connected", "before the café connects");

                assertThat(cafe.client()
                                .post("/v1/messages/" + before + "/read", new JsonObject())
                                .status())
                        .isEqualTo(200);
                assertThat(cafe.client()
                                .post("/v1/messages/" + UUID.randomUUID() + "/read", new JsonObject())
                                .status())
                        .isEqualTo(404);
                Await.until("the message is read", () -> state(service, before).equals("read"));
                assertThat(state(service, meanwhile)).isEqualTo("delivered");
                assertThat(shown(service)).containsExactly("read", "delivered");
            } finally {
                cafe.close();
            }
            cafe = RunningCafe.start(service.url(), key, directory, Instant::now)
                    .connected();
            try {
                assertThat(texts(cafe)).hasSize(2);
            } finally {
                cafe.close();
            }
        }
    }

    private static List<String> texts(RunningCafe cafe) {
        return cafe.client().status().getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getString("text"))
                .toList();
    }

    private static UUID write(RunningService service, String path, String text) throws Exception {
        JsonObject sent = service.regulator("culture", "360481")
                .call(
                        HttpMethod.POST,
                        path + "/messages",
                        new JsonObject()
                                .put("text", text)
                                .put("purpose", "hours")
                                .put(
                                        "until",
                                        Instant.now().plus(Duration.ofDays(1)).toString()))
                .await(PATIENCE_SECONDS, SECONDS);
        assertThat(sent.getInteger("cafes")).isOne();
        return UUID.fromString(sent.getString("id"));
    }

    /** What the office sees of its messages, in the order in which they were sent. */
    private static List<String> shown(RunningService service) throws Exception {
        return service
                .regulator("culture", "360481")
                .call(HttpMethod.GET, "/cafes/" + PLACE + "/messages", null)
                .await(PATIENCE_SECONDS, SECONDS)
                .getJsonArray("items")
                .stream()
                .map(item -> ((JsonObject) item).getString("state"))
                .toList()
                .reversed();
    }

    private static String state(RunningService service, UUID message) throws Exception {
        return service.rows("SELECT state FROM message WHERE id = '" + message + "'")
                .getFirst();
    }
}
