package lingdian.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import lingdian.testing.HostileTlsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server elsewhere may do before its handshake of TLS ends. */
class GuardedTransportTest {
    private static final char[] PASSWORD = "of-the-test".toCharArray();
    private static final int RECORDS_MAX = 128;
    /** More than the buffers of the two machines take. */
    private static final int MANY_BYTES = 32 * 1024 * 1024;

    private static final byte[] NONE = {};
    private static final byte[] WARNING = {21, 3, 3, 0, 2, 1, 10};
    private static final byte[] LONG_SERVER_HELLO = {22, 3, 3, 0, 4, 2, 0, 0x7f, (byte) 0xf0};
    private static final byte[] CRUMB = {22, 3, 3, 0, 1, 0};

    @TempDir
    private static Path directory;

    private static KeyStore keys;

    private final Vertx vertx =
            Vertx.builder().withTransport(new GuardedTransport()).build();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions()
            .setSsl(true)
            .setTrustAll(true)
            .setVerifyHost(false)
            .setSslHandshakeTimeout(1)
            .setSslHandshakeTimeoutUnit(MINUTES)); // so that it is no timeout that ends a connection

    @BeforeAll
    static void makeCertificates() throws Exception {
        Path store = directory.resolve("keys.p12");
        String names = IntStream.range(0, 400)
                .mapToObj(i -> "dns:name-" + i + ".example.org")
                .collect(Collectors.joining(","));
        keytool(store, "root", "-dname", "CN=root", "-ext", "bc:c");
        keytool(store, "server", "-dname", "CN=server", "-ext", "san=" + names, "-signer", "root");
        keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        int bytes = 0;
        for (var one : keys.getCertificateChain("server")) {
            bytes += one.getEncoded().length;
        }
        assertThat(bytes).isBetween(10_000, 16_000);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    /** Before, the client passed over all of them. */
    @Test
    void warningsWithoutEndAreCutOff() throws Exception {
        assertCutOff(HostileTlsServer.repeating(NONE, WARNING, MANY_BYTES / WARNING.length));
    }

    @Test
    void soAreSomeThatComeToNothing() throws Exception {
        assertCutOff(HostileTlsServer.repeating(NONE, WARNING, RECORDS_MAX + 1));
    }

    @Test
    void aHandshakeInCrumbsIsCutOff() throws Exception {
        assertCutOff(HostileTlsServer.repeating(LONG_SERVER_HELLO, CRUMB, RECORDS_MAX));
    }

    @Test
    void noKeyIsMadeThatCostsMuch() throws Exception {
        try (var server = HostileTlsServer.askingForLongKey()) {
            assertFails(server.port());
            assertThat(server.outcome().get(PATIENCE_SECONDS, SECONDS)).isEqualTo("refused");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, x25519, 16384",
        "TLSv1.3, secp256r1, 16384",
        "TLSv1.3, secp384r1, 16384",
        "TLSv1.3, secp521r1, 16384",
        "TLSv1.2, secp256r1, 16384",
        "TLSv1.2, secp521r1, 16384",
        "TLSv1.3, x25519, 512",
        "TLSv1.2, secp256r1, 512",
    })
    void serversWithLongCertificatesAreReadAlsoInSmallRecords(String protocol, String group, int recordBytes)
            throws Exception {
        try (SSLServerSocket server = listen(protocol, group, recordBytes)) {
            Thread.ofVirtual().start(() -> answer(server));
            assertThat(ask(server.getLocalPort())).isEqualTo("a".repeat(20_000));
        }
    }

    @Test
    void connectionsWithoutTlsAreLeftAlone() throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("plain"))
                .listen(0, "localhost")
                .await(PATIENCE_SECONDS, SECONDS)
                .actualPort();
        HttpClient plain = vertx.createHttpClient();
        assertThat(plain.request(HttpMethod.GET, port, "localhost", "/")
                        .compose(request -> request.send().compose(HttpClientResponse::body))
                        .await(PATIENCE_SECONDS, SECONDS))
                .hasToString("plain");
    }

    private void assertCutOff(HostileTlsServer one) throws Exception {
        try (HostileTlsServer server = one) {
            assertFails(server.port());
            assertThat(server.outcome().get(PATIENCE_SECONDS, SECONDS)).isEqualTo("ended");
        }
    }

    private void assertFails(int port) {
        assertThatThrownBy(() -> ask(port)).hasMessageContaining("SSL");
    }

    private String ask(int port) throws Exception {
        return client.request(HttpMethod.GET, port, "127.0.0.1", "/")
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .map(Buffer::toString)
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static SSLServerSocket listen(String protocol, String group, int recordBytes) throws Exception {
        var shown = KeyManagerFactory.getInstance("PKIX");
        shown.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), null, null);
        var server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress());
        SSLParameters parameters = server.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setNamedGroups(new String[] {group});
        parameters.setMaximumPacketSize(recordBytes);
        server.setSSLParameters(parameters);
        return server;
    }

    private static void answer(SSLServerSocket server) {
        try (var client = (SSLSocket) server.accept()) {
            client.getInputStream().read(new byte[4_096]);
            client.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n" + "a".repeat(20_000))
                            .getBytes(US_ASCII));
            client.getInputStream().read();
        } catch (IOException refused) {
            // the test sees it
        }
    }

    private static void keytool(Path store, String alias, String... more) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(
                List.of("-genkeypair", "-alias", alias, "-keyalg", "RSA", "-keysize", "2048", "-validity", "10"));
        command.addAll(
                List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", new String(PASSWORD)));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }
}
