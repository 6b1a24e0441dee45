package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that try to use up resources: silent ones, ones that send byte by byte, floods, oversized headers and
 * bodies. Each is ended, and an agent that was connected before keeps working.
 */
class HostileConnectionsIT {
    private static final Logger LOG = LoggerFactory.getLogger(HostileConnectionsIT.class);
    private static final int PER_ADDRESS = 5;
    private static final int FRAMES = 500_000;

    private static final String ELSEWHERE = "127.0.0.2"; // also this machine, but not the exempt address
    private static final int REQUESTS = Integer.getInteger("lingdian.hostile.requests", 150);
    private static final int SESSION_ID_LENGTH = 43;
    private static final long SEED = Long.getLong("lingdian.seed", System.nanoTime() % 1_000_000);

    private static RunningService service;
    private static TestAgent honest;
    private static long seq;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with()
                .settings("connections: {maximumPerAddress: " + PER_ADDRESS + ", requestSeconds: 1, idleSeconds: 2,"
                        + " bodySeconds: 2}")
                .start();
        honest = TestAgent.connect(service.vertx(), service.url(), service.cafe("36048110000001", List.of()));
        honest.hello(UUID.randomUUID(), 0);
    }

    @AfterAll
    static void stop() throws Exception {
        honest.close();
        service.close();
    }

    @AfterEach
    void theHonestAgentGoesOn() {
        honest.send(Events.event(++seq, "opened"));
        honest.ack(seq);
    }

    @Test
    void whoSaysNothingIsNotHeld() throws Exception {
        try (Socket silent = connect()) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    /**
     * Idle connections are closed, but streams without data stay open: those of the honest agent and of a reader of the
     * feed.
     */
    @Test
    void whoHasNoNextRequestIsNotHeld() throws Exception {
        String token = service.regulatorToken("culture", "000000");
        try (Socket reader = connect();
                Socket idle = connect()) {
            reader.getOutputStream()
                    .write(("GET /api/v1/violations/feed HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(answer(reader.getInputStream())).isEqualTo(200);
            idle.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(answer(idle.getInputStream())).isEqualTo(200);
            idle.getInputStream().readAllBytes(); // until the service closes it
            reader.setSoTimeout(1_000);
            assertThat(catchThrowable(() -> reader.getInputStream().readAllBytes()))
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    /** All of them would be answered before any other connection has its turn. */
    @ParameterizedTest
    @CsvSource({"20, 20", "2000, 32"})
    void whoAsksVeryMuchAtOnceIsBrokenOff(int requests, int answeredAtMost) throws Exception {
        byte[] one = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < requests; i++) {
            all.writeBytes(one);
        }
        try (Socket socket = connect()) {
            socket.getOutputStream().write(all.toByteArray());
            long answered = Pattern.compile("HTTP/1.1 404 ")
                    .matcher(new String(untilItEnds(socket), StandardCharsets.ISO_8859_1))
                    .results()
                    .count();
            assertThat(answered).isLessThanOrEqualTo(answeredAtMost);
            if (requests == answeredAtMost) {
                assertThat(answered).isEqualTo(requests);
            }
        }
    }

    private static byte[] untilItEnds(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (SocketException reset) {
            LOG.debug("The rest of what was sent was not read", reset);
        }
        return bytes.toByteArray();
    }

    /** A message that says nothing costs the event loop as much as another. */
    @Test
    void whoSendsVeryManyFramesIsClosed() throws Exception {
        String key = service.cafe("36048110000002", List.of());
        byte[] empty = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '[', ']'}; // masked by zeros
        var flood = new ByteArrayOutputStream();
        for (int i = 0; i < FRAMES; i++) {
            flood.writeBytes(empty);
        }
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET /agent/v1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                            + "Authorization: Bearer " + key + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(answer(socket.getInputStream())).isEqualTo(101);
            String hello = """
                    {"type":"hello","stream":"%s","lastSeq":0,"agent":"x/1","at":"2026-07-01T12:00:00Z"}""".formatted(UUID.randomUUID());
            out.write(new byte[] {(byte) 0x81, (byte) (0x80 | hello.length()), 0, 0, 0, 0});
            out.write(hello.getBytes(StandardCharsets.US_ASCII));
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    out.write(flood.toByteArray());
                } catch (IOException closed) {
                    LOG.debug("The flood is not read to its end", closed);
                }
            });
            assertThat(new String(untilItEnds(socket), StandardCharsets.ISO_8859_1))
                    .contains("\u0003\u00f0more than");
        }
    }

    /** Otherwise anybody could fill the log: the second request has no response yet that could learn of it. */
    @Test
    void whoBreaksOffTwoRequestsAtOnceIsNotLogged() throws Exception {
        String token = service.regulatorToken("culture", "000000");
        assertThat(warnings(() -> {
                    try (Socket reader = connect()) {
                        reader.getOutputStream()
                                .write(("GET /api/v1/violations/feed HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                                + token
                                                + "\r\n\r\nPOST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nname")
                                        .getBytes(StandardCharsets.US_ASCII));
                        assertThat(answer(reader.getInputStream())).isEqualTo(200);
                        reader.setSoLinger(true, 0); // a reset
                    }
                    Await.until("the reader is gone", () -> Http.to(service).meter("lingdian_feed_subscribers") == 0);
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Content-Length: 9\r\n\r\nname"})
    void whoBreaksOffABodyIsNotLogged(String body) throws Exception {
        assertThat(warnings(() -> {
                    try (Socket sender = connect()) {
                        sender.getOutputStream()
                                .write(("POST /sign-in HTTP/1.1\r\nHost: x\r\n" + body)
                                        .getBytes(StandardCharsets.US_ASCII));
                        sender.shutdownOutput();
                        sender.getInputStream().readAllBytes(); // until the service closes it
                    }
                }))
                .isEmpty();
    }

    private interface Attack {
        void run() throws Exception;
    }

    /** The lines that are written meanwhile, from warnings on. */
    private static List<String> warnings(Attack attack) throws Exception {
        var root = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        root.addAppender(lines);
        try {
            attack.run();
        } finally {
            root.detachAppender(lines);
        }
        return lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void whoTricklesAHeaderIsNotHeld() throws Exception {
        try (Socket slow = connect()) {
            slow.getOutputStream().write("GET /health/live HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            Throwable end = catchThrowable(() -> {
                for (int bytes = 0; bytes < 300; bytes++) {
                    slow.getOutputStream().write('x');
                    slow.setSoTimeout(50);
                    try {
                        if (slow.getInputStream().read() < 0) {
                            throw new SocketException("closed");
                        }
                    } catch (java.net.SocketTimeoutException stillHeld) {
                        slow.getOutputStream().flush();
                    }
                }
            });
            assertThat(end).isInstanceOf(SocketException.class);
        }
    }

    /** Half a body, on every kind of route, with and without a right: all are answered and closed. */
    @ParameterizedTest
    @CsvSource({
        "/sign-in, 408",
        "/api/v1/orders, 401",
        "/api/v1/persons/lookup, 401",
        "/violations/00000000-0000-4000-8000-000000000000/actions, 303",
        "/violations/00000000-0000-4000-8000-000000000000/objections, 303",
    })
    void whoSendsHalfABodyIsNotHeld(String path, int status) throws Exception {
        try (Socket slow = connect()) {
            slow.getOutputStream().write(halfABody(path, ""));
            assertThat(answer(slow.getInputStream())).as(path).isEqualTo(status);
            slow.getInputStream().readAllBytes(); // until the service closes it
        }
    }

    @Test
    void whoMayCallAndSendsHalfABodyIsNotHeldEither() throws Exception {
        String token = "Authorization: Bearer " + service.regulatorToken("culture", "000000") + "\r\n";
        for (String path : List.of("/api/v1/orders", "/api/v1/inspections/" + UUID.randomUUID() + "/photos")) {
            try (Socket slow = connect()) {
                slow.getOutputStream().write(halfABody(path, token));
                assertThat(answer(slow.getInputStream())).as(path).isEqualTo(408);
                slow.getInputStream().readAllBytes();
            }
        }
    }

    private static byte[] halfABody(String path, String header) {
        return ("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + header
                        + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\":")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aFloodFromOneAddressLeavesRoomForOthers() throws Exception {
        var flood = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 4 * PER_ADDRESS; i++) {
                flood.add(new Socket(
                        InetAddress.getByName("127.0.0.1"),
                        service.url().getPort(),
                        InetAddress.getByName(ELSEWHERE),
                        0));
            }
            int held = 0;
            for (Socket one : flood) {
                held += isAnswered(one) ? 1 : 0;
            }
            assertThat(held).isBetween(1, PER_ADDRESS);
            assertThat(status("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .isEqualTo(200);
        } finally {
            for (Socket one : flood) {
                one.close();
            }
        }
        Await.until("those that left are not counted", () -> {
            try (var one = new Socket(
                    InetAddress.getByName("127.0.0.1"), service.url().getPort(), InetAddress.getByName(ELSEWHERE), 0)) {
                return isAnswered(one);
            }
        });
    }

    private static boolean isAnswered(Socket socket) {
        try {
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void headersThatAreTooMuchAreRefused() throws Exception {
        String many = "X-A: b\r\n".repeat(100_000);
        String large = "X-A: " + "b".repeat(1_000_000) + "\r\n";
        for (String headers : List.of(many, large)) {
            assertThat(status("GET /health/live HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n"))
                    .isIn(0, 400, 431);
        }
        assertThat(status("GET /" + "x".repeat(1_000_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .isIn(0, 414);
    }

    /** A gibibyte of zeros, compressed to a mebibyte. The service never inflates data of unauthenticated callers. */
    @Test
    void aCompressedBombIsNotInflated() throws Exception {
        var bomb = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                zip.write(zeros);
            }
        }
        String token = service.regulatorToken("public-security", "000000");
        for (String path : List.of("/api/v1/persons/import", "/api/v1/persons", "/agent/v1/events", "/sign-in")) {
            String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Encoding: gzip\r\n"
                    + "Content-Type: application/x-ndjson\r\nAuthorization: Bearer " + token + "\r\nContent-Length: "
                    + bomb.size() + "\r\n\r\n";
            var request = new ByteArrayOutputStream();
            request.write(head.getBytes(StandardCharsets.US_ASCII));
            bomb.writeTo(request);
            assertThat(status(request.toByteArray())).as(path).isBetween(400, 499);
        }
    }

    /** An endless body is answered 413 and its connection closed, and the next connection is served. */
    @Test
    void aBodyWithoutEndIsAnsweredAndTheConnectionClosed() throws Exception {
        String key = service.cafe("36048110000002", List.of());
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /agent/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key
                            + "\r\nContent-Type: application/x-ndjson\r\nLingdian-Stream: " + UUID.randomUUID()
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            Thread sending = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 10_000; i++) {
                        out.write(chunk);
                    }
                } catch (IOException closed) {
                    // expected
                }
            });
            assertThat(answer(socket.getInputStream())).isEqualTo(413);
            socket.close();
            sending.join();
        }
    }

    /** Invalid cookies, positions and other headers get a clear answer, and never cause an internal error. */
    @Test
    void anyHeaderIsAnswered() throws Exception {
        var random = new Random(SEED);
        String token = service.regulatorToken("culture", "000000");
        List<String> paths = List.of(
                "/api/v1/violations",
                "/api/v1/violations/feed",
                "/api/v1/cafes?limit=1",
                "/sign-in",
                "/violations",
                "/agent/v1",
                "/health/ready");
        List<String> names = List.of(
                "Cookie",
                "Last-Event-ID",
                "Authorization",
                "Accept",
                "Accept-Language",
                "Origin",
                "Upgrade",
                "Range",
                "If-None-Match",
                "Content-Type",
                "Content-Length",
                "Sec-WebSocket-Protocol",
                "X-Forwarded-For",
                "Lingdian-Csrf");
        var statuses = new TreeMap<Integer, Integer>();
        for (int i = 0; i < REQUESTS; i++) {
            var request = new StringBuilder(
                            "GET " + paths.get(random.nextInt(paths.size())) + " HTTP/1.1\r\nHost: x\r\n")
                    .append("Connection: close\r\n");
            if (random.nextBoolean()) {
                request.append("Authorization: Bearer ").append(token).append("\r\n");
            }
            for (int header = random.nextInt(4); header >= 0; header--) {
                request.append(names.get(random.nextInt(names.size())))
                        .append(": ")
                        .append(value(random))
                        .append("\r\n");
            }
            int status = status(request.append("\r\n").toString());
            statuses.merge(status, 1, Integer::sum);
            assertThat(status)
                    .as("-Dlingdian.seed=%d, request %d: %s", SEED, i, request)
                    .isNotEqualTo(500);
        }
        LOG.info("seed {}, {} requests with headers that nobody writes: {}", SEED, REQUESTS, statuses);
    }

    /**
     * Lines of an import with parts removed, doubled or replaced are accepted, or refused by line without repeating
     * their content.
     */
    @Test
    void anyImportIsAnswered() throws Exception {
        var random = new Random(SEED);
        String token = service.regulatorToken("public-security", "000000");
        String right = """
                {"region":"360481","document":{"type":"990","number":"P-7734","name":"王小明","birthDate":"1990-01-01"}}
                {"region":"360481","document":{"type":"111","number":"360481199001011233","name":"王小明"}}
                """;
        List<String> stumbles = List.of(
                "",
                "\"",
                "{",
                "}",
                "[".repeat(2_000),
                "\u0000",
                "\n",
                ",",
                ":",
                "null",
                "1e999",
                "9".repeat(400),
                "\uD800",
                right);
        var statuses = new TreeMap<String, Integer>();
        for (int i = 0; i < REQUESTS / 10; i++) {
            int from = random.nextInt(right.length());
            int to = Math.min(right.length(), from + random.nextInt(30));
            byte[] body = (right.substring(0, from)
                            + stumbles.get(random.nextInt(stumbles.size()))
                            + right.substring(to))
                    .getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            var request = new ByteArrayOutputStream();
            request.write(
                    ("POST /api/v1/persons/import HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                                    + token + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: " + body.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            request.write(body);
            try (Socket socket = connect()) {
                socket.getOutputStream().write(request.toByteArray());
                String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                statuses.merge(said.substring(0, Math.min(12, said.length())), 1, Integer::sum);
                assertThat(said)
                        .as("-Dlingdian.seed=%d, import %d", SEED, i)
                        .containsPattern("^HTTP/1.1 (2|4)\\d\\d ")
                        .doesNotContain("王小明", "360481199001011233");
            }
        }
        LOG.info("seed {}, {} imports: {}", SEED, REQUESTS / 10, statuses);
    }

    private static String value(Random random) {
        return switch (random.nextInt(7)) {
            case 6 -> "lingdian-session=" + characters(random, SESSION_ID_LENGTH); // long enough to be looked up
            case 0 -> "lingdian-session=" + "A".repeat(random.nextInt(200)) + "; " + "=".repeat(random.nextInt(5));
            case 1 -> Long.toString(random.nextLong());
            case 2 -> ";=,\"\\ \t" + "%00".repeat(random.nextInt(3));
            case 3 -> "lingdian-session=\"" + random.nextInt() + "; a=b; lingdian-session=c";
            case 4 -> "é中\u0001".repeat(random.nextInt(3));
            default -> characters(random, random.nextInt(60));
        };
    }

    private static String characters(Random random, int count) {
        return random.ints(count, 33, 255)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Socket connect() throws IOException {
        URI server = service.url();
        var socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(Await.PATIENCE_MILLIS);
        return socket;
    }

    private static int status(String request) throws IOException {
        return status(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The status of the answer; 0 if the connection was closed without one. */
    private static int status(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            try {
                socket.getOutputStream().write(request);
            } catch (SocketException closedMeanwhile) {
                // There may still be an answer.
            }
            return answer(socket.getInputStream());
        }
    }

    private static int answer(InputStream in) throws IOException {
        try {
            byte[] line = in.readNBytes("HTTP/1.1 200".length());
            return line.length < 12 ? 0 : Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII));
        } catch (SocketException reset) {
            return 0;
        }
    }
}
