package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.testing.Await;
import lingdian.testing.RawWebSocket;
import lingdian.testing.RunningService;
import lingdian.testing.Stopwatch;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address requests WebSockets as fast as it can, with unknown keys and with a café's own key: the service keeps no
 * more of them than an address may have, none gets an internal error or no answer, and a café that was connected before
 * still gets its answers.
 *
 * <p>{@code -Dlingdian.flood.seconds=600 -Dlingdian.long=true} runs longer, and on an idle machine asserts that the
 * café's answers come within a second.
 */
class UpgradeFloodIT {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeFloodIT.class);
    private static final String ELSEWHERE = "127.0.0.2"; // also this machine, but not the exempt address
    private static final int PER_ADDRESS = 5;
    private static final int ASKING = 12;
    private static final Duration FLOOD = Duration.ofSeconds(Integer.getInteger("lingdian.flood.seconds", 3));
    private static final int QUIET_EVENTS = 50;
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(1);

    private static RunningService service;
    private static TestAgent honest;
    private static String key;
    private static long seq;

    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger heldMost = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.with()
                .settings("connections: {maximumPerAddress: " + PER_ADDRESS + "}")
                .start();
        honest = TestAgent.connect(service.vertx(), service.url(), service.cafe("36048110000001", List.of()));
        honest.hello(UUID.randomUUID(), 0);
        key = service.cafe("36048110000002", List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        honest.close();
        service.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoAsksForSocketsWithoutEndSlowsNobody(boolean rightKey) throws Exception {
        List<Duration> quiet = new ArrayList<>();
        for (int i = 0; i < QUIET_EVENTS; i++) {
            quiet.add(answered());
        }
        ConcurrentMap<Integer, Integer> statuses = new ConcurrentHashMap<>();
        var over = new AtomicBoolean();
        List<Thread> flood = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
            flood.add(Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    statuses.merge(ask(rightKey ? key : "nobody's"), 1, Integer::sum);
                }
            }));
        }
        List<Duration> flooded = new ArrayList<>();
        long end = System.nanoTime() + FLOOD.toNanos();
        while (System.nanoTime() < end) {
            flooded.add(answered());
        }
        over.set(true);
        for (Thread one : flood) {
            one.join();
        }
        LOG.info(
                "right key {}, {} s: asked with {}, at most {} held; {} answers of the other café, p99 {} ms, before {} ms",
                rightKey,
                FLOOD.toSeconds(),
                new TreeMap<>(statuses),
                heldMost,
                flooded.size(),
                p99(flooded).toMillis(),
                p99(quiet).toMillis());
        // 0: closed without an answer, like connections beyond the limit of an address
        assertThat(statuses.keySet()).isSubsetOf(rightKey ? List.of(0, 101, 429) : List.of(0, 401, 429));
        assertThat(statuses).containsKeys(rightKey ? 101 : 401, 0);
        assertThat(heldMost).hasPositiveValue().hasValueLessThanOrEqualTo(PER_ADDRESS);
        Stopwatch.assertWithin("99 of 100 answers of the other café", p99(flooded), ANSWERED_WITHIN);
    }

    /** Of a draft before RFC 6455, whose frames are others, and two in one segment. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCannotBeUsedTakesNoPlaceForGood(boolean twice) throws Exception {
        String cafe = service.cafe(twice ? "36048110000003" : "36048110000004", List.of());
        String sent = twice ? upgrade(cafe, "Sec-WebSocket-Version: 13").repeat(2) : upgrade(cafe, "Origin: http://x");
        for (int i = 0; i < 40; i++) {
            try (var socket = new Socket("127.0.0.1", service.url().getPort())) {
                socket.setSoTimeout(Await.PATIENCE_MILLIS);
                socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
                String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                assertThat(line).isIn(twice ? List.of("HTTP/1.1 101", "HTTP/1.1 429", "") : List.of("HTTP/1.1 426"));
            } catch (IOException closed) {
                assertThat(twice).as("closed without an answer: %s", closed).isTrue();
            }
        }

        Await.until("the café's places are free", () -> {
            try (RawWebSocket own = RawWebSocket.connect(service.url().getPort(), "Authorization: Bearer " + cafe)) {
                return own.status() == 101;
            }
        });
    }

    private static Duration answered() {
        long began = System.nanoTime();
        honest.send(Events.event(++seq, "opened"));
        honest.ack(seq);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Duration p99(List<Duration> all) {
        List<Duration> sorted = all.stream().sorted().toList();
        return sorted.get((sorted.size() - 1) * 99 / 100);
    }

    private static String upgrade(String key, String... headers) {
        return "GET /agent/v1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer " + key + "\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    /** The status of the answer; 0 if the connection is closed without one, -1 if no answer comes. */
    private int ask(String with) {
        try (var socket = new Socket(
                InetAddress.getByName("127.0.0.1"), service.url().getPort(), InetAddress.getByName(ELSEWHERE), 0)) {
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(upgrade(with, "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: lingdian.agent.v1")
                            .getBytes(StandardCharsets.US_ASCII));
            String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            if (line.length() < 12) {
                return 0;
            }
            heldMost.accumulateAndGet(held.incrementAndGet(), Math::max);
            held.decrementAndGet();
            return Integer.parseInt(line.substring(9));
        } catch (SocketTimeoutException late) {
            return -1;
        } catch (IOException closed) {
            return 0;
        }
    }
}
