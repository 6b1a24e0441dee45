package lingdian.reliability;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import lingdian.agent.link.AgentEndpoint;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS for agents and regulators: a renewed certificate is used without a restart, and no connection is closed for it.
 *
 * <p>By default there are three renewals under load; {@code mvn verify -Dit.test=TlsIT -Dlingdian.renewals=500} makes
 * more.
 */
class TlsIT {
    private static final Logger LOG = LoggerFactory.getLogger(TlsIT.class);
    private static final int RENEWALS = Integer.getInteger("lingdian.renewals", 2);
    private static final int CERTIFICATES = 4;
    private static final int CALLERS = 3;
    private static final String CAFE = "36048110000001";

    @TempDir
    private Path directory;

    private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();

    @Test
    void aRenewedCertificateIsShownWithoutARestart() throws Exception {
        SelfSignedCertificate first = SelfSignedCertificate.create(directory, "first", 10);
        SelfSignedCertificate second = SelfSignedCertificate.create(directory, "second", 100);
        Path trusted = Files.writeString(
                directory.resolve("trusted.pem"), Files.readString(first.chain()) + Files.readString(second.chain()));
        try (var plain = RunningService.start();
                var secure = RunningService.with()
                        .database(plain.database())
                        .keyRing(plain.keyRing())
                        .settings("tls: {certificate: " + first.chain() + ", privateKey: " + first.key() + "}")
                        .clock(InstantSource.system())
                        .start()) {
            assertThat(shown(secure.url())).isEqualTo(first.certificate());
            ClientWebSocket agent = agent(plain.vertx(), secure.url(), plain.cafe(CAFE, List.of()), trusted);
            send(agent, 1);
            assertThat(daysLeft(secure.url())).isEqualTo(9);

            Files.writeString(first.key(), Files.readString(second.key())); // a renewal that is not complete
            secure.lookAtCertificate();
            assertThat(shown(secure.url())).isEqualTo(first.certificate());

            second.over(first);
            Files.setPosixFilePermissions(first.key(), PosixFilePermissions.fromString("rw-r--r--"));
            secure.lookAtCertificate();
            assertThat(shown(secure.url())).as("other users can read the key").isEqualTo(first.certificate());

            Files.setPosixFilePermissions(first.key(), PosixFilePermissions.fromString("rw-------"));
            secure.lookAtCertificate();
            assertThat(shown(secure.url())).isEqualTo(second.certificate());
            assertThat(daysLeft(secure.url())).isEqualTo(99);
            send(agent, 2);
            assertThat(agent.isClosed()).isFalse();
        }
    }

    /** Callers keep opening new connections: none gets a half-renewed certificate, and none is refused. */
    @Test
    void renewalsInARowDisconnectNobodyAndRefuseNobody() throws Exception {
        var all = new ArrayList<SelfSignedCertificate>();
        var chains = new StringBuilder();
        for (int i = 0; i < CERTIFICATES; i++) {
            all.add(SelfSignedCertificate.create(directory, "renewed-" + i, 10 + i));
            chains.append(Files.readString(all.get(i).chain()));
        }
        Path trusted = Files.writeString(directory.resolve("all.pem"), chains);
        SelfSignedCertificate used = SelfSignedCertificate.create(directory, "used", 5);
        all.getFirst().over(used);
        List<X509Certificate> known =
                all.stream().map(SelfSignedCertificate::certificate).toList();
        try (var plain = RunningService.start();
                var secure = RunningService.with()
                        .database(plain.database())
                        .keyRing(plain.keyRing())
                        .settings("tls: {certificate: " + used.chain() + ", privateKey: " + used.key() + "}")
                        .clock(InstantSource.system())
                        .start()) {
            ClientWebSocket agent = agent(plain.vertx(), secure.url(), plain.cafe(CAFE, List.of()), trusted);
            var over = new AtomicBoolean();
            var handshakes = new AtomicInteger();
            var callers = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(CompletableFuture.runAsync(
                        () -> {
                            while (!over.get()) {
                                assertThat(shownNow(secure.url())).isIn(known);
                                handshakes.incrementAndGet();
                            }
                        },
                        Thread::startVirtualThread));
            }
            try {
                for (int renewal = 1; renewal <= RENEWALS; renewal++) {
                    SelfSignedCertificate next = all.get(renewal % CERTIFICATES);
                    next.over(used);
                    secure.lookAtCertificate();
                    assertThat(shown(secure.url())).as("renewal %d", renewal).isEqualTo(next.certificate());
                    send(agent, renewal);
                }
                int before = handshakes.get();
                Await.until("callers connect still", () -> handshakes.get() > before);
            } finally {
                over.set(true);
            }
            for (CompletableFuture<Void> caller : callers) {
                caller.get(PATIENCE_SECONDS, SECONDS);
            }
            assertThat(agent.isClosed()).isFalse();
            LOG.info(
                    "{} renewals, each shown at once; {} handshakes meanwhile, none refused; {} events on one connection of an"
                            + " agent, all acknowledged",
                    RENEWALS,
                    handshakes,
                    RENEWALS);
        }
    }

    /** Vert.x tells of a connection only when its handshake is over. */
    @Test
    void whoEndsNoHandshakeIsCountedToo() throws Exception {
        SelfSignedCertificate only = SelfSignedCertificate.create(directory, "only", 10);
        try (var secure = RunningService.with()
                        .settings("tls: {certificate: " + only.chain() + ", privateKey: " + only.key()
                                + "}\nconnections: {maximumPerAddress: 2}")
                        .clock(InstantSource.system())
                        .start();
                Socket first = fromElsewhere(secure.url());
                Socket second = fromElsewhere(secure.url())) {
            try (Socket third = fromElsewhere(secure.url())) {
                assertThat(isClosed(third)).isTrue();
            }
            assertThat(meters(secure.url()))
                    .as("not because its time for a handshake was over")
                    .containsPattern("lingdian_limits_reached_total\\{.*limit=\"connections\".*} 1");
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            assertThat(shown(secure.url())).as("of another address").isEqualTo(only.certificate());

            first.close();
            Await.until("there is room again", () -> isGreeted(secure.url()));
        }
    }

    /** Also this machine, but not the address that is exempt. */
    private static Socket fromElsewhere(URI server) throws IOException {
        var socket = new Socket(server.getHost(), server.getPort(), InetAddress.getByName("127.0.0.2"), 0);
        socket.setSoTimeout((int) SECONDS.toMillis(PATIENCE_SECONDS));
        return socket;
    }

    private static boolean isGreeted(URI server) {
        try (SSLSocket socket = (SSLSocket)
                Anyone.sockets().createSocket(fromElsewhere(server), server.getHost(), server.getPort(), true)) {
            socket.startHandshake();
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static X509Certificate shownNow(URI server) {
        try {
            return shown(server);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private ClientWebSocket agent(Vertx vertx, URI server, String key, Path trusted) throws Exception {
        WebSocketClient client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setTrustOptions(new PemTrustOptions().addCertPath(trusted.toString())));
        var connected = new AtomicReference<ClientWebSocket>();
        Await.until(
                "an agent is connected",
                () -> { // one that takes long is ended, on a busy machine too
                    ClientWebSocket agent = client.webSocket();
                    agent.textMessageHandler(text -> received.add(new JsonObject(text)));
                    try {
                        agent.connect(new AgentEndpoint(server, key).connectOptions())
                                .await(PATIENCE_SECONDS, SECONDS);
                    } catch (VertxException closed) {
                        return false;
                    }
                    connected.set(agent);
                    return true;
                });
        ClientWebSocket agent = connected.get();
        var hello = new JsonObject()
                .put("type", "hello")
                .put("stream", UUID.randomUUID().toString())
                .put("lastSeq", 0)
                .put("agent", "test/1")
                .put("at", "2026-07-01T12:00:00Z")
                .put("terminals", 1);
        agent.writeTextMessage(hello.encode());
        assertThat(received.poll(PATIENCE_SECONDS, SECONDS).getString("type")).isEqualTo("welcome");
        return agent;
    }

    private void send(ClientWebSocket agent, long seq) throws Exception {
        agent.writeTextMessage(Events.event(seq, "opened").encode());
        JsonObject answer = received.poll(PATIENCE_SECONDS, SECONDS);
        while (answer.getString("type").equals("notice")) { // it may be shortly before closing time
            answer = received.poll(PATIENCE_SECONDS, SECONDS);
        }
        assertThat(answer.getString("type")).isEqualTo("ack");
        assertThat(answer.getLong("seq")).isEqualTo(seq);
    }

    /** The days until the certificate ends, by the meter that the alert uses. */
    private static long daysLeft(URI server) throws Exception {
        String left = meters(server)
                .lines()
                .filter(line -> line.startsWith("lingdian_certificate_left_seconds "))
                .findFirst()
                .orElseThrow();
        return (long) (Double.parseDouble(left.split(" ")[1]) / 86_400);
    }

    private static String meters(URI server) throws IOException {
        try (SSLSocket socket = connected(server)) {
            socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The certificate that a new connection gets. */
    private static X509Certificate shown(URI server) throws Exception {
        try (SSLSocket socket = connected(server)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** A TLS connection that accepts any certificate. */
    private static SSLSocket connected(URI server) throws IOException {
        var socket = (SSLSocket) Anyone.sockets().createSocket(server.getHost(), server.getPort());
        socket.startHandshake();
        return socket;
    }
}
