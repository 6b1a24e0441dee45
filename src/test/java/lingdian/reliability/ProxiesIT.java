package lingdian.reliability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import lingdian.testing.Await;
import lingdian.testing.Browser;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The shipped configurations of nginx and HAProxy, by the real programs: TLS only, monitoring kept inside, no token in a
 * log, addresses that no client can make up.
 */
class ProxiesIT {
    private static final String CAFE = "36048110000001";
    private static final String SUBPROTOCOL = "lingdian.agent.v1";
    private static final String PUBLIC_URL = "https://lingdian.example";
    private static final String TOKEN = "inv-9d41c0a7e5b2";
    private static final String PASSWORD = "correct horse battery staple";
    private static final int KEYS = 24;
    /** Ways to write the paths of monitoring that a proxy might let through and the service might understand. */
    private static final List<String> MONITORING = List.of(
            "/metrics",
            "/metrics/",
            "//metrics",
            "/./metrics",
            "/x/../metrics",
            "/%6detrics",
            "/metrics?x=y",
            "/x/%2e%2e/metrics",
            "/%2fmetrics",
            "/metrics;x",
            "/#/../metrics",
            "/x#/../../metrics",
            "/#/../health/ready",
            "/health/live",
            "/health/ready",
            "/health%2fready",
            "/health//ready");

    private static RunningService service;
    private static String regulator;
    private static String agentKey;

    @TempDir
    private static Path common;

    private static SelfSignedCertificate certificate;
    private static HttpClient client;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with()
                .settings("signIn:\n  forwardedAddresses: true\n  publicUrl: " + PUBLIC_URL + "\n")
                .start();
        regulator = service.regulatorToken("culture", "000000");
        agentKey = service.cafe(CAFE, List.of());
        certificate = SelfSignedCertificate.create(common, "localhost", 10);
        client = HttpClient.newBuilder().sslContext(trusting(certificate)).build();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    private enum Kind {
        NGINX,
        HAPROXY;

        ShippedProxy before(List<URI> nodes, Path directory) throws Exception {
            if (this == NGINX) {
                Nginx.isNeeded();
                return Nginx.before(nodes, directory, certificate);
            }
            HaProxy.isNeeded();
            return HaProxy.before(nodes, directory, certificate);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void requestsStreamsAndAgentsPassOverTls(Kind kind) throws Exception {
        try (ShippedProxy proxy = kind.before(List.of(service.url()), directory)) {
            awaitNode(proxy);
            HttpResponse<String> cafes = get(proxy, "/api/v1/cafes", regulator);
            assertThat(cafes.statusCode()).isEqualTo(200);
            assertThat(cafes.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(cafes.sslSession().orElseThrow().getProtocol())
                    .as("by 1.3, one connection that asks for new keys again and again holds or ends a balancer")
                    .isEqualTo("TLSv1.2");
            assertThat(cafes.headers().allValues("strict-transport-security")).containsExactly("max-age=31536000");

            HttpResponse<InputStream> feed =
                    client.send(request(proxy, "/api/v1/violations/feed", regulator), BodyHandlers.ofInputStream());
            assertThat(feed.statusCode()).isEqualTo(200);
            feed.body().close();

            WebSocket agent = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + agentKey)
                    .subprotocols(SUBPROTOCOL)
                    .buildAsync(
                            URI.create(proxy.url().toString().replace("https", "wss") + "/agent/v1"),
                            new WebSocket.Listener() {})
                    .get(PATIENCE_SECONDS, SECONDS);
            assertThat(agent.getSubprotocol()).isEqualTo(SUBPROTOCOL);
            agent.abort();
        }
    }

    /** A form is not repeated by a redirection, such as from an address to that with a slash behind it. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aPersonSetsAPasswordAndSignsInByIt(Kind kind) throws Exception {
        try (ShippedProxy proxy = kind.before(List.of(service.url()), directory)) {
            awaitNode(proxy);
            String name = "qian." + kind.name().toLowerCase(Locale.ROOT);
            JsonObject made = service.admin()
                    .call(
                            HttpMethod.POST,
                            "/accounts",
                            new JsonObject()
                                    .put("role", "regulator")
                                    .put("authority", "culture")
                                    .put("region", "360000")
                                    .put("name", "钱某")
                                    .put("signInName", name))
                    .await(PATIENCE_SECONDS, SECONDS);
            var browser = new Browser(proxy.url(), client).saying("Origin", PUBLIC_URL);
            browser.get(made.getJsonObject("invitation").getString("path"));
            assertThat(browser.post("/sign-in/invitation", Map.of("password", PASSWORD, "again", PASSWORD))
                            .status())
                    .isEqualTo(303);

            Browser.Answer in = browser.signIn(name, PASSWORD, "");

            assertThat(in.status()).isEqualTo(303);
            assertThat(in.location()).isEqualTo("/sign-in/second-factor");
            assertThat(browser.get(in.location()).status()).isEqualTo(200);
        }
    }

    /** Anybody can cause some of these answers, and a balancer that counts them would have no node left. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void noAnswerTakesANodeOut(Kind kind) throws Exception {
        try (var first = new AnsweringNode();
                var second = new AnsweringNode();
                ShippedProxy proxy = kind.before(List.of(first.url(), second.url()), directory)) {
            awaitNode(proxy);
            for (int round = 0; round < 3; round++) {
                assertThat(get(proxy, "/far", "").statusCode())
                        .as("a long header, as an address of 4 KB makes")
                        .isEqualTo(303);
                assertThat(get(proxy, "/", "").statusCode()).isEqualTo(200);
            }
            for (String path : List.of("/busy", "/longer", "/broken")) {
                for (int round = 0; round < 3; round++) {
                    assertThat(get(proxy, path, "").statusCode()).as(path).isIn(502, 503);
                }
                for (int round = 0; round < 3; round++) {
                    assertThat(get(proxy, "/", "").statusCode())
                            .as("after " + path)
                            .isEqualTo(200);
                }
            }
        }
    }

    /** Answers with long headers, with 503, or not at all. */
    private static final class AnsweringNode implements AutoCloseable {
        private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);

        AnsweringNode() throws IOException {
            answer("/", 200, "");
            answer("/far", 303, "/".repeat(12_000));
            answer("/longer", 303, "/".repeat(40_000));
            answer("/busy", 503, "");
            server.createContext("/broken", HttpExchange::close);
            server.start();
        }

        private void answer(String path, int status, String location) {
            server.createContext(path, exchange -> {
                exchange.getResponseHeaders().set("Location", location);
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** The TLS port gives nothing to plain HTTP, the plain port only sends to the other, and TLS 1.1 is not spoken. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingIsServedInTheClear(Kind kind) throws Exception {
        try (ShippedProxy proxy = kind.before(List.of(service.url()), directory)) {
            awaitNode(proxy);
            assertThat(plainly(proxy.url().getPort(), "/sign-in")).doesNotContain(" 200 ");
            assertThat(plainly(proxy.plainUrl().getPort(), "/sign-in"))
                    .contains(" 301 ")
                    .containsIgnoringCase("location: https://localhost/sign-in");
            SSLContext old = trusting(certificate);
            try (var socket = (SSLSocket)
                    old.getSocketFactory().createSocket("localhost", proxy.url().getPort())) {
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"});
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void monitoringIsNotReachedHoweverItIsWritten(Kind kind) throws Exception {
        try (ShippedProxy proxy = kind.before(List.of(service.url()), directory)) {
            awaitNode(proxy);
            for (String path : MONITORING) {
                assertThat(secretly(proxy, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                        .as(path)
                        .containsPattern("^HTTP/1.1 (?:404|400) ")
                        .doesNotContain("lingdian_", "\"status\":\"up\"");
            }
        }
    }

    /** Neither the access log nor an error, such as that no node answers, repeats a token of a query. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void noLogRepeatsAnInvitation(Kind kind) throws Exception {
        String path = "/sign-in/invitation?token=" + TOKEN;
        try (ShippedProxy proxy = kind.before(List.of(service.url()), directory)) {
            awaitNode(proxy);
            assertThat(get(proxy, path, regulator).statusCode()).isEqualTo(410);
            assertThat(plainly(proxy.plainUrl().getPort(), path)).contains(" 301 ");
            plainly(proxy.url().getPort(), path);
            Await.until("the answer is in the log", () -> proxy.written().contains("GET /sign-in/invitation"));
            assertThat(proxy.written()).doesNotContain(TOKEN).doesNotContain(regulator);
        }
        Path other = Files.createDirectory(directory.resolve("without-nodes"));
        try (ShippedProxy proxy =
                kind.before(List.of(URI.create("http://127.0.0.1:" + ShippedProxy.freePort())), other)) {
            assertThat(get(proxy, path, regulator).statusCode()).isBetween(502, 504);
            assertThat(proxy.written()).doesNotContain(TOKEN).doesNotContain(regulator);
        }
    }

    /** A query may have a name that was searched: no log has one of any page, whether or not a node answers. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void noLogRepeatsAQuery(Kind kind) throws Exception {
        try (ShippedProxy proxy =
                kind.before(List.of(URI.create("http://127.0.0.1:" + ShippedProxy.freePort())), directory)) {
            assertThat(get(proxy, "/cafes?name=" + TOKEN, regulator).statusCode())
                    .isBetween(502, 504);
            Await.until("the answer is in the log", () -> proxy.written().contains("GET /cafes 50"));
            assertThat(proxy.written()).doesNotContain(TOKEN).doesNotContain(regulator);
        }
    }

    /** Who has the link to an export needs nothing else. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void noLogRepeatsTheSecretOfAnExport(Kind kind) throws Exception {
        String path = "/api/v1/exports/" + TOKEN;
        try (ShippedProxy proxy = kind.before(List.of(service.url()), directory)) {
            awaitNode(proxy);
            assertThat(get(proxy, path, regulator).statusCode()).isEqualTo(404);
            assertThat(plainly(proxy.plainUrl().getPort(), path)).contains(" 301 ");
            Await.until("the answer is in the log", () -> proxy.written().contains("GET /api/v1/exports/- 404"));
            assertThat(proxy.written()).doesNotContain(TOKEN);
        }
        Path other = Files.createDirectory(directory.resolve("without-nodes"));
        try (ShippedProxy proxy =
                kind.before(List.of(URI.create("http://127.0.0.1:" + ShippedProxy.freePort())), other)) {
            assertThat(get(proxy, path, regulator).statusCode()).isBetween(502, 504);
            assertThat(proxy.written()).doesNotContain(TOKEN);
        }
    }

    /** The service takes the address from there, so a client must not be able to write it. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aClientCannotMakeUpItsAddress(Kind kind) throws Exception {
        Map<String, List<String>> seen = new ConcurrentHashMap<>();
        HttpServer node = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        node.createContext("/", exchange -> {
            seen.putAll(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        node.start();
        try (ShippedProxy proxy = kind.before(
                List.of(URI.create("http://127.0.0.1:" + node.getAddress().getPort())), directory)) {
            awaitNode(proxy);
            String answer = secretly(
                    proxy,
                    "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: 6.6.6.6\r\n"
                            + "X-Forwarded-For: 7.7.7.7\r\nX-Forwarded-Proto: http\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 200 ");
            assertThat(seen.get("X-forwarded-for")).containsExactly("127.0.0.1");
            assertThat(seen.get("X-forwarded-proto")).containsExactly("https");
        } finally {
            node.stop(0);
        }
    }

    /** The other node would read its open sessions first. A node that stops answers 503, and the other one takes its cafés. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCafePostsToOneNodeWhileThatAnswers(Kind kind) throws Exception {
        try (var first = new CountingNode();
                var second = new CountingNode();
                ShippedProxy proxy = kind.before(List.of(first.url(), second.url()), directory)) {
            Await.until("both nodes are in use", () -> {
                postOfEachKey(proxy);
                return !first.keys.isEmpty() && !second.keys.isEmpty();
            });
            first.keys.clear();
            second.keys.clear();
            for (int round = 0; round < 3; round++) {
                assertThat(postOfEachKey(proxy)).containsOnly(200);
            }
            assertThat(first.keys).isNotEmpty().doesNotContainAnyElementsOf(second.keys);
            assertThat(second.keys).isNotEmpty();

            first.stops = true;
            assertThat(postOfEachKey(proxy)).containsOnly(200);
            assertThat(second.keys).hasSize(KEYS);
        }
    }

    private static List<Integer> postOfEachKey(ShippedProxy proxy) throws Exception {
        var statuses = new ArrayList<Integer>();
        for (int key = 0; key < KEYS; key++) {
            HttpRequest post = HttpRequest.newBuilder(URI.create(proxy.url() + "/agent/v1/events"))
                    .timeout(Await.PATIENCE)
                    .header("Authorization", "Bearer key-of-a-cafe-" + key)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            statuses.add(client.send(post, BodyHandlers.discarding()).statusCode());
        }
        return statuses;
    }

    /** Notes whose posts it takes. */
    private static final class CountingNode implements AutoCloseable {
        private final Set<String> keys = ConcurrentHashMap.newKeySet();
        private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        private volatile boolean stops;

        CountingNode() throws IOException {
            server.createContext("/agent/v1/events", exchange -> {
                exchange.getRequestBody().readAllBytes();
                if (!stops) {
                    keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
                }
                exchange.sendResponseHeaders(stops ? 503 : 200, -1);
                exchange.close();
            });
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** An IPv6 client has a /64 of addresses; HAProxy takes no source address from a test, so its file is read. */
    @Test
    void ipv6ClientsCountByTheirNetwork() throws Exception {
        assertThat(Files.readString(Path.of("src/main/haproxy/haproxy.cfg")))
                .contains("tcp-request connection track-sc0 src,ipmask(32,64)")
                .contains("http-request track-sc1 src,ipmask(32,64)");
        Nginx.isNeeded();
        var held = new CountDownLatch(1);
        var waiting = new Semaphore(0);
        HttpServer node = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        node.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        node.createContext("/", exchange -> {
            waiting.release();
            awaitAnswer(held);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        node.start();
        int port = ShippedProxy.freePort();
        List<URI> nodes =
                List.of(URI.create("http://127.0.0.1:" + node.getAddress().getPort()));
        try (ShippedProxy proxy = Nginx.limited(nodes, directory, certificate, port)) {
            Await.until("nginx listens", () -> ShippedProxy.listens(port));
            var first = statusFrom(port, "2001:db8:1:2::1");
            assertThat(waiting.tryAcquire(PATIENCE_SECONDS, SECONDS)).isTrue();
            assertThat(statusFrom(port, "2001:db8:1:2:ffff:ffff:ffff:a").get(PATIENCE_SECONDS, SECONDS))
                    .as("another address of its network")
                    .isEqualTo(429);
            var other = statusFrom(port, "2001:db8:1:3::1");
            var ipv4 = statusFrom(port, "192.0.2.1");
            var neighbour = statusFrom(port, "192.0.2.2");
            assertThat(waiting.tryAcquire(3, PATIENCE_SECONDS, SECONDS)).isTrue();
            held.countDown();
            assertThat(List.of(first.join(), other.join(), ipv4.join(), neighbour.join()))
                    .containsOnly(200);
        } finally {
            held.countDown();
            node.stop(0);
        }
    }

    /** HTTP/2 makes twenty of the nodes' connections of one, so the requests of an address are counted; nginx counts nothing else. */
    @Test
    void anAddressHasSoManyRequestsUnderWay() throws Exception {
        HaProxy.isNeeded();
        try (ShippedProxy proxy = HaProxy.limited(List.of(service.url()), directory, certificate, 3)) {
            awaitNode(proxy);
            List<InputStream> feeds = new ArrayList<>();
            try {
                for (int i = 0; i < 3; i++) {
                    feeds.add(client.send(
                                    request(proxy, "/api/v1/violations/feed", regulator), BodyHandlers.ofInputStream())
                            .body());
                }
                assertThat(get(proxy, "/", regulator).statusCode()).isEqualTo(429);
                feeds.getFirst().close();
                Await.until(
                        "there is room again", () -> get(proxy, "/", regulator).statusCode() != 429);
            } finally {
                for (InputStream feed : feeds) {
                    feed.close();
                }
            }
        }
    }

    private static CompletableFuture<Integer> statusFrom(int port, String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Await.PATIENCE)
                .header("X-Test-Address", address)
                .build();
        return client.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    private static void awaitAnswer(CountDownLatch held) throws IOException {
        try {
            held.await();
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    /** HAProxy asks its nodes before it uses them. */
    private static void awaitNode(ShippedProxy proxy) throws Exception {
        Await.until("a node is in use", () -> get(proxy, "/", "").statusCode() < 500);
    }

    private static HttpResponse<String> get(ShippedProxy proxy, String path, String token) throws Exception {
        return client.send(request(proxy, path, token), BodyHandlers.ofString());
    }

    private static HttpRequest request(ShippedProxy proxy, String path, String token) {
        return HttpRequest.newBuilder(URI.create(proxy.url() + path))
                .timeout(Await.PATIENCE)
                .header("Authorization", "Bearer " + token)
                .build();
    }

    /** Whatever is answered to a request over TLS that is sent byte for byte. */
    private static String secretly(ShippedProxy proxy, String request) throws Exception {
        try (Socket socket = trusting(certificate)
                .getSocketFactory()
                .createSocket("localhost", proxy.url().getPort())) {
            return answer(socket, request);
        }
    }

    private static String plainly(int port, String path) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            return answer(socket, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        }
    }

    private static String answer(Socket socket, String request) throws IOException {
        socket.setSoTimeout(Await.PATIENCE_MILLIS);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        try {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException closed) {
            return "";
        }
    }

    private static SSLContext trusting(SelfSignedCertificate one) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        trusted.setCertificateEntry("one", one.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }
}
