package lingdian.agent.desk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lingdian.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the connections of a stranger in the café's network cost its agent. */
class LocalConnectionsIT {
    private static final Instant NOW = Instant.parse("2026-07-01T08:00:00Z");
    private static final String UNFINISHED = "GET /status HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(7_000);
    private static final String REQUEST = "GET /v1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + RunningCafe.SECRET + "\r\nConnection: close\r\n\r\n";
    private static final String FORM = "POST /page/sign-in HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String MULTIPART =
            "POST /page/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data";
    private static final String HERE = "127.0.0.1";
    private static final String GUEST = "127.0.0.2";
    private static final String OTHER = "127.0.0.3";

    private final List<Socket> open = new ArrayList<>();

    @TempDir
    private Path directory;

    private RunningCafe cafe;

    @BeforeEach
    void start() throws Exception {
        cafe = RunningCafe.startByHand(URI.create("http://127.0.0.1:1"), "key", directory, () -> NOW);
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : open) {
            socket.close();
        }
        cafe.close();
    }

    @Test
    void whoOpensThemAllHoldsAFewForSeconds() throws Exception {
        List<Socket> guest = unfinished(GUEST, LocalServer.ADDRESS_MAX);
        assertThat(answer(GUEST)).as("to one more from the guest").isEmpty();
        List<Socket> here = unfinished(HERE, LocalServer.THIS_MACHINE_MAX);
        assertThat(answer(HERE)).as("to one more from here").isEmpty();
        assertThat(answer(OTHER)).as("another computer meanwhile").startsWith("HTTP/1.1 200");

        assertThat(guest).as("their headers are late").allMatch(LocalConnectionsIT::ends);
        assertThat(here).allMatch(LocalConnectionsIT::ends);
        assertThat(answer(GUEST)).startsWith("HTTP/1.1 200");
        assertThat(answer(HERE)).startsWith("HTTP/1.1 200");
    }

    /** Each has answers, so that none of them is late. */
    @Test
    void eightAddressesLeaveTheCashierItsConnections() throws Exception {
        String request = REQUEST.replace("Connection: close\r\n", "");
        int held = 0;
        for (int address = 2; address < 10; address++) {
            for (int i = 0; i < LocalServer.ADDRESS_MAX; i++) {
                held += isAnswered("127.0.0." + address, request) ? 1 : 0;
            }
        }
        assertThat(held).as("by all others together").isEqualTo(244);
        assertThat(answer(HERE)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /status HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n",
                "GET /page.css HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /status HTTP/1.1\r\nHost: other.example\r\n\r\n",
                "GET /v1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer wrong\r\n\r\n",
                "PUT /seat/v1/A01 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
                "PUT /seat/v1/A01 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n",
                FORM + "Content-Length: 8\r\n\r\nsecret=a",
            })
    void whoIsUnknownGetsOneAnswerAConnection(String request) throws Exception {
        Socket guest = connect(GUEST);
        guest.getOutputStream().write(request.getBytes(US_ASCII));
        assertThat(new String(guest.getInputStream().readAllBytes(), US_ASCII)).startsWith("HTTP/1.1 ");
    }

    /** Each line of the log would have the stack of its error. */
    @Test
    void veryManyRequestsAtOnceLeaveFewLines() throws Exception {
        List<ILoggingEvent> lines = linesOf(() -> {
            Socket guest = connect(GUEST);
            Thread reader = Thread.ofVirtual().start(() -> readOn(guest));
            writeOn(guest);
            assertThat(answer(OTHER)).as("another computer meanwhile").startsWith("HTTP/1.1 200");
            guest.close();
            reader.join();
        });
        assertThat(lines).hasSizeLessThanOrEqualTo(1);
    }

    /** Ten thousand a second of any of these would overwrite the log of a month within minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "PUT /seat/v1/%ff%f HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /status?lang=%zz HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n",
                "POST /page/sign-in?lang=%zz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                FORM + "Content-Length: 4000\r\n\r\na",
                FORM + "Content-Length: 5\r\n\r\na=%zz",
                FORM + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                MULTIPART + "\r\nContent-Length: 5\r\n\r\nabcde",
                MULTIPART + "; boundary=x\r\nContent-Length: 30\r\n\r\n--x\r\nContent-Disposition: zzz\r\n\r\n",
            })
    void whatCannotBeReadLeavesNoLineEach(String request) throws Exception {
        List<ILoggingEvent> lines = linesOf(() -> {
            for (int i = 0; i < 3; i++) {
                Socket guest = connect(GUEST);
                guest.getOutputStream().write(request.getBytes(US_ASCII));
                guest.shutdownOutput();
                assertThat(new String(guest.getInputStream().readAllBytes(), US_ASCII))
                        .as("an answer, if any")
                        .matches("(?s)(HTTP/1.1 40[03] .*)?");
            }
            assertThat(answer(OTHER)).as("by the same thread").startsWith("HTTP/1.1 200");
        });
        assertThat(lines).as("at most of the connection").hasSizeLessThanOrEqualTo(1);
        assertThat(lines).extracting(ILoggingEvent::getLoggerName).allMatch(LocalServer.class.getName()::equals);
    }

    private interface Step {
        void run() throws Exception;
    }

    /** The warnings and errors that the agent logs during a step. */
    private static List<ILoggingEvent> linesOf(Step step) throws Exception {
        var lines = new ListAppender<ILoggingEvent>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        lines.start();
        root.addAppender(lines);
        try {
            step.run();
        } finally {
            root.detachAppender(lines);
        }
        return lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
    }

    private boolean isAnswered(String from, String request) throws IOException {
        try {
            Socket socket = connect(from);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return socket.getInputStream().read() >= 0;
        } catch (SocketException closed) {
            return false;
        }
    }

    private List<Socket> unfinished(String from, int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = connect(from);
            socket.getOutputStream().write(UNFINISHED.getBytes(US_ASCII));
            sockets.add(socket);
        }
        return sockets;
    }

    private Socket connect(String from) throws IOException {
        int port = URI.create(cafe.url()).getPort();
        Socket socket = new Socket(InetAddress.getByName(HERE), port, InetAddress.getByName(from), 0);
        open.add(socket);
        socket.setSoTimeout(Await.PATIENCE_MILLIS / 8); // less than an idle connection has
        return socket;
    }

    /** Requests without a pause, some thousand a packet, until the agent closes the connection or has taken enough. */
    private static void writeOn(Socket socket) {
        byte[] packet = "GET /v1/messages HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .repeat(1_300)
                .getBytes(US_ASCII);
        try {
            for (int i = 0; i < 50; i++) {
                socket.getOutputStream().write(packet);
            }
        } catch (IOException closed) {
            // by the agent
        }
    }

    private static void readOn(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // by the agent, or because the test is over
        }
    }

    /** Whether the agent closes a connection without an answer. */
    private static boolean ends(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Empty if the agent closes the connection. */
    private String answer(String from) throws IOException {
        Socket socket = connect(from);
        try {
            socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (SocketException closed) {
            return "";
        }
    }
}
