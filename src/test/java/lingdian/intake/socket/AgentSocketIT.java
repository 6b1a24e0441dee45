package lingdian.intake.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.intake.socket.AgentServer.STREAM;
import static lingdian.intake.socket.AgentServer.hello;
import static lingdian.intake.socket.AgentServer.opened;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.AgentEventJson;
import lingdian.law.hours.Interval;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.work.SizedWork;
import lingdian.testing.Await;
import lingdian.testing.RawWebSocket;
import lingdian.testing.RawWebSocket.Received.Closed;
import lingdian.testing.RawWebSocket.Received.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The WebSocket endpoint over real sockets: every closing code, order, window, takeover and notices. */
@Timeout(600)
class AgentSocketIT {
    private static final UUID NEWER = UUID.fromString("0b7e5a3c-1111-4222-8333-444455557777");

    private AgentServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AgentServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void restart(AgentLimits limits) throws Exception {
        server.close();
        server = new AgentServer(limits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-None: x", "Authorization: Bearer wrong", "Authorization: Bearer", "Authorization: Basic key-1"
            })
    void aWrongOrMissingKeyIs401WithoutUpgrade(String header) throws Exception {
        try (var agent = RawWebSocket.connect(server.port(), header)) {
            assertThat(agent.status()).isEqualTo(401);
            assertThat(agent.head().toLowerCase()).contains("application/problem+json", "www-authenticate: bearer");
        }
    }

    @Test
    void theSubprotocolIsNamedOrLeftOut() throws Exception {
        try (var named = RawWebSocket.connect(
                        server.port(), AgentServer.KEY, "Sec-WebSocket-Protocol: other, lingdian.agent.v1");
                var absent = RawWebSocket.connect(server.port(), "authorization: bEARER key-1");
                var other = RawWebSocket.connect(server.port(), AgentServer.KEY, "Sec-WebSocket-Protocol: other")) {
            assertThat(named.status()).isEqualTo(101);
            assertThat(named.head().toLowerCase()).contains("sec-websocket-protocol: lingdian.agent.v1");
            assertThat(absent.status()).isEqualTo(101);
            assertThat(other.status()).isEqualTo(400);
        }
    }

    @Test
    void compressionIsNotOffered() throws Exception {
        try (var agent =
                RawWebSocket.connect(server.port(), AgentServer.KEY, "Sec-WebSocket-Extensions: permessage-deflate")) {
            assertThat(agent.head().toLowerCase()).doesNotContain("permessage-deflate");
        }
    }

    @Test
    void keysThatCannotBeCheckedAre503() throws Exception {
        server.keys.failing = true;
        try (var agent = server.connect()) {
            assertThat(agent.status()).isEqualTo(503);
        }
    }

    /** A flood that uses up a pool must not fill the log. */
    @Test
    void keysThatCannotBeCheckedAreALineOfTheLogAMinute() throws Exception {
        var log = (Logger) LoggerFactory.getLogger(BearerKey.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        server.keys.failing = true;
        try {
            for (int i = 0; i < 5; i++) {
                try (var agent = server.connect()) {
                    assertThat(agent.status()).isEqualTo(503);
                }
            }
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list).as("none if another test had it").hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void theWelcome() throws Exception {
        server.intake.hours = List.of(new Interval(AgentServer.START, AgentServer.START.plusSeconds(14_400)));
        try (var agent = server.connect()) {
            agent.text(hello(STREAM, 0));
            assertThat(agent.text())
                    .isEqualTo(
                            "{\"type\":\"welcome\",\"placeCode\":\"36048110000001\","
                                    + "\"stream\":\"0b7e5a3c-1111-4222-8333-444455556666\",\"ackedSeq\":0,"
                                    + "\"serverTime\":\"2026-07-01T20:00:00+08:00\",\"heartbeatSeconds\":60,\"window\":10,"
                                    + "\"hours\":[{\"opens\":\"2026-07-01T20:00:00+08:00\",\"closes\":\"2026-07-02T00:00:00+08:00\"}]}");
        }
    }

    @Test
    void verdictsAndRejectsThenTheAck() throws Exception {
        try (var agent = server.greeted()) {
            agent.text("[" + opened(1) + ",{\"seq\":2,\"type\":\"odd\"},{\"seq\":3,\"type\":\"login\",\"at\":"
                    + "\"2026-07-01T12:00:00Z\",\"session\":\"s-1\",\"terminal\":\"A\",\"document\":{\"type\":\"990\",\"number\""
                    + ":\"n\",\"name\":\"x\",\"read\":\"chip\"}}]");

            assertThat(agent.text())
                    .isEqualTo("{\"type\":\"reject\",\"seq\":2,\"code\":\"invalid-event\",\"path\":\"/type\"}");
            assertThat(agent.text()).startsWith("{\"type\":\"verdict\",\"seq\":3,\"session\":\"s-1\"");
            assertThat(agent.text()).matches("\\{\"type\":\"ack\",\"seq\":3,\"chain\":\"[0-9a-f]{64}\"}");
        }
    }

    @Test
    void aRepeatedNumberIsAnsweredAgain() throws Exception {
        try (var agent = server.greeted()) {
            agent.text("{\"seq\":1,\"type\":\"odd\"}");
            List<String> first = List.of(agent.text(), agent.text());
            agent.text("{\"seq\":1,\"type\":\"odd\"}");

            assertThat(List.of(agent.text(), agent.text())).isEqualTo(first);
        }
    }

    @Test
    void aBatchSaysWhenItWasSent() throws Exception {
        try (var agent = server.greeted()) {
            agent.text(AgentEventJson.batch(
                    AgentServer.START.plusMillis(5), List.of(new AgentEvent.Opened(1, AgentServer.START))));
            agent.text();

            assertThat(server.intake.messages().get(0).sentAt()).isEqualTo(AgentServer.START.plusMillis(5));
            assertThat(server.intake.messages().get(0).receivedAt()).isEqualTo(AgentServer.START);
        }
    }

    @Test
    void thePlaceInTheStreamIsKeptAcrossConnections() throws Exception {
        try (var agent = server.greeted()) {
            agent.text(opened(1));
            agent.text();
        }
        try (var agent = server.connect()) {
            agent.text(hello(STREAM, 1));
            assertThat(agent.text()).contains("\"ackedSeq\":1,");
        }
    }

    @Test
    void manyMessagesAtOnceKeepTheirOrder() throws Exception {
        restart(AgentLimits.of(4_096, 60));
        try (var agent = server.greeted()) {
            for (long seq = 1; seq <= 3_000; seq++) {
                agent.text(opened(seq));
            }
            String last = "";
            while (!last.contains("\"seq\":3000,")) {
                last = agent.text();
            }
            assertThat(server.intake.numbers())
                    .isEqualTo(LongStream.rangeClosed(1, 3_000).boxed().toList());
        }
    }

    /** A long one is decoded elsewhere, and what follows it waits. */
    @Test
    void aShortMessageAfterALongOneIsTakenAfterIt() throws Exception {
        try (var agent = server.greeted()) {
            for (long seq = 1; seq <= 20; seq += 2) {
                agent.text(opened(seq) + " ".repeat(8 * SizedWork.INLINE_MAX)).text(opened(seq + 1));
            }
            agent.text(opened(99));
            assertThat(agent.untilClosed()).isEqualTo(new Closed(4409, "expected 21"));
            assertThat(server.intake.numbers())
                    .isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
        }
    }

    @Test
    void aLongMessageOfNoKnownFormIs4400() throws Exception {
        try (var agent = server.greeted()) {
            agent.text("{}" + " ".repeat(SizedWork.INLINE_MAX));
            assertThat(agent.untilClosed().code()).isEqualTo(4400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "{}", "[{\"seq\":0}]", "{\"type\":\"batch\"}", "7", "[", "{\"seq\":1.5}"})
    void aMessageOfNoKnownFormIs4400(String message) throws Exception {
        try (var agent = server.greeted()) {
            agent.text(message);
            assertThat(agent.untilClosed().code()).isEqualTo(4400);
            assertThat(agent.receive()).isEqualTo(new Ended());
            assertThat(server.intake.messages()).isEmpty();
        }
    }

    @Test
    void anythingBeforeTheHelloIs4400() throws Exception {
        for (String message : List.of(opened(1), "[]", "[" + opened(1) + "]", "{\"type\":\"hello\"}")) {
            try (var agent = server.connect()) {
                agent.text(message);
                assertThat(agent.untilClosed().code()).isEqualTo(4400);
            }
        }
    }

    /** A long message becomes many times as large when it is decoded, and a café may open many connections. */
    @Test
    void nothingLongIsDecodedBeforeTheHello() throws Exception {
        String hello = hello(STREAM, 0);
        String longest = hello + " ".repeat(AgentSocket.HELLO_CHARACTERS_MAX - hello.length());
        try (var agent = server.connect()) {
            agent.text(longest + " ");
            assertThat(agent.untilClosed()).isEqualTo(new Closed(4400, "expected a hello first"));
            assertThat(server.intake.hellos()).isZero();
        }
        try (var agent = server.connect()) {
            assertThat(agent.text(longest).text()).contains("\"welcome\"");
        }
    }

    /** Half-sent messages of connections that anybody with a key may open sixteen times. */
    @Test
    void beforeTheHelloNoMoreIsGatheredThanAHelloMayHave() throws Exception {
        var first = new Closed(4400, "expected a hello first");
        byte[] more = new byte[AgentSocket.HELLO_BYTES_MAX + 1];
        try (var frame = server.connect();
                var message = server.connect()) {
            frame.header(RawWebSocket.TEXT, true, 1_000_000).bytes(more);
            assertThat(frame.untilClosed()).isEqualTo(first);
            message.frame(RawWebSocket.TEXT, false, more);
            assertThat(message.untilClosed()).isEqualTo(first);
        }
        byte[] longest = (hello(STREAM, 0).replace("test", "网".repeat(40)) + " ".repeat(16_000))
                .getBytes(StandardCharsets.UTF_8);
        try (var agent = server.connect()) {
            agent.frame(RawWebSocket.TEXT, false, longest);
            agent.frame(RawWebSocket.CONTINUATION, true, new byte[] {' '});
            assertThat(agent.text()).contains("\"welcome\"");
        }
    }

    @Test
    void whatIsReadAndNotTakenCounts() throws Exception {
        String receipt = "{\"type\":\"receipt\",\"id\":\"" + NEWER + "\",\"state\":\"read\"}";
        long sum = 0;
        for (String message : List.of(opened(1), "[]", receipt, "nonsense", "x".repeat(SizedWork.INLINE_MAX + 1))) {
            try (var agent = server.connect()) {
                agent.text(message).untilClosed();
                assertThat(agent.receive()).isEqualTo(new Ended());
            }
            server.intake.pass(1);
            sum += message.length();
        }
        for (String message : List.of(
                hello(STREAM, 0),
                "[]" + " ".repeat(SizedWork.INLINE_MAX) + "x",
                "7",
                receipt.replace("read", " ".repeat(SizedWork.INLINE_MAX)))) {
            try (var agent = server.greeted()) {
                agent.text(message).untilClosed();
                assertThat(agent.receive()).isEqualTo(new Ended());
            }
            server.intake.pass(1);
            sum += message.length();
        }
        try (var agent = server.greeted()) {
            agent.text("[]").text(receipt).text(opened(1));
            assertThat(agent.text()).contains("\"ack\"");
        }
        assertThat(server.intake.notTaken()).isEqualTo(sum + "[]".length() + receipt.length());
    }

    /** Reading it cost as much as the messages of hundreds of cafés, and a new connection costs little. */
    @Test
    void afterALongRefusedMessageTheCafeIsTakenAMomentLater() throws Exception {
        for (String message : List.of("7", "[" + " ".repeat(SizedWork.INLINE_MAX))) {
            try (var agent = server.greeted()) {
                assertThat(agent.text(message).untilClosed().code()).isEqualTo(4400);
            }
        }
        int hellos = server.intake.hellos();
        try (var again = server.connect();
                var other = RawWebSocket.connect(server.port(), AgentServer.OTHER_KEY)) {
            again.text(hello(STREAM, 0));
            assertThat(other.text(hello(NEWER, 0)).text()).as("another café").contains("\"welcome\"");
            assertThat(server.intake.hellos()).as("not the café's own").isEqualTo(hellos + 1);

            server.intake.pass(1);
            assertThat(again.text()).contains("\"welcome\"");
        }
    }

    /** A message need not hold anything that would be taken. */
    @Test
    void nothingLongIsDecodedBeforeThePauseIsOver() throws Exception {
        String nothing = "[]" + " ".repeat(SizedWork.INLINE_MAX);
        try (var agent = server.greeted();
                var other = RawWebSocket.connect(server.port(), AgentServer.OTHER_KEY)) {
            server.intake.exceed(5);
            agent.text(nothing).text(nothing);
            Await.until("the first is decoded", () -> server.intake.notTaken() > 0);
            server.intake.exceed(0);
            other.text(hello(NEWER, 0));
            assertThat(other.text()).contains("\"welcome\"");
            server.intake.pass(4);
            assertThat(server.intake.notTaken()).isEqualTo(nothing.length());
            server.intake.pass(1);
            Await.until("the second is decoded", () -> server.intake.notTaken() == 2L * nothing.length());
        }
    }

    @Test
    void aSecondHelloIs4400() throws Exception {
        try (var agent = server.greeted()) {
            agent.text(hello(STREAM, 0));
            assertThat(agent.untilClosed()).isEqualTo(new Closed(4400, "expected one hello a connection"));
        }
    }

    @Test
    void aHelloAndEventsInOneGo() throws Exception {
        try (var agent = server.connect()) {
            agent.text(hello(STREAM, 0)).text(opened(1));
            assertThat(agent.text()).contains("welcome");
            assertThat(agent.text()).contains("\"ack\"");
        }
    }

    @Test
    void aBinaryMessageIs4400() throws Exception {
        try (var agent = server.greeted()) {
            agent.frame(RawWebSocket.BINARY, true, opened(1).getBytes(StandardCharsets.UTF_8));
            assertThat(agent.untilClosed().code()).isEqualTo(4400);
        }
    }

    @Test
    void theNextNumberIsNamedWhere4409Closes() throws Exception {
        try (var agent = server.greeted()) {
            agent.text(opened(1)).text("[" + opened(2) + ",{\"seq\":4,\"type\":\"odd\"}]");
            assertThat(agent.untilClosed()).isEqualTo(new Closed(4409, "expected 3"));
            assertThat(server.intake.numbers()).containsExactly(1L);
        }
    }

    @Test
    void nothingIsTakenAfterAGapEvenWhereItWouldFit() throws Exception {
        try (var agent = server.greeted()) {
            agent.text(opened(2)).text(opened(1));
            assertThat(agent.untilClosed()).isEqualTo(new Closed(4409, "expected 1"));
            assertThat(server.intake.numbers()).isEmpty();
        }
    }

    @Test
    void badUtf8Is1007() throws Exception {
        for (byte[] bad : List.of(
                new byte[] {(byte) 0xC3},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xC0, (byte) 0xAF},
                new byte[] {'"', (byte) 0xFF, '"'})) {
            try (var agent = server.greeted()) {
                agent.frame(RawWebSocket.TEXT, true, bad);
                assertThat(agent.untilClosed().code()).isEqualTo(1007);
            }
        }
    }

    @Test
    void aReplacementCharacterThatWasSentIsGoodUtf8() throws Exception {
        try (var agent = server.greeted()) {
            agent.text("{\"seq\":1,\"type\":\"opened\",\"at\":\"2026-07-01T12:00:00Z\",\"x\":\"\uFFFD\"}");
            assertThat(agent.text()).contains("\"ack\"");
        }
    }

    @Test
    void aMessageInFragmentsIsOneEvenIfACharacterIsCut() throws Exception {
        byte[] bytes = "{\"seq\":1,\"type\":\"opened\",\"at\":\"2026-07-01T12:00:00Z\",\"x\":\"网吧\"}"
                .getBytes(StandardCharsets.UTF_8);
        try (var agent = server.greeted()) {
            agent.frame(RawWebSocket.TEXT, false, new byte[0]);
            for (int i = 0; i < bytes.length; i++) {
                agent.frame(RawWebSocket.CONTINUATION, false, new byte[] {bytes[i]});
                if (i == 5) {
                    agent.frame(RawWebSocket.PING, true, new byte[] {1});
                    assertThat(agent.receive()).isEqualTo(new RawWebSocket.Received.Pong());
                }
            }
            agent.frame(RawWebSocket.CONTINUATION, true, new byte[0]);
            assertThat(agent.text()).contains("\"ack\"");
            assertThat(server.intake.messages().get(0).events().get(0).text()).contains("网吧");
        }
    }

    @Test
    void exactlyOneMebibyteIsTaken() throws Exception {
        String event = opened(1);
        try (var agent = server.greeted()) {
            agent.text(event + " ".repeat(1024 * 1024 - event.length()));
            assertThat(agent.text()).contains("\"ack\"");
        }
    }

    @Test
    void aFrameOfMoreIs1009ThoughThePeerGoesOnSending() throws Exception {
        try (var agent = server.greeted()) {
            agent.header(RawWebSocket.TEXT, true, 1024 * 1024 + 1).bytes(new byte[1024 * 1024 + 1]);
            assertThat(agent.untilClosed().code()).isEqualTo(1009);
        }
        try (var agent = server.greeted()) {
            agent.header(RawWebSocket.TEXT, true, Long.MAX_VALUE).bytes(new byte[4 * 1024 * 1024]);
            assertThat(agent.untilClosed().code()).isEqualTo(1009);
        }
    }

    @Test
    void fragmentsOfMoreAre1009() throws Exception {
        try (var agent = server.greeted()) {
            agent.frame(RawWebSocket.TEXT, false, new byte[600_000]);
            agent.frame(RawWebSocket.CONTINUATION, false, new byte[600_000]);
            assertThat(agent.untilClosed().code()).isEqualTo(1009);
        }
        try (var agent = server.greeted()) {
            agent.frame(RawWebSocket.TEXT, false, new byte[0]);
            for (int i = 0; i < 5_000; i++) {
                agent.frame(RawWebSocket.CONTINUATION, false, new byte[0]);
            }
            assertThat(agent.untilClosed().code()).isEqualTo(1009);
        }
    }

    @Test
    void aFrameThatBreaksTheProtocolIs1002() throws Exception {
        try (var agent = server.greeted()) {
            agent.bytes(new byte[] {(byte) 0x81, 2, '{', '}'}); // not masked
            assertThat(agent.untilClosed().code()).isEqualTo(1002);
        }
        try (var agent = server.greeted()) {
            agent.bytes(
                    new byte[] {(byte) 0xC1, (byte) 0x82, 0, 0, 0, 0, '{', '}'}); // compressed, which was not agreed
            assertThat(agent.untilClosed().code()).isEqualTo(1002);
        }
    }

    /** The seed is in the message of a failure. */
    @Test
    void randomBytesHarmNobodyElse() throws Exception {
        restart(AgentLimits.of(4_096, 60));
        try (var other = RawWebSocket.connect(server.port(), AgentServer.OTHER_KEY)) {
            other.text(hello(STREAM, 0));
            assertThat(other.text()).contains("welcome");
            for (long seed = 1; seed <= 100; seed++) {
                byte[] bytes = new byte[500];
                new Random(seed).nextBytes(bytes);
                try (var agent = server.connect()) {
                    agent.bytes(bytes);
                }
                other.text(opened(seed));
                assertThat(other.text()).as("seed %d", seed).contains("\"seq\":" + seed + ",");
            }
        }
    }

    @Test
    void theNewerConnectionWins() throws Exception {
        try (var older = server.greeted()) {
            older.text(opened(1));
            older.text();
            try (var newer = server.connect()) {
                newer.text(hello(STREAM, 1));
                assertThat(newer.text()).contains("\"ackedSeq\":1,");
                assertThat(older.untilClosed()).isEqualTo(new Closed(4408, "the café connected again"));
                newer.text(opened(2));
                assertThat(newer.text()).contains("\"seq\":2,");
                assertThat(server.connections.connected(new PlaceCode(AgentServer.PLACE)))
                        .isTrue();
            }
        }
    }

    /** As of a hello that is read late, after its agent has gone on to another connection. */
    @Test
    void anOlderConnectionThatGreetsLaterIsNotHeard() throws Exception {
        try (var older = server.connect();
                var newer = server.greeted()) {
            newer.text(opened(1));
            assertThat(newer.text()).contains("\"ack\"");
            older.text(hello(STREAM, 0));
            assertThat(older.untilClosed()).isEqualTo(new Closed(4408, "the café connected again"));
            newer.text(opened(2));
            assertThat(newer.text()).contains("\"seq\":2,");
        }
    }

    @Test
    void anotherCafesConnectionStays() throws Exception {
        try (var agent = server.greeted();
                var other = RawWebSocket.connect(server.port(), AgentServer.OTHER_KEY)) {
            other.text(hello(STREAM, 0));
            assertThat(other.text()).contains("36048110000002");
            agent.text(opened(1));
            assertThat(agent.text()).contains("\"ack\"");
        }
    }

    @Test
    void aSupersededStreamIs4410AndPushesNobodyOut() throws Exception {
        try (var older = server.greeted()) {
            older.text(opened(1));
            older.text();
        }
        try (var newer = server.greeted(NEWER)) {
            newer.text(opened(1));
            newer.text();
            try (var older = server.connect()) {
                older.text(hello(STREAM, 1));
                assertThat(older.untilClosed().code()).isEqualTo(4410);
            }
            newer.text(opened(2));
            assertThat(newer.text()).contains("\"seq\":2,");
        }
    }

    @Test
    void aConnectionWhoseStreamIsSupersededMeanwhileIs4410() throws Exception {
        try (var agent = server.greeted()) {
            server.connections.superseded(new PlaceCode(AgentServer.PLACE), NEWER);
            agent.text(opened(1));
            assertThat(agent.text()).contains("\"ack\"");
            server.connections.superseded(new PlaceCode(AgentServer.PLACE), STREAM);
            assertThat(agent.untilClosed().code()).isEqualTo(4410);
        }
    }

    @Test
    void anEndedKeyIs4401BySweepAndByCall() throws Exception {
        try (var agent = server.greeted()) {
            server.connections.keysEnded(Set.of(UUID.randomUUID()));
            server.connections.keysEnded(Set.of(AgentServer.KEY_ID));
            assertThat(agent.untilClosed().code()).isEqualTo(4401);
        }
        try (var agent = server.greeted()) {
            server.keys.ended.add(AgentServer.KEY_ID);
            assertThat(agent.untilClosed().code()).isEqualTo(4401);
        }
    }

    @Test
    void whatCannotBeStoredIs1001() throws Exception {
        try (var agent = server.greeted()) {
            server.intake.fail();
            agent.text(opened(1));
            assertThat(agent.untilClosed().code()).isEqualTo(1001);
        }
    }

    @Test
    void aFullWindowStopsTheReading() throws Exception {
        try (var agent = server.greeted()) {
            server.intake.hold();
            for (long seq = 1; seq <= 12; seq++) {
                agent.text(opened(seq));
            }
            awaitFullWindow();
            assertThat(server.intake.numbers()).hasSize(10);
            agent.frame(RawWebSocket.PING, true, new byte[0]); // is not read: no pong comes before the acks
            server.intake.release();
            assertThat(agent.text()).contains("\"ack\"");
            awaitNumbers(12);
        }
    }

    @Test
    void aFullWindowOfCharactersStopsTheReading() throws Exception {
        String large = opened(1).replace("}", ",\"x\":\"" + "y".repeat(900_000) + "\"}");
        try (var agent = server.greeted()) {
            server.intake.hold();
            for (int seq = 1; seq <= 7; seq++) {
                agent.text(large.replace("\"seq\":1,", "\"seq\":" + seq + ","));
            }
            awaitFullWindow();
            assertThat(server.intake.numbers()).hasSize(5);
            server.intake.release();
            awaitNumbers(7);
        }
    }

    private void awaitFullWindow() throws Exception {
        Await.until("a window is full", () -> server.windowsFull.get() > 0);
        assertThat(server.windowsFull).hasValue(1);
    }

    /** Waits until so many were taken. */
    private void awaitNumbers(int count) throws Exception {
        Await.until(count + " are taken", () -> server.intake.numbers().size() >= count);
        assertThat(server.intake.numbers()).hasSize(count);
    }

    @Test
    void aPeerThatDoesNotReadIsDropped() throws Exception {
        restart(new AgentLimits(
                60,
                20,
                new AgentLimits.Capacity(4_096, 4_000_000, 4, 2),
                new AgentLimits.Patience(60_000, 60_000, 200, 60_000, 5_000),
                new AgentLimits.Intervals(60_000, 10, 10)));
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress("localhost", server.port()));
        try (var agent = RawWebSocket.connect(socket, AgentServer.KEY)) {
            agent.text(hello(STREAM, 0));
            String all = LongStream.rangeClosed(1, 1_000)
                    .mapToObj(seq -> "{\"seq\":" + seq + ",\"type\":\"odd\"}")
                    .collect(Collectors.joining(",", "[", "]"));
            assertThat(agent.text()).contains("welcome");
            var repeats = Thread.ofVirtual().start(() -> sendUntilDropped(agent, all));
            assertThat(repeats.join(Await.PATIENCE)).isTrue();
        }
    }

    private static void sendUntilDropped(RawWebSocket agent, String message) {
        try {
            while (true) {
                agent.text(message);
            }
        } catch (java.io.IOException dropped) {
            assertThat(dropped).isNotNull();
        }
    }

    @Test
    void aConnectionWithoutHelloIsClosed() throws Exception {
        restart(new AgentLimits(
                60,
                20,
                new AgentLimits.Capacity(10, 4_000_000, 4, 2),
                new AgentLimits.Patience(50, 60_000, 60_000, 60_000, 5_000),
                new AgentLimits.Intervals(60_000, 10, 10)));
        try (var agent = server.connect()) {
            assertThat(agent.untilClosed().code()).isEqualTo(4400);
        }
    }

    @Test
    void pingsKeepAQuietConnectionAndSilenceEndsIt() throws Exception {
        restart(new AgentLimits(
                60,
                20,
                new AgentLimits.Capacity(10, 4_000_000, 4, 2),
                new AgentLimits.Patience(60_000, 300, 60_000, 60_000, 5_000),
                new AgentLimits.Intervals(20, 10, 10)));
        try (var agent = server.connect()) {
            agent.text(hello(STREAM, 0));
            agent.text();
            var closed = agent.untilClosedAfterPongs(30);
            assertThat(closed.code()).isEqualTo(1001);
        }
    }

    /**
     * Bytes count only once they form a frame: a client that sends one at a time is as silent as one that sends none.
     */
    @Test
    void aFrameThatTricklesIsNotWaitedFor() throws Exception {
        restart(new AgentLimits(
                60,
                20,
                new AgentLimits.Capacity(10, 4_000_000, 4, 2),
                new AgentLimits.Patience(60_000, 300, 60_000, 60_000, 5_000),
                new AgentLimits.Intervals(20, 10, 10)));
        var over = new AtomicBoolean();
        try (var agent = server.connect()) {
            agent.text(hello(STREAM, 0));
            agent.text();
            agent.header(RawWebSocket.TEXT, true, 100_000);
            Thread trickling = Thread.ofVirtual().start(() -> trickle(agent, over));
            assertThat(agent.untilClosedAfterPongs(0).code()).isEqualTo(1001);
            over.set(true);
            trickling.join();
        }
    }

    private static void trickle(RawWebSocket agent, AtomicBoolean over) {
        try {
            while (!over.get()) {
                agent.bytes(new byte[] {'x'});
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)); // the attack itself
            }
        } catch (java.io.IOException closed) {
            assertThat(closed).isNotNull();
        }
    }

    @Test
    void tooManyConnectionsOfOneCafeAre429() throws Exception {
        try (var first = server.connect();
                var second = server.connect();
                var third = server.connect();
                var fourth = server.connect();
                var fifth = server.connect();
                var other = RawWebSocket.connect(server.port(), AgentServer.OTHER_KEY)) {
            assertThat(List.of(first.status(), second.status(), third.status(), fourth.status()))
                    .containsOnly(101);
            assertThat(fifth.status()).isEqualTo(429);
            assertThat(other.status()).isEqualTo(101);
        }
    }

    @Test
    void closingSoonOnceAtFifteenAndOnceAtFiveMinutes() throws Exception {
        server.hours.closes = AgentServer.START.plus(Duration.ofMinutes(30));
        try (var agent = server.greeted()) {
            server.now = server.hours.closes.minus(Duration.ofMinutes(15));
            assertThat(agent.text())
                    .isEqualTo("{\"type\":\"notice\",\"notice\":\"closing-soon\","
                            + "\"closesAt\":\"2026-07-01T20:30:00+08:00\",\"minutes\":15}");
            server.now = server.hours.closes.minus(Duration.ofMinutes(14));
            server.now = server.hours.closes.minus(Duration.ofMinutes(4));
            assertThat(agent.text()).contains("\"minutes\":5}");
            server.now = server.hours.closes.plus(Duration.ofMinutes(1));
            agent.text(opened(1));
            assertThat(agent.text()).contains("\"ack\"");
        }
    }

    @Test
    void hoursThatChangeAreAnnounced() throws Exception {
        try (var agent = server.greeted()) {
            server.hours.closes = AgentServer.START.plus(Duration.ofHours(2));
            assertThat(agent.text())
                    .isEqualTo("{\"type\":\"notice\",\"notice\":\"hours-changed\",\"hours\":[{"
                            + "\"opens\":\"2026-07-01T20:00:00+08:00\",\"closes\":\"2026-07-01T22:00:00+08:00\"}]}");
        }
    }

    /** The first hello of a café makes the service read its hours. They are no others than those of the welcome. */
    @Test
    void hoursThatTheHelloMadeKnownAreNotAnnouncedAgain() throws Exception {
        server.hours.closes = AgentServer.START.plus(Duration.ofMinutes(30));
        server.intake.hours = server.hours.permitted(AgentServer.START, AgentServer.START.plus(Announcements.AHEAD));
        server.hellosBeforeHours = 1;
        try (var agent = server.greeted()) {
            server.now = server.hours.closes.minus(Duration.ofMinutes(15));
            assertThat(agent.text()).contains("closing-soon"); // another notice would come before it
        }
    }

    @Test
    void aStopAcknowledgesWhatIsInHandAndSends1001() throws Exception {
        try (var agent = server.greeted();
                var idle = server.connect()) {
            server.intake.hold();
            agent.text(opened(1));
            awaitNumbers(1);
            var stopped = server.api.close();
            assertThat(idle.untilClosed().code()).isEqualTo(1001);
            server.intake.release();
            assertThat(agent.text()).contains("\"ack\"");
            assertThat(agent.untilClosed().code()).isEqualTo(1001);
            agent.close();
            idle.close();
            stopped.await(PATIENCE_SECONDS, SECONDS);
            try (var late = server.connect()) {
                assertThat(late.status()).isEqualTo(503);
            }
        }
    }

    @Test
    void aReceivedTimeDoesNotGoBackWithTheClock() throws Exception {
        try (var agent = server.greeted()) {
            agent.text(opened(1));
            agent.text();
            server.now = AgentServer.START.minus(DatabaseClock.DIFFERENCE_MAX);
            agent.text(opened(2));
            agent.text();
            assertThat(server.intake.messages()).extracting(m -> m.receivedAt()).containsOnly(AgentServer.START);
        }
    }

    @Test
    void whoLeavesIsNoLongerConnected() throws Exception {
        try (var agent = server.greeted()) {
            assertThat(server.connections.connected(new PlaceCode(AgentServer.PLACE)))
                    .isTrue();
            assertThat(server.connections.count()).isEqualTo(1);
        }
        Await.until(
                "it is no longer connected",
                () -> !server.connections.connected(new PlaceCode(AgentServer.PLACE))
                        && Set.copyOf(server.connections.all()).isEmpty());
    }

    /** Otherwise a café that hangs up sends as fast as ever. */
    @Test
    void whoConnectsAgainBeyondTheQuotaIsNotTakenBeforeThePauseIsOver() throws Exception {
        server.intake.exceed(5);
        try (var agent = server.greeted()) {
            agent.text(opened(1));
            Await.until("the first is taken", () -> server.intake.numbers().size() == 1);
        }
        server.intake.exceed(0);
        try (var agent = server.connect();
                var other = RawWebSocket.connect(server.port(), AgentServer.OTHER_KEY)) {
            agent.text(hello(AgentServer.STREAM, 0));
            agent.text(opened(2));
            other.text(hello(NEWER, 0));
            other.text();
            other.text(opened(1));
            assertThat(other.text()).as("another café is answered at once").contains("\"ack\"");
            server.now = AgentServer.START.plusSeconds(60);
            server.intake.pass(4);
            assertThat(server.intake.numbers()).containsExactly(1L, 1L);
            assertThat(server.intake.hellos())
                    .as("the first and the other café's")
                    .isEqualTo(2);
            server.intake.pass(1);
            assertThat(agent.text()).contains("\"welcome\"");
            assertThat(agent.text()).contains("\"ack\"");
            assertThat(server.intake.messages().getLast().receivedAt()).isEqualTo(server.now);
        }
    }
}
