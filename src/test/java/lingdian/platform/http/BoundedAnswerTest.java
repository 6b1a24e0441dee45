package lingdian.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_MILLIS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A server that sends much beside its answer is not read to its end. */
class BoundedAnswerTest {
    private static final int BYTES_MAX = 4_096;
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String GOOD = HEAD + "good";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private ServerSocket server;
    private volatile String answer = GOOD;
    private volatile boolean breaksOff;

    @BeforeEach
    void listen() throws Exception {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {CONTINUE, HINTS})
    void interimAnswersWithoutEndAreCutOff(String interim) {
        answer = interim.repeat(9) + GOOD;

        assertRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {CONTINUE, HINTS})
    void someInterimAnswersAreRead(String interim) throws Exception {
        answer = interim.repeat(8) + GOOD;

        assertThat(ask()).isEqualTo("good");
    }

    @Test
    void chunkExtensionsWithoutEndAreCutOff() {
        answer = CHUNKED + ("1;" + "e".repeat(4_000) + "\r\nx\r\n").repeat(100) + "0\r\n\r\n";

        assertRefused();
    }

    @Test
    void theSmallestChunksAreRead() throws Exception {
        answer = CHUNKED + "1\r\nx\r\n".repeat(BYTES_MAX) + "0\r\n\r\n";

        assertThat(ask()).isEqualTo("x".repeat(BYTES_MAX));
    }

    @Test
    void longLinesHeadsTrailersAndWhiteSpaceAreCutOff() {
        String headers = "A: a\r\n".repeat(10_000);
        for (String one : new String[] {
            "HTTP/1.1 200 " + "O".repeat(10_000) + "\r\nContent-Length: 4\r\n\r\ngood",
            "HTTP/1.1 200 OK\r\nA: " + "a".repeat(10_000) + "\r\nContent-Length: 4\r\n\r\ngood",
            "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 4\r\n\r\ngood",
            "HTTP/1.1 100 Continue\r\n" + headers + "\r\n" + GOOD,
            CHUNKED + "1;" + "e".repeat(10_000) + "\r\nx\r\n0\r\n\r\n",
            CHUNKED + "1\r\nx\r\n0\r\n" + headers + "\r\n",
            "\r\n".repeat(1_000_000) + GOOD,
        }) {
            answer = one;
            assertRefused();
        }
    }

    @Test
    void aConnectionThatGoesOnIsAllowedAsMuchAgain() throws Exception {
        answer = CONTINUE + CHUNKED + ("1;" + "e".repeat(3_000) + "\r\nx\r\n").repeat(20) + "0\r\n\r\n";
        for (int i = 0; i < 4; i++) {
            assertThat(ask()).isEqualTo("x".repeat(20));
        }
    }

    /** Each question that is broken off would be a line. */
    @Test
    void aServerThatBreaksOffIsNoErrorOfThisProgram() {
        var log = (Logger) LoggerFactory.getLogger(ConnectionBase.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            breaksOff = true;
            assertRefused();
            assertThat(lines.list).isEmpty();
        } finally {
            log.detachAppender(lines);
        }
    }

    private void assertRefused() {
        assertThatThrownBy(this::ask).isInstanceOf(Exception.class);
    }

    private String ask() throws Exception {
        return client.request(HttpMethod.GET, server.getLocalPort(), "127.0.0.1", "/")
                .compose(request -> BoundedAnswer.within(
                        vertx,
                        PATIENCE_MILLIS,
                        BYTES_MAX,
                        request,
                        sent -> sent.send().compose(response -> BoundedAnswer.ofSuccess(sent, response, BYTES_MAX))))
                .map(body -> body.toString(US_ASCII))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket asking = server.accept();
                Thread.ofVirtual().start(() -> answer(asking));
            } catch (IOException ended) {
                return;
            }
        }
    }

    /** Answers each request until the other side closes the connection. */
    private void answer(Socket asking) {
        try (asking) {
            var last = new StringBuilder();
            for (int one = asking.getInputStream().read();
                    one >= 0;
                    one = asking.getInputStream().read()) {
                last.append((char) one);
                if (last.toString().endsWith("\r\n\r\n")) {
                    last.setLength(0);
                    if (breaksOff) {
                        asking.setSoLinger(true, 0);
                        return;
                    }
                    asking.getOutputStream().write(answer.getBytes(US_ASCII));
                }
            }
        } catch (IOException cutOff) {
            // as it should be
        }
    }
}
