package lingdian.feed.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.TestDatabase;

/**
 * A rough measurement of the fan-out, not a test. Run {@code java -cp … lingdian.feed.log.FeedFanOut 500 20000 10}; the
 * arguments are the number of subscribers, the number of messages (about 800 bytes each on the wire), and the number of
 * messages per commit.
 *
 * <p>Database, service and clients share the machine. Clients only count bytes, on one thread.
 */
final class FeedFanOut {
    private FeedFanOut() {}

    public static void main(String[] arguments) throws Exception {
        int subscribers = Integer.parseInt(arguments[0]);
        int messages = Integer.parseInt(arguments[1]);
        int together = Integer.parseInt(arguments[2]);
        DatabaseAddress database = TestDatabase.migrated();
        try (var writer = new FeedWriter(database);
                var node = new FeedNode(database, FeedSettings.defaults(), new HttpServerOptions());
                var selector = Selector.open()) {
            writer.putCafe(FeedWriter.CAFE, "360481");
            for (int i = 0; i < subscribers; i++) {
                connect(selector, node.port());
            }
            for (int round = 0; round < 5; round++) {
                measure(node, writer, selector, subscribers, messages, together);
            }
        }
        System.exit(0);
    }

    private static void measure(
            FeedNode node, FeedWriter writer, Selector selector, int subscribers, int messages, int together)
            throws Exception {
        long target = node.counts.messagesDelivered() + (long) subscribers * messages;
        long began = System.nanoTime();
        Thread writing = Thread.ofPlatform().start(() -> write(node, writer, messages, together));
        long bytes = 0;
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
        long idleSince = System.nanoTime();
        while (node.counts.messagesDelivered() < target || System.nanoTime() - idleSince < 200_000_000L) {
            selector.select(10);
            long read = readAll(selector, buffer);
            bytes += read;
            idleSince = read > 0 ? System.nanoTime() : idleSince;
        }
        writing.join();
        double seconds = (idleSince - began) / 1e9;
        System.out.printf(
                "%d subscribers x %d messages of %d bytes, %d a commit: %,.0f deliveries/s, %.0f MB/s, cut off %d%n",
                subscribers,
                messages,
                bytes / subscribers / messages,
                together,
                (double) subscribers * messages / seconds,
                bytes / seconds / 1e6,
                node.counts.readersCutOff());
    }

    private static void write(FeedNode node, FeedWriter writer, int messages, int together) {
        try {
            for (int written = 0; written < messages; written += together) {
                writer.writeLong(together);
                node.hub.wake();
            }
        } catch (java.sql.SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void connect(Selector selector, int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress("localhost", port));
        channel.write(ByteBuffer.wrap(
                ("GET " + FeedEndpoint.PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII)));
        channel.read(ByteBuffer.allocate(4_096)); // the first bytes: from now on it gets all
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    private static long readAll(Selector selector, ByteBuffer buffer) throws IOException {
        long bytes = 0;
        for (SelectionKey key : selector.selectedKeys()) {
            buffer.clear();
            bytes += Math.max(0, ((SocketChannel) key.channel()).read(buffer));
        }
        selector.selectedKeys().clear();
        return bytes;
    }
}
