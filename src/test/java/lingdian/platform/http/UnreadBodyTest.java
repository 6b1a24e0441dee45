package lingdian.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows a refusal is not read to its end, unless that is near. */
class UnreadBodyTest {
    private static final String REFUSED = "HTTP/1.1 413 Request Entity Too Large\r\ncontent-length: 0\r\n\r\n";
    private static final byte[] PIECE = new byte[64 * 1024];
    /** More than the buffers of two operating systems take beyond what the server reads. */
    private static final long ENDLESS = 10 * UnreadBody.READ_MAX;

    private final AtomicInteger requests = new AtomicInteger();
    private GuardedServer server;

    @BeforeEach
    void start() throws Exception {
        server = new GuardedServer(this::refuse);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void refuse(HttpServerRequest request) {
        requests.incrementAndGet();
        request.response().setStatusCode(413).end();
    }

    @Test
    void aLongBodyIsAnsweredAndNotRead() throws Exception {
        try (Socket client = ask("Content-Length: " + ENDLESS)) {
            assertRefused(client);
            assertThat(sentUntilCutOff(client)).isLessThan(ENDLESS / 2);
        }
    }

    @Test
    void aBodyOfNoDeclaredLengthIsReadOnlyForAWhile() throws Exception {
        try (Socket client = ask("Transfer-Encoding: chunked")) {
            client.getOutputStream().write((Long.toHexString(ENDLESS) + "\r\n").getBytes(US_ASCII));
            assertRefused(client);
            assertThat(sentUntilCutOff(client)).isBetween(UnreadBody.READ_MAX, ENDLESS / 2);
        }
    }

    @Test
    void afterALittleTooMuchTheConnectionGoesOn() throws Exception {
        try (Socket client = ask("Content-Length: " + UnreadBody.READ_MAX)) {
            for (long sent = 0; sent < UnreadBody.READ_MAX; sent += PIECE.length) {
                client.getOutputStream().write(PIECE);
            }
            assertRefused(client);
            client.getOutputStream().write(head("Content-Length: 0"));
            assertRefused(client);
            assertThat(requests).hasValue(2);
        }
    }

    /** A chunk of one byte takes six on the wire, and the decoder as long as a large one. */
    @Test
    void aBodyOfVeryShortPiecesIsCutOffEarlier() throws Exception {
        try (Socket client = ask("Transfer-Encoding: chunked")) {
            assertRefused(client);
            assertThat(sentUntilCutOff(client, "1\r\nx\r\n".repeat(10_000).getBytes(US_ASCII)))
                    .isLessThan(UnreadBody.READ_MAX);
        }
    }

    private Socket ask(String length) throws IOException {
        var client = server.connect();
        client.getOutputStream().write(head(length));
        return client;
    }

    private static byte[] head(String length) {
        return ("POST / HTTP/1.1\r\nHost: here\r\n" + length + "\r\n\r\n").getBytes(US_ASCII);
    }

    private static void assertRefused(Socket client) throws IOException {
        assertThat(new String(client.getInputStream().readNBytes(REFUSED.length()), US_ASCII))
                .isEqualToIgnoringCase(REFUSED);
    }

    private static long sentUntilCutOff(Socket client) {
        return sentUntilCutOff(client, PIECE);
    }

    private static long sentUntilCutOff(Socket client, byte[] piece) {
        long sent = 0;
        try {
            while (sent < ENDLESS) {
                client.getOutputStream().write(piece);
                sent += piece.length;
            }
        } catch (IOException cutOff) {
            return sent;
        }
        return sent;
    }
}
