package lingdian.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Many readers of Server-Sent Events on one thread, which count messages and take their times. All are sent the same
 * messages in the same order, so that the number of a message is its place.
 */
final class FeedReaders implements AutoCloseable {
    private static final int BETWEEN_MARKS = 700; // bytes at least: looking at each would cost more than to receive it
    private static final long LATE_NANOS = 60_000_000_000L;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final Selector selector = Selector.open();
    private final byte[] bytes = new byte[1 << 18];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private final byte[] mark;
    private final int readers;
    private AtomicLongArray due = new AtomicLongArray(0);
    private Histogram latencies = new Histogram(3);
    private long delivered;
    private long read;

    /** How far one reader is. */
    private static final class Reader {
        private int message;
        private int matched;
        private int unlooked; // bytes in which no mark can be
    }

    /** What became of one rate. */
    record Offered(int rate, double seconds, long delivered, long bytes, Histogram published, Histogram latencies) {
        double deliveriesPerSecond() {
            return delivered / seconds;
        }

        double p99Millis() {
            return latencies.getValueAtPercentile(99) / 1e6;
        }

        void say(String who) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-8s %4d messages/s: %,8.0f deliveries/s of %.0f bytes, p50 %.1f ms, p99 %.1f ms, most %.1f ms;"
                            + " published p50 %.1f ms, p99 %.1f ms%n",
                    who,
                    rate,
                    deliveriesPerSecond(),
                    bytes / (double) delivered,
                    latencies.getValueAtPercentile(50) / 1e6,
                    p99Millis(),
                    latencies.getMaxValue() / 1e6,
                    published.getValueAtPercentile(50) / 1e6,
                    published.getValueAtPercentile(99) / 1e6);
        }
    }

    /** What a reader of the service's feed asks; the query may be empty. */
    static byte[] request(String token, String query) {
        return ("GET /api/v1/violations/feed" + query + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    /**
     * Connects all, which wait for the answer's beginning.
     *
     * @param mark what is in each message once and in nothing else
     */
    FeedReaders(int port, byte[] request, int readers, String mark) throws IOException {
        this.readers = readers;
        this.mark = mark.getBytes(US_ASCII);
        for (int i = 0; i < readers; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress("127.0.0.1", port));
            channel.write(ByteBuffer.wrap(request));
            channel.read(ByteBuffer.allocate(4_096)); // from here on it is sent everything
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Reader());
        }
    }

    /** Has {@code publish} publish what is due, on a thread of its own, and reads until all readers have all of it. */
    Offered offer(int rate, int seconds, LongConsumer publish) throws Exception {
        int messages = rate * seconds;
        due = new AtomicLongArray(messages);
        latencies = new Histogram(LATE_NANOS, 3);
        delivered = 0;
        read = 0;
        selector.keys().forEach(key -> ((Reader) key.attachment()).message = 0);
        long begun = System.nanoTime();
        var published = new Histogram(LATE_NANOS, 3);
        Thread publishing = Thread.ofPlatform().start(() -> publish(begun, rate, messages, publish, published));
        long last = begun;
        while (delivered < (long) messages * readers && System.nanoTime() - last < PATIENCE_NANOS) {
            selector.select(100);
            last = readAll() ? System.nanoTime() : last;
        }
        publishing.join();
        return new Offered(rate, (last - begun) / 1e9, delivered, read, published, latencies);
    }

    private void publish(long begun, int rate, int messages, LongConsumer publish, Histogram times) {
        int published = 0;
        while (published < messages) {
            int now = (int) Math.min(messages, (System.nanoTime() - begun) * (double) rate / 1e9 + 1);
            if (now > published) {
                for (int i = published; i < now; i++) {
                    due.set(i, begun + (long) (i * 1e9 / rate));
                }
                publish.accept(now - published);
                for (int i = published; i < now; i++) {
                    times.recordValue(System.nanoTime() - due.get(i));
                }
                published = now;
            } else {
                java.util.concurrent.locks.LockSupport.parkNanos(200_000);
            }
        }
    }

    private boolean readAll() throws IOException {
        boolean some = false;
        for (SelectionKey key : selector.selectedKeys()) {
            buffer.clear();
            int got = ((SocketChannel) key.channel()).read(buffer);
            if (got < 0) {
                throw new IOException("a reader was cut off");
            }
            read += got;
            some |= got > 0;
            count((Reader) key.attachment(), got);
        }
        selector.selectedKeys().clear();
        return some;
    }

    private void count(Reader reader, int length) {
        int matched = reader.matched;
        long now = System.nanoTime();
        int i = reader.unlooked;
        for (; i < length; i++) {
            if (bytes[i] == mark[matched]) {
                if (++matched == mark.length) {
                    matched = 0;
                    i += BETWEEN_MARKS;
                    delivered(reader.message++, now);
                }
            } else if (matched > 0) {
                matched = bytes[i] == mark[0] ? 1 : 0;
            }
        }
        reader.matched = matched;
        reader.unlooked = i - length;
    }

    private void delivered(int message, long now) {
        delivered++;
        if (message < due.length()) {
            latencies.recordValue(Math.min(LATE_NANOS, now - due.get(message)));
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
