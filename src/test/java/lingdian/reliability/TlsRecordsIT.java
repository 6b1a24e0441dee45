package lingdian.reliability;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import lingdian.testing.HostileTlsServer;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers may ask of a node by TLS, beside the requests that they send, or the answers. */
class TlsRecordsIT {
    private static final int MANY = 5_000;
    private static final int ENOUGH = 200;
    private static final int OTHER_RECORDS_MAX = 16; // of a connection, besides data

    @TempDir
    private static Path directory;

    private static RunningService service;
    private static HostileTlsServer elsewhere;

    @BeforeAll
    static void start() throws Exception {
        SelfSignedCertificate own = SelfSignedCertificate.create(directory, "own", 10);
        elsewhere = HostileTlsServer.askingForLongKey();
        service = RunningService.with()
                .settings("""
                        tls: {certificate: "%s", privateKey: "%s"}
                        signIn:
                          publicUrl: https://localhost
                          provider: {issuer: "https://localhost:%d", clientId: lingdian, name: p}
                        """.formatted(own.chain(), own.key(), elsewhere.port()))
                .clock(InstantSource.system())
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        elsewhere.close();
    }

    /** A key of 8,192 bits takes the event loop 17 ms, and its client nothing (CVE-2002-20001, "D(HE)at"). */
    @ParameterizedTest
    @CsvSource({"TLSv1.3, ffdhe8192", "TLSv1.3, ffdhe2048", "TLSv1.3, secp521r1", "TLSv1.3, x448"})
    void keysThatCostMuchAreNotMade(String protocol, String group) throws Exception {
        try (SSLSocket socket = socket(protocol, group)) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, x25519", "TLSv1.3, secp256r1", "TLSv1.3, secp384r1", "TLSv1.2, secp256r1"})
    void keysThatEveryClientHasAreMade(String protocol, String group) throws Exception {
        try (SSLSocket socket = socket(protocol, group)) {
            socket.startHandshake();
            socket.getOutputStream().write(request(""));
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        }
    }

    /** What came of a message is copied with each fragment of it: 32 KiB in fragments of a byte take 90 ms. */
    @Test
    void aHandshakeInCrumbsIsBrokenOff() throws Exception {
        try (var socket = new Socket(service.url().getHost(), service.url().getPort())) {
            socket.setSoTimeout((int) SECONDS.toMillis(10)); // it would be ended after 20 s anyway
            OutputStream out = socket.getOutputStream();
            byte[] hello = {1, 0, 0x7f, 0x50};
            for (int i = 0; i <= OTHER_RECORDS_MAX; i++) {
                out.write(new byte[] {22, 3, 1, 0, 1, i < hello.length ? hello[i] : 0});
            }
            assertThat(isClosed(socket)).isTrue();
        }
    }

    @Test
    void aHandshakeThatIsVeryLongIsBrokenOff() throws Exception {
        try (var socket = new Socket(service.url().getHost(), service.url().getPort())) {
            socket.setSoTimeout((int) SECONDS.toMillis(10));
            OutputStream out = socket.getOutputStream();
            byte[] record = new byte[5 + 9_000];
            record[0] = 22;
            record[1] = 3;
            record[2] = 1;
            record[3] = (byte) (9_000 >> Byte.SIZE);
            record[4] = (byte) 9_000;
            record[5] = 1;
            record[7] = 0x7f;
            out.write(record);
            out.write(record);
            assertThat(isClosed(socket)).isTrue();
        }
    }

    /** By TLS 1.3 it gets new keys each time, by 1.2 a new handshake; both at the cost of the event loop. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void whoWantsNewKeysAgainAndAgainIsCutOff(String protocol) throws Exception {
        try (SSLSocket socket = socket(protocol, "secp256r1")) {
            socket.startHandshake();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < MANY; i++) {
                            socket.startHandshake();
                            if (protocol.equals("TLSv1.2")) { // the client waits for the server's part when it reads
                                socket.getOutputStream().write(request(""));
                                answer(socket);
                            }
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoSendsRecordsWithoutDataIsCutOffAlsoBesideHisRequests() throws Exception {
        try (SSLSocket socket = socket("TLSv1.3", "x25519")) {
            socket.startHandshake();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < MANY; i++) {
                            socket.getOutputStream().write('G'); // of a request that is never whole
                            socket.startHandshake();
                            socket.startHandshake();
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    /** An agent that sends much for months wants new keys now and then, and records of a byte are data. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void whoSendsDataInSmallRecordsIsServed(String protocol) throws Exception {
        try (SSLSocket socket = socket(protocol, "secp256r1")) {
            socket.startHandshake();
            OutputStream out = socket.getOutputStream();
            byte[] request = request("X-Long: " + "a".repeat(ENOUGH * 20) + "\r\n");
            for (int i = 0; i < request.length; i++) {
                out.write(request[i]);
                if (protocol.equals("TLSv1.3") && i % ENOUGH == 0) {
                    socket.startHandshake();
                }
            }
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        }
    }

    /** Of others: {@code GuardedTransportTest}. */
    @Test
    void whoAnswersForAnotherServerGetsNoKeyThatCostsMuchEither() throws Exception {
        try (SSLSocket socket = socket("TLSv1.3", "x25519")) {
            socket.getOutputStream().write(request("/sign-in/provider", ""));
            assertThat(answer(socket)).startsWith("HTTP/1.1 503");
        }
        assertThat(elsewhere.outcome().get(PATIENCE_SECONDS, SECONDS)).isEqualTo("refused");
    }

    private static byte[] request(String headers) {
        return request("/health/live", headers);
    }

    private static byte[] request(String path, String headers) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n").getBytes(US_ASCII);
    }

    private static String answer(SSLSocket socket) throws IOException {
        byte[] read = new byte[4_096];
        int length = socket.getInputStream().read(read);
        if (length < 0) {
            throw new SocketException("closed");
        }
        return new String(read, 0, length, US_ASCII);
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static SSLSocket socket(String protocol, String group) throws IOException {
        var socket = (SSLSocket) Anyone.sockets()
                .createSocket(service.url().getHost(), service.url().getPort());
        socket.setSoTimeout((int) SECONDS.toMillis(PATIENCE_SECONDS));
        socket.setTcpNoDelay(true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setNamedGroups(new String[] {group});
        socket.setSSLParameters(parameters);
        return socket;
    }
}
