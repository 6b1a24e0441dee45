package lingdian.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives together is handed on together, in its order, however many chunks it is in. */
class JoinedPiecesTest {
    private static final int SENT = 9_000;
    private static final int LONG = 5_000;

    private final Queue<Buffer> pieces = new ConcurrentLinkedQueue<>();
    private GuardedServer server;

    @BeforeEach
    void start() throws Exception {
        server = new GuardedServer(this::take);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void take(HttpServerRequest request) {
        request.handler(pieces::add);
        request.endHandler(ended -> request.response().setStatusCode(204).end());
    }

    @Test
    void piecesOfOneByteAreJoined() throws Exception {
        String body =
                IntStream.range(0, SENT).mapToObj(i -> String.valueOf(i % 10)).collect(Collectors.joining());
        send(body.chars()
                .mapToObj(Character::toString)
                .map(JoinedPiecesTest::chunk)
                .collect(Collectors.joining()));
        assertThat(received()).isEqualTo(body);
        assertThat(pieces).hasSizeLessThan(SENT / 100);
    }

    @Test
    void orderIsKeptAmongShortAndLongPieces() throws Exception {
        String large = "y".repeat(LONG);
        send(chunk("a") + chunk("b") + chunk(large) + chunk("c") + chunk(large) + chunk("d"));
        assertThat(received()).isEqualTo("ab" + large + "c" + large + "d");
    }

    private String received() {
        return pieces.stream().map(piece -> piece.toString(US_ASCII)).collect(Collectors.joining());
    }

    private void send(String chunks) throws IOException {
        try (var client = server.connect()) {
            client.getOutputStream()
                    .write(("POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
                                    + "0\r\n\r\n")
                            .getBytes(US_ASCII));
            assertThat(new String(client.getInputStream().readNBytes(12), US_ASCII))
                    .isEqualTo("HTTP/1.1 204");
        }
    }

    private static String chunk(String content) {
        return Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
    }
}
