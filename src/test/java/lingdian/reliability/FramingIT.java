package lingdian.reliability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.regex.Pattern;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request whose end two programs may see in different places is refused, and its connection closed: a proxy that saw
 * the end elsewhere would hand the rest to the next client's request (request smuggling, RFC 9112, 11.2).
 */
class FramingIT {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        HTTP/1.1 | Transfer-Encoding: chunked~Content-Length: 5
        HTTP/1.1 | Content-Length: 5~Transfer-Encoding: chunked
        HTTP/1.1 | Content-Length: 0~Transfer-Encoding: chunked
        HTTP/1.1 | Transfer-Encoding: chunked, xchunked
        HTTP/1.1 | Transfer-Encoding: xchunked, chunked
        HTTP/1.1 | Transfer-Encoding: xchunked
        HTTP/1.1 | Transfer-Encoding: chunked, chunked
        HTTP/1.1 | Transfer-Encoding: gzip, chunked
        HTTP/1.1 | Transfer-Encoding: chunked, identity
        HTTP/1.1 | Transfer-Encoding: identity
        HTTP/1.1 | Transfer-Encoding: identity~Content-Length: 5
        HTTP/1.1 | Transfer-Encoding: chunked;q=1
        HTTP/1.1 | Transfer-Encoding: "chunked"
        HTTP/1.1 | Transfer-Encoding:
        HTTP/1.1 | Transfer-Encoding: ,chunked
        HTTP/1.1 | Transfer-Encoding: chunked,
        HTTP/1.1 | Transfer-Encoding: Chunked
        HTTP/1.1 | Transfer-Encoding: chunked~Transfer-Encoding: chunked
        HTTP/1.1 | Transfer-Encoding: chunked~Transfer-Encoding: identity
        HTTP/1.1 | Transfer-Encoding: identity~Transfer-Encoding: chunked
        HTTP/1.1 | Transfer-Encoding : chunked
        HTTP/1.1 | Transfer-Encoding: x~ chunked
        HTTP/1.0 | Transfer-Encoding: chunked
        HTTP/1.0 | Transfer-Encoding: chunked~Connection: keep-alive
        HTTP/1.1 | Content-Length: 5~Content-Length: 6
        HTTP/1.1 | Content-Length: 5, 5
        HTTP/1.1 | Content-Length: +5
        HTTP/1.1 | Content-Length: 0x5
        HTTP/1.1 | Content-Length: -5
        HTTP/1.1 | Host: elsewhere~Content-Length: 5
        """)
    void anAmbiguousEndIsRefused(String version, String headers) throws Exception {
        String answer = answers(version, headers.replace("~", "\r\n"), "0\r\n\r\n");
        assertThat(STATUS.matcher(answer).results().map(one -> one.group(1)))
                .as(answer)
                .containsExactly("400");
    }

    /** nginx ends the path at {@code #}, and would let pass what it keeps from strangers (RFC 9112, 3.2: there is no fragment). */
    @ParameterizedTest
    @ValueSource(strings = {"/#/../metrics", "/x#/../../metrics", "/#", "/?#/../metrics"})
    void aFragmentIsRefused(String target) throws Exception {
        try (Socket socket = new Socket(service.url().getHost(), service.url().getPort())) {
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            socket.getOutputStream().write(("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    /** Chunk extensions are where parsers differ most (CVE-2026-33870): a line end in quotes ends the line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1;a="\\r\\n\\r\\nX\\r\\n0\\r\\n\\r\\n
        1;a=b\\nX\\r\\n0\\r\\n\\r\\n
        1\\nX\\r\\n0\\r\\n\\r\\n
        1;\\rX\\r\\n0\\r\\n\\r\\n
        """)
    void aChunkWithALooseLineEndIsRefused(String body) throws Exception {
        String answer = answers(
                "HTTP/1.1",
                "Transfer-Encoding: chunked",
                body.replace("\\r", "\r").replace("\\n", "\n"));
        assertThat(STATUS.matcher(answer).results()).as(answer).hasSizeLessThanOrEqualTo(1);
        assertThat(answer).doesNotContain("smuggled");
    }

    /** The plain forms still work, with a next request on the same connection. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Transfer-Encoding: chunked | 5\\r\\nhello\\r\\n0\\r\\n\\r\\n
        Content-Length: 5 | hello
        X: y | ''
        """)
    void aPlainRequestIsAnsweredAndSoIsTheNext(String header, String body) throws Exception {
        String answer = answers("HTTP/1.1", header, body.replace("\\r", "\r").replace("\\n", "\n"));
        assertThat(STATUS.matcher(answer).results()).as(answer).hasSize(2);
    }

    /** Everything that comes back for a request with these headers and body, and one more request after it. */
    private static String answers(String version, String headers, String body) throws IOException {
        URI server = service.url();
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            String request = "POST /agent/v1/events " + version + "\r\nHost: x\r\n" + headers + "\r\n\r\n" + body
                    + "GET /api/v1/smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return everything(socket.getInputStream());
        }
    }

    private static String everything(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.write(next);
            }
        } catch (SocketException reset) {
            // What came before it is the answer.
        }
        return all.toString(ISO_8859_1);
    }
}
