package lingdian.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/** A node is ready as long as batches are committed, however old the events of one café in them are. */
class ReadinessIT {
    private static final String CAFE = "36048110000001";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Otherwise one café that holds back the last byte of a body takes every node out of the load balancer. */
    @Test
    void aBodyThatWasLongOnItsWayLeavesTheNodeReady() throws Exception {
        var now = new AtomicReference<>(Instant.now());
        try (RunningService service = RunningService.with().clock(now::get).start()) {
            String key = service.cafe(CAFE, List.of());
            String event = "{\"seq\":1,\"type\":\"opened\",\"at\":\"" + now.get() + "\"}\n";
            try (Socket post = begun(service, key, event)) {
                now.updateAndGet(at -> at.plusSeconds(30));
                try (var database = service.superuser();
                        var statement = database.createStatement()) {
                    database.setAutoCommit(false);
                    statement.execute("SELECT * FROM head FOR UPDATE");
                    post.getOutputStream()
                            .write(event.substring(event.length() - 1).getBytes(UTF_8));
                    Await.until("its batch waits", () -> ready(service).getDouble("waitingSeconds") > 0);
                    assertThat(ready(service).getString("status")).isEqualTo("up");
                    database.rollback();
                }
                var answer = new BufferedReader(new InputStreamReader(post.getInputStream(), UTF_8));
                assertThat(answer.readLine()).contains("200");
            }
        }
    }

    /** A post of which only the last byte is missing. */
    private static Socket begun(RunningService service, String key, String event) throws Exception {
        URI url = service.url();
        var socket = new Socket(url.getHost(), url.getPort());
        String head = "POST /agent/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                + "\r\nLingdian-Stream: " + UUID.randomUUID()
                + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                + event.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + event.substring(0, event.length() - 1)).getBytes(UTF_8));
        return socket;
    }

    private static JsonObject ready(RunningService service) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(service.url().resolve("/health/ready")).build();
        return new JsonObject(
                CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
