package lingdian.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a connection brings in one reading is a little, in requests and in header lines. */
class PipelineLimitTest {
    private static final String ANSWER = "HTTP/1.1 204";

    private final AtomicInteger requests = new AtomicInteger();
    private GuardedServer server;

    @BeforeEach
    void start() throws Exception {
        server = new GuardedServer(request -> {
            requests.incrementAndGet();
            request.response().setStatusCode(204).end();
        });
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
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
        try (var client = server.connect()) {
            client.getOutputStream().write(sent.getBytes(US_ASCII));
            return new String(client.getInputStream().readNBytes(ANSWER.length()), US_ASCII);
        } catch (IOException broken) {
            return "";
        }
    }
}
