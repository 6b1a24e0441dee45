package lingdian.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/**
 * A client that offers to switch to HTTP/2, as Java's own does, is answered in HTTP/1.1: after the switch, one of four
 * long answers did not end.
 */
class CleartextIT {
    private static final int CLIENTS = 40;

    @Test
    void everyNewClientGetsTheWholeDocument() throws Exception {
        try (var service = RunningService.start()) {
            var request = HttpRequest.newBuilder(service.url().resolve("/api/openapi.yaml"))
                    .build();
            for (int client = 0; client < CLIENTS; client++) {
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .get(PATIENCE_SECONDS, SECONDS);

                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
                assertThat(answer.body()).startsWith("openapi:").hasSizeGreaterThan(20_000);
            }
        }
    }
}
