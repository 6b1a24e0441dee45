package lingdian.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_MILLIS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.platform.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a connection brings in one reading is a little, in requests and in header lines. */
class PipelineLimitTest {
    private static final String ANSWER = "HTTP/1.1 204";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        var guard = new ConnectionGuard(vertx, new Settings.Connections(10, 10, 10, 10, 10), () -> {});
        server = vertx.createHttpServer()
                .connectionHandler(guard::connected)
                .requestHandler(guard.around(request -> {
                    requests.incrementAndGet();
                    request.response().setStatusCode(204).end();
                }))
                .listen(0, "127.0.0.1")
                .await(PATIENCE_SECONDS, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void aFewRequestsAtOnceAreAnswered() throws Exception {
        assertThat(answer(request(20).repeat(8))).isEqualTo(ANSWER);
    }

    @Test
    void manyHeaderLinesOfOneRequestAreAnswered() throws Exception {
        assertThat(answer(request(PipelineLimit.HEADER_LINES_MAX - 1))).isEqualTo(ANSWER);
    }

    @Test
    void moreBreakTheConnection() throws Exception {
        assertThat(answer(request(PipelineLimit.HEADER_LINES_MAX))).isEmpty();
        assertThat(requests).hasValue(0);
    }

    @Test
    void requestsWithManyHeaderLinesTogetherBreakIt() throws Exception {
        answer(request(200).repeat(8));
        assertThat(requests).hasValueLessThan(3);
    }

    @Test
    void veryManyRequestsBreakIt() throws Exception {
        answer(request(0).repeat(PipelineLimit.REQUESTS_MAX + 8));
        assertThat(requests).hasValueLessThanOrEqualTo(PipelineLimit.REQUESTS_MAX);
    }

    private static String request(int lines) {
        return "GET / HTTP/1.1\r\nHost: here\r\n" + "a:\r\n".repeat(lines) + "\r\n";
    }

    /** The first answer; empty if the connection was broken off. */
    private String answer(String sent) throws IOException {
        try (var client = new Socket("127.0.0.1", server.actualPort())) {
            client.setSoTimeout(PATIENCE_MILLIS);
            client.getOutputStream().write(sent.getBytes(US_ASCII));
            return new String(client.getInputStream().readNBytes(ANSWER.length()), US_ASCII);
        } catch (IOException broken) {
            return "";
        }
    }
}
