package lingdian.feed.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscribers that never read: they are cut off, and cost the others nothing. */
class SlowReadersIT {
    private static final int READING = Integer.getInteger("lingdian.feed.reading", 150);
    private static final int STUCK = Integer.getInteger("lingdian.feed.stuck", 100);
    private static final int MESSAGES = Integer.getInteger("lingdian.feed.messages", 1_500);
    private static final int MESSAGE_BYTES = 500; // at least
    private static final FeedSettings SETTINGS =
            FeedSettings.defaults().withPoll(20).withTimes(100, 15_000, 4_000, 2_000);

    private final DatabaseAddress database = TestDatabase.migrated();
    private final List<Socket> sockets = new ArrayList<>();
    private FeedWriter writer;
    private FeedNode node;

    @BeforeEach
    void start() throws Exception {
        writer = new FeedWriter(database);
        writer.putCafe(FeedWriter.CAFE, "360481");
        node = new FeedNode(database, SETTINGS);
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        node.close();
        writer.close();
    }

    @Test
    void whoNeverReadsIsCutOffAndTheOthersGetEverything() throws Exception {
        var readers = new ArrayList<FeedClient>();
        for (int i = 0; i < READING; i++) {
            readers.add(i % 3 == 0 ? FeedClient.webSocket(node.port(), "") : FeedClient.sse(node.port(), ""));
        }
        for (int i = 0; i < STUCK; i++) {
            String query = i % 2 == 0 ? "" : "?from=0";
            sockets.add(i % 4 < 2 ? stuck(query, "") : stuck(query, upgrade()));
        }
        await(() -> node.hub.subscribers() == READING + STUCK);

        long before = directMemory();
        long greatest = 0;
        for (int written = 0; written < MESSAGES; written += 50) {
            writer.write(50);
            node.hub.wake();
            long sofar = written + 50L;
            await(() -> readers.stream()
                    .allMatch(reader -> reader.received() >= sofar)); // so that these cannot fall behind
            greatest = Math.max(greatest, directMemory());
        }

        for (int i = 0; i < READING; i++) {
            assertThat(readers.get(i).positions(MESSAGES)).isEqualTo(upTo(MESSAGES));
        }
        await(() -> node.counts.readersCutOff() == STUCK);
        assertThat(node.hub.subscribers()).isEqualTo(READING);
        // Each stuck reader was written at most the pending limit plus the contents of both sockets' buffers.
        assertThat(node.counts.messagesDelivered() - (long) READING * MESSAGES)
                .isLessThan((long) STUCK * (SETTINGS.sending().pendingBytes() + 100_000) / MESSAGE_BYTES);
        assertThat(greatest - before)
                .isLessThan((long) STUCK * 2 * SETTINGS.sending().pendingBytes() + (64L << 20));
        await(() -> node.openSockets() == READING); // the sockets of stuck readers are closed, not just forgotten
        readers.forEach(FeedClient::close);
    }

    @Test
    void whoReadsSlowlyButReadsGetsEverything() throws Exception {
        writer.write(1_000);
        Socket socket = stuck("?from=0", "");
        var text = new StringBuilder();
        byte[] some = new byte[4_096];
        while (!text.toString().contains("\nid: 1000\n")) {
            int length = socket.getInputStream().read(some);
            assertThat(length).isPositive();
            text.append(new String(some, 0, length, US_ASCII));
        }

        long[] ids = text.toString()
                .lines()
                .filter(line -> line.startsWith("id: "))
                .mapToLong(line -> Long.parseLong(line.substring(4)))
                .toArray();
        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, 1_000).toArray());
    }

    @Test
    void aReaderThatSendsWithoutEndIsCutOff() throws Exception {
        Socket socket = stuck("", upgrade());
        await(() -> node.hub.subscribers() == 1);
        byte[] ping = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0}; // masked, empty
        try {
            while (node.hub.subscribers() == 1) {
                socket.getOutputStream().write(ping);
            }
        } catch (IOException closed) {
            // expected
        }

        await(() -> node.hub.subscribers() == 0);
    }

    /** The rest of a long frame would be kept for as long as the connection lasts. */
    @Test
    void aReaderThatAnnouncesALongFrameIsCutOff() throws Exception {
        Socket socket = stuck("", upgrade());
        await(() -> node.hub.subscribers() == 1);
        int length = ReaderFrames.FRAME_BYTES_MAX + 1;
        byte[] head = {(byte) 0x81, (byte) 0xFE, (byte) (length >> 8), (byte) length, 0, 0, 0, 0};
        socket.getOutputStream().write(head);

        await(() -> node.hub.subscribers() == 0);
        await(() -> node.openSockets() == 0);
    }

    /** Connects, sends a request and does not read. Its receive buffer is small, so that the sender notices soon. */
    private Socket stuck(String query, String headers) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("localhost", node.port()));
        socket.setSoTimeout(Await.PATIENCE_MILLIS);
        String request = "GET " + FeedEndpoint.PATH + query + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        return socket;
    }

    private static String upgrade() {
        return "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    }

    private static long directMemory() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    private static List<Long> upTo(long count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        Await.until("the hub is so far", condition);
    }
}
