package lingdian.intake.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.intake.socket.AgentServer.STREAM;
import static lingdian.intake.socket.AgentServer.opened;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import lingdian.domain.event.CloseCode;
import lingdian.platform.work.SizedWork;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RawWebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP endpoint over real sockets: every status, and what is consumed. */
@Timeout(600)
class AgentHttpIT {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int MOST_BYTES = 8 * MIB;

    private AgentServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AgentServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private HttpRequest.Builder request() {
        return Http.to(URI.create("http://localhost:" + server.port()))
                .as("key-1")
                .with("Lingdian-Stream", STREAM.toString())
                .with("Content-Type", Http.NDJSON)
                .request("/agent/v1/events");
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String body) {
        return request.POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private Http.Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Http.send(request.build());
    }

    private Http.Answer post(String body) throws IOException, InterruptedException {
        return send(with(request(), body));
    }

    private static JsonObject problem(Http.Answer response, int status) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        var problem = new JsonObject(response.body());
        assertThat(problem.getInteger("status")).isEqualTo(status);
        return problem;
    }

    @Test
    void eventsAreAnsweredAfterTheCommitInOrderOfTheirNumbers() throws Exception {
        var response = post(opened(1) + "\r\n" + login(2) + "\n{\"seq\":3,\"type\":\"odd\"}\n");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        var answer = new JsonObject(response.body());
        assertThat(answer.fieldNames()).containsExactly("ackedSeq", "chain", "verdicts", "rejects", "notices");
        assertThat(answer.getLong("ackedSeq")).isEqualTo(3);
        assertThat(answer.getString("chain")).matches("[0-9a-f]{64}");
        assertThat(answer.getJsonArray("verdicts").getJsonObject(0).getLong("seq"))
                .isEqualTo(2);
        assertThat(answer.getJsonArray("rejects").getJsonObject(0).getString("path"))
                .isEqualTo("/type");
    }

    /** Numbers that were received before may come in any order; their answers do not. */
    @Test
    void answersAreInOrderOfTheirNumbersWhateverABodyRepeats() throws Exception {
        String odd = "{\"seq\":2,\"type\":\"odd\"}";
        post(login(1) + "\n" + odd + "\n" + login(3));

        var answer = new JsonObject(
                post(String.join("\n", login(3), odd, login(1), "{\"seq\":4,\"type\":\"odd\"}", login(5)))
                        .body());

        assertThat(seqs(answer, "verdicts")).containsExactly(1L, 3L, 5L);
        assertThat(seqs(answer, "rejects")).containsExactly(2L, 4L);
    }

    private static String login(int seq) {
        return "{\"seq\":" + seq + ",\"type\":\"login\",\"at\":\"2026-07-01T12:00:00Z\",\"session\":\"s-" + seq
                + "\",\"terminal\":\"A\",\"document\":{\"type\":\"990\",\"number\":\"n\",\"name\":\"张\","
                + "\"read\":\"chip\"}}";
    }

    private static List<Long> seqs(JsonObject answer, String which) {
        return answer.getJsonArray(which).stream()
                .map(one -> ((JsonObject) one).getLong("seq"))
                .toList();
    }

    @Test
    void bothWaysCarryTheSameStreamAndHttpTakesNothingOver() throws Exception {
        try (var agent = server.greeted()) {
            assertThat(post(opened(1)).status()).isEqualTo(200);
            agent.text(opened(2));
            assertThat(agent.text()).contains("\"seq\":2,");
            assertThat(post(opened(3)).status()).isEqualTo(200);
        }
    }

    @Test
    void theSentHeaderIsTheAgentsClock() throws Exception {
        post(opened(1));
        send(with(request().header("Lingdian-Sent", "2026-07-01T20:00:01+08:00"), opened(2)));

        assertThat(server.intake.messages().get(0).sentAt()).isNull();
        assertThat(server.intake.messages().get(1).sentAt()).isEqualTo(AgentServer.START.plusSeconds(1));
        assertThat(server.intake.messages().get(1).receivedAt()).isEqualTo(AgentServer.START);
    }

    @Test
    void aGapNamesTheNextNumberAndConsumesNothing() throws Exception {
        var problem = problem(post(opened(1) + "\n" + opened(3)), 409);

        assertThat(problem.getLong("expectedSeq")).isEqualTo(2);
        assertThat(server.intake.numbers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense                | 1",
                "1{}                     | 1",
                "2[1]                    | 2",
                "2{\"seq\":0}            | 2",
                "3nonsense               | 3",
            })
    void aBadLineIs400AndNamesItsNumber(String body, int line) throws Exception {
        var problem = problem(post(lines(body)), 400);

        assertThat(problem.getString("detail")).startsWith("line " + line + ": ");
        assertThat(problem.getInteger("line")).isEqualTo(line);
        assertThat(server.intake.numbers()).isEmpty();
    }

    /** A leading digit stands for good lines before the bad one, which is its number. */
    private static String lines(String body) {
        int line = Character.isDigit(body.charAt(0)) ? body.charAt(0) - '0' : 0;
        String good =
                LongStream.range(1, line).mapToObj(seq -> opened(seq) + "\n").collect(Collectors.joining());
        return good + body.substring(line == 0 ? 0 : 1);
    }

    @Test
    void emptyLinesAreAllowedOnlyAtTheEnd() throws Exception {
        assertThat(post(opened(1) + "\n\n \r\n").status()).isEqualTo(200);
        assertThat(problem(post(opened(2) + "\n\n" + opened(3)), 400).getInteger("line"))
                .isEqualTo(2);
        assertThat(problem(post(""), 400).getInteger("line")).isEqualTo(1);
    }

    @Test
    void badUtf8Is400AndNamesItsLine() throws Exception {
        byte[] body = (opened(1) + "\n{\"seq\":2,\"x\":\"?\"}").getBytes(StandardCharsets.US_ASCII);
        body[body.length - 3] = (byte) 0xFF;

        var problem = problem(send(request().POST(HttpRequest.BodyPublishers.ofByteArray(body))), 400);

        assertThat(problem.getString("detail")).isEqualTo("line 2: expected UTF-8");
    }

    @Test
    void aSupersededStreamIs410() throws Exception {
        post(opened(1));
        send(with(request().setHeader("Lingdian-Stream", UUID.randomUUID().toString()), opened(1)));

        problem(post(opened(2)), 410);
    }

    @Test
    void tenThousandEventsAreTakenAndNoMore() throws Exception {
        String most =
                LongStream.rangeClosed(1, 10_000).mapToObj(AgentServer::opened).collect(Collectors.joining("\n"));

        problem(post(most + "\n" + opened(10_001)), 413);
        server.intake.pass(1);
        problem(post("nonsense\n".repeat(10_000) + "nonsense"), 413);
        server.intake.pass(1);
        assertThat(new JsonObject(post(most + "\n").body()).getLong("ackedSeq")).isEqualTo(10_000);
    }

    @Test
    void eightMebibytesAreTakenAndNoMore() throws Exception {
        String event = opened(1);
        String most = event + " ".repeat(8 * 1024 * 1024 - event.length());

        problem(post(most + " "), 413);
        problem(
                send(request()
                        .POST(HttpRequest.BodyPublishers.fromPublisher(
                                HttpRequest.BodyPublishers.ofString(most + " ")))),
                413); // chunked: its length is not declared
        assertThat(post(most).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Basic key-1"})
    void aWrongKeyIs401(String authorization) throws Exception {
        var response = send(with(request().setHeader("Authorization", authorization), opened(1)));

        problem(response, 401);
        assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain; charset=utf-8", "application/x-ndjson; charset=gbk", "x"})
    void anotherContentTypeIs415(String type) throws Exception {
        problem(send(with(request().setHeader("Content-Type", type), opened(1))), 415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson; charset=utf-8", "Application/X-NDJSON;charset=\"UTF-8\""})
    void aCharsetMayBeNamed(String type) throws Exception {
        assertThat(send(with(request().setHeader("Content-Type", type), opened(1)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aCompressedBodyIs415() throws Exception {
        problem(send(with(request().header("Content-Encoding", "gzip"), opened(1))), 415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-1-1-1-1", "x", ""})
    void aBadStreamIs400(String stream) throws Exception {
        problem(send(with(request().setHeader("Lingdian-Stream", stream), opened(1))), 400);
    }

    @Test
    void aBadSentIs400() throws Exception {
        problem(send(with(request().header("Lingdian-Sent", "now"), opened(1))), 400);
    }

    @Test
    void whatCannotBeStoredIs503() throws Exception {
        server.intake.fail();
        var response = post(opened(1));

        problem(response, 503);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void requestsOfOneCafeAreLimited() throws Exception {
        server.intake.hold();
        List<CompletableFuture<Http.Answer>> underWay = LongStream.rangeClosed(1, 2)
                .mapToObj(seq -> {
                    var answer = Http.begin(with(request(), opened(seq)).build());
                    awaitNumbers((int) seq);
                    return answer;
                })
                .toList();

        problem(post(opened(3)), 429);
        server.intake.release();
        for (var answer : underWay) {
            assertThat(answer.get(PATIENCE_SECONDS, SECONDS).status()).isEqualTo(200);
        }
        assertThat(post(opened(3)).status()).isEqualTo(200);
    }

    /** Whoever asks before sending is asked for no body, so that nothing large is read. */
    @Test
    void aCafeHasAsManyBytesUnderWayAsTheLargestBody() throws Exception {
        try (var first = new Socket("localhost", server.port())) {
            assertThat(asks(first, "key-1", MOST_BYTES)).startsWith("HTTP/1.1 100 ");
            try (var second = new Socket("localhost", server.port());
                    var small = new Socket("localhost", server.port());
                    var other = new Socket("localhost", server.port())) {
                assertThat(asks(second, "key-1", LargeBodies.SMALL_MAX + 1)).startsWith("HTTP/1.1 429 ");
                assertThat(asks(small, "key-1", LargeBodies.SMALL_MAX)).startsWith("HTTP/1.1 100 ");
                assertThat(asks(other, "key-2", MOST_BYTES)).as("another café").startsWith("HTTP/1.1 100 ");
            }
        }
        Await.until("it counts no longer", () -> {
            try (var next = new Socket("localhost", server.port())) {
                return asks(next, "key-1", MOST_BYTES).startsWith("HTTP/1.1 100 ");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAWebSocketGathersCountsAmongThem(boolean isMadeWhole) throws Exception {
        try (var agent = server.greeted()) {
            gathers(agent, LargeBodies.SMALL_MAX);
            assertThat(askedFor(MOST_BYTES)).startsWith("HTTP/1.1 429 ");
            if (isMadeWhole) {
                agent.frame(RawWebSocket.CONTINUATION, true, new byte[0]);
                assertThat(agent.text()).contains("\"ack\"");
                assertThat(askedFor(MOST_BYTES)).startsWith("HTTP/1.1 100 ");
            }
        }
        Await.until("it counts no longer", () -> askedFor(MOST_BYTES).startsWith("HTTP/1.1 100 "));
    }

    @Test
    void aWebSocketThatGathersWhatNoneIsLeftForEnds() throws Exception {
        try (var body = new Socket("localhost", server.port());
                var agent = server.greeted()) {
            assertThat(asks(body, "key-1", MOST_BYTES)).startsWith("HTTP/1.1 100 ");
            agent.header(RawWebSocket.TEXT, true, 2L * LargeBodies.SMALL_MAX)
                    .bytes(new byte[LargeBodies.SMALL_MAX + 1]);
            assertThat(agent.untilClosed().code()).isEqualTo(CloseCode.GOING_AWAY);
        }
    }

    /** Otherwise a few keys that send a byte a second would keep the bodies of all other cafés out. */
    @Test
    void longBodiesThatHardlyArriveGiveWayToAShorterOne() throws Exception {
        restartWithRoomForTwoOf(MOST_BYTES);
        String event = opened(1);
        try (var first = new Socket("localhost", server.port());
                var second = new Socket("localhost", server.port())) {
            trickles(first, "key-2", MOST_BYTES);
            trickles(second, "key-3", MOST_BYTES);

            assertThat(post(event + " ".repeat(300 * KIB)).status()).isEqualTo(200);

            assertThat(line(first)).startsWith("HTTP/1.1 503 ");
            assertThat(header(first)).contains("retry-after: 2");
            String rest = event.substring(1) + " ".repeat(MOST_BYTES - event.length());
            second.getOutputStream().write(rest.getBytes(StandardCharsets.US_ASCII));
            assertThat(line(second)).as("one was enough").startsWith("HTTP/1.1 200 ");
        }
        assertThat(server.intake.notTaken()).as("nobody is to blame").isZero();
    }

    @Test
    void whatHasArrivedWholeDoesNotGiveWay() throws Exception {
        restartWithRoomForTwoOf(MIB);
        server.intake.hold();
        var whole = Http.begin(with(
                        request().setHeader("Authorization", "Bearer key-2"),
                        opened(1) + " ".repeat(MIB - opened(1).length()))
                .build());
        awaitNumbers(1);
        try (var arriving = new Socket("localhost", server.port());
                var shorter = new Socket("localhost", server.port())) {
            trickles(arriving, "key-3", MIB);

            assertThat(asks(shorter, "key-1", 300 * KIB)).startsWith("HTTP/1.1 100 ");
            assertThat(line(arriving)).startsWith("HTTP/1.1 503 ");
        }
        server.intake.release();
        assertThat(whole.get(PATIENCE_SECONDS, SECONDS).status()).isEqualTo(200);
    }

    @Test
    void aWebSocketsMessageThatIsArrivingGivesWayToAShorterBody() throws Exception {
        restartWithRoomForTwoOf(MIB);
        try (var agent = server.greeted();
                var body = new Socket("localhost", server.port());
                var shorter = new Socket("localhost", server.port())) {
            gathers(agent, 900 * KIB);
            trickles(body, "key-2", 800 * KIB);

            assertThat(asks(shorter, "key-3", 600 * KIB)).startsWith("HTTP/1.1 100 ");

            assertThat(agent.untilClosed().code()).isEqualTo(CloseCode.GOING_AWAY);
        }
    }

    @Test
    void aLongBodyGivesWayToAWebSocketsMessage() throws Exception {
        restartWithRoomForTwoOf(MIB);
        try (var agent = server.greeted();
                var first = new Socket("localhost", server.port());
                var second = new Socket("localhost", server.port())) {
            trickles(first, "key-2", MIB);
            trickles(second, "key-3", MIB);

            gathers(agent, 300 * KIB);
            agent.frame(RawWebSocket.CONTINUATION, true, new byte[0]);

            assertThat(agent.text()).contains("\"ack\"");
            assertThat(line(first)).startsWith("HTTP/1.1 503 ");
        }
    }

    private void restartWithRoomForTwoOf(int largest) throws Exception {
        server.close();
        server = new AgentServer(AgentServer.limits(), vertx -> new LargeBodies(vertx, largest, 0, 4));
    }

    /** Announces a body of an event and sends its first byte. */
    private static void trickles(Socket socket, String key, int length) throws IOException {
        assertThat(asks(socket, key, length)).startsWith("HTTP/1.1 100 ");
        line(socket);
        socket.getOutputStream().write('{');
    }

    /** Sends an event and so much white space, but not the end. */
    private static void gathers(RawWebSocket agent, int length) throws IOException {
        agent.frame(RawWebSocket.TEXT, false, opened(1).getBytes(StandardCharsets.US_ASCII));
        agent.frame(RawWebSocket.CONTINUATION, false, " ".repeat(length).getBytes(StandardCharsets.US_ASCII));
        agent.frame(RawWebSocket.PING, true, new byte[0]);
        assertThat(agent.receive()).isEqualTo(new RawWebSocket.Received.Pong());
    }

    private static String header(Socket socket) throws IOException {
        var lines = new StringBuilder();
        for (String line = line(socket); !line.isEmpty(); line = line(socket)) {
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    private String askedFor(int length) throws IOException {
        try (var socket = new Socket("localhost", server.port())) {
            return asks(socket, "key-1", length);
        }
    }

    /** An agent that streams its bodies does not say how long they are. */
    @Test
    void aBodyOfUndeclaredLengthCountsAsMuchAsIsRead() throws Exception {
        assertThat(streamed(1, LargeBodies.SMALL_MAX + 1)).isEqualTo(200);
        try (var first = new Socket("localhost", server.port())) {
            assertThat(asks(first, "key-1", MOST_BYTES)).startsWith("HTTP/1.1 100 ");
            assertThat(streamed(2, LargeBodies.SMALL_MAX)).isEqualTo(200);
            assertThat(streamed(3, LargeBodies.SMALL_MAX + 1)).isEqualTo(429);
        }
    }

    private int streamed(int seq, int length) throws Exception {
        String event = opened(seq);
        byte[] body = (event + " ".repeat(length - event.length())).getBytes(StandardCharsets.US_ASCII);
        return send(request().POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
                .status();
    }

    private static String asks(Socket socket, String key, int length) throws IOException {
        socket.setSoTimeout(Await.PATIENCE_MILLIS);
        socket.getOutputStream().write(head(key, length).getBytes(StandardCharsets.US_ASCII));
        return line(socket);
    }

    /** As an agent that has to catch up on much: what is not taken now is sent again. */
    @Test
    void largeBodiesAtOnceAreAllTakenInTheEnd() throws Exception {
        String event = opened(1);
        String large = event + " ".repeat(5 * 1024 * 1024);
        var answers = new ArrayList<CompletableFuture<Http.Answer>>();
        for (String key : List.of("key-1", "key-1", "key-2", "key-2")) {
            answers.add(Http.begin(with(request().setHeader("Authorization", "Bearer " + key), large)
                    .build()));
        }
        for (int i = 0; i < answers.size(); i++) {
            Http.Answer answer = answers.get(i).get(PATIENCE_SECONDS, SECONDS);
            String key = i < 2 ? "key-1" : "key-2";
            while (answer.status() == 429 || answer.status() == 503) {
                assertThat(answer.header("retry-after")).isNotEmpty();
                answer = send(with(request().setHeader("Authorization", "Bearer " + key), large));
            }
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsRefusedCounts() throws Exception {
        String bad = opened(1) + "\n{\"seq\":";
        problem(post(bad), 400);
        assertThat(server.intake.notTaken()).isEqualTo(bad.length());
        post(opened(1));
        assertThat(server.intake.notTaken()).isEqualTo(bad.length());
    }

    @Test
    void afterALongRefusedBodyTheCafeIsTakenAMomentLater() throws Exception {
        problem(post(" ".repeat(SizedWork.INLINE_MAX) + "x"), 400);
        var next = Http.begin(with(request(), opened(1)).build());
        assertThat(send(with(request().setHeader("Authorization", "Bearer key-2"), opened(1)))
                        .status())
                .as("another café")
                .isEqualTo(200);
        assertThat(server.intake.numbers()).containsExactly(1L);

        server.intake.pass(1);
        assertThat(next.get(PATIENCE_SECONDS, SECONDS).status()).isEqualTo(200);
    }

    /** Otherwise a café that hangs up sends as fast as ever. */
    @Test
    void whoHangsUpBeyondTheQuotaIsNotTakenBeforeThePauseIsOver() throws Exception {
        server.intake.exceed(5);
        String event = opened(1);
        try (var socket = new Socket("localhost", server.port())) {
            String request = head("key-1", event.length()).replace("Expect: 100-continue\r\n", "") + event;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            awaitNumbers(1);
        }
        server.intake.exceed(0);
        var next = Http.begin(with(request(), opened(2)).build());

        assertThat(send(with(request().setHeader("Authorization", "Bearer key-2"), opened(1)))
                        .status())
                .as("another café is answered at once")
                .isEqualTo(200);
        server.now = AgentServer.START.plusSeconds(60);
        server.intake.pass(4);
        assertThat(server.intake.numbers()).containsExactly(1L, 1L);
        server.intake.pass(1);
        assertThat(next.get(PATIENCE_SECONDS, SECONDS).status()).isEqualTo(200);
        assertThat(server.intake.messages().getLast().receivedAt())
                .as("received when it was taken, so that the search for silent cafés is not held up")
                .isEqualTo(server.now);
    }

    private void awaitNumbers(int count) {
        while (server.intake.numbers().size() < count && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoAsksBeforeSendingIsAnswered() throws Exception {
        String event = opened(1);
        try (var socket = new Socket("localhost", server.port())) {
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            socket.getOutputStream().write(head("key-1", event.length()).getBytes(StandardCharsets.US_ASCII));
            assertThat(line(socket)).startsWith("HTTP/1.1 100 ");
            line(socket);
            socket.getOutputStream().write(event.getBytes(StandardCharsets.US_ASCII));
            assertThat(line(socket)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whoAsksBeforeSendingWithAWrongKeyIsRefusedAndTheConnectionEnds() throws Exception {
        try (var socket = new Socket("localhost", server.port())) {
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            socket.getOutputStream().write(head("wrong", 100).getBytes(StandardCharsets.US_ASCII));
            assertThat(line(socket)).startsWith("HTTP/1.1 401 ");
        }
    }

    /** A request may take a minute: its key was good when it began. */
    @Test
    void aKeyThatIsEndedWhileTheBodyComesTakesNothing() throws Exception {
        String event = opened(1);
        try (var socket = new Socket("localhost", server.port())) {
            assertThat(asks(socket, "key-1", event.length())).startsWith("HTTP/1.1 100 ");
            line(socket);
            server.keys.ended.add(AgentServer.KEY_ID);
            long late = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            Await.until("the request is not prompt any more", () -> System.nanoTime() > late);
            socket.getOutputStream().write(event.getBytes(StandardCharsets.US_ASCII));
            assertThat(line(socket)).startsWith("HTTP/1.1 401 ");
        }
        server.keys.ended.clear();
        assertThat(post(opened(1)).status()).as("nothing was taken before").isEqualTo(200);
    }

    @Test
    void aBodyThatDoesNotComeIs408() throws Exception {
        server.close();
        server = new AgentServer(new AgentLimits(
                60,
                20,
                new AgentLimits.Capacity(10, 4_000_000, 4, 2),
                new AgentLimits.Patience(60_000, 60_000, 60_000, 50, 5_000),
                new AgentLimits.Intervals(60_000, 10, 10)));
        try (var socket = new Socket("localhost", server.port())) {
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(head("key-1", 100)
                            .replace("Expect: 100-continue\r\n", "")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(line(socket)).startsWith("HTTP/1.1 408 ");
        }
    }

    private static String head(String key, int length) {
        return "POST /agent/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key + "\r\nLingdian-Stream: "
                + STREAM + "\r\nContent-Type: application/x-ndjson\r\nExpect: 100-continue\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    private static String line(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Test
    void aStopAnswersWhatIsUnderWay() throws Exception {
        server.intake.hold();
        var answer = Http.begin(with(request(), opened(1)).build());
        awaitNumbers(1);
        var stopped = server.api.close();

        problem(post(opened(2)), 503);
        assertThat(stopped.isComplete()).isFalse();
        server.intake.release();
        assertThat(answer.get(PATIENCE_SECONDS, SECONDS).status()).isEqualTo(200);
        stopped.await(PATIENCE_SECONDS, SECONDS);
    }
}
