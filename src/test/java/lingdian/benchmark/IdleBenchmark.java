package lingdian.benchmark;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Readers of the feed and agents who are connected and send nothing: how long connecting takes, what heap that needs, and
 * whether readers who read nothing make the others wait.
 *
 * <p>Fewer than asked for where a process may not open so many files ({@code ulimit -n}).
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.IdleBenchmark [runs] [of each]
 * </pre>
 */
public final class IdleBenchmark {
    private static final int FILES_BESIDE = 500;
    private static final int IDLE_SECONDS = 20;
    private static final int MEASURED_SECONDS = 30;
    private static final int RATE = 2; // at 5 a second a message is still being read when the next one comes
    private static final int OLD_MESSAGES = 20_000;
    private static final int SLOW = 20;
    private static final String SLOWED = "p90 with slow readers, as a share of without";

    private IdleBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int asked = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        int each = Math.min(asked, (files() - FILES_BESIDE) / 2);
        System.out.printf(Locale.ROOT, "%,d readers and %,d agents of %,d asked for%n", each, each, asked);
        var figures = new Runs();
        for (int run = 1; run <= runs; run++) {
            run(each, figures);
        }
        figures.report();
        figures.goalAtMost("s to connect both", 60);
        figures.goalAtMost("MB of live heap, all connected", 1_024);
        figures.goalAtMost(SLOWED, 1.2);
    }

    private static void run(int each, Runs figures) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (var service = MeasuredService.start("1g")) {
            System.out.println(Machine.describe(service.directory()));
            double empty = heapMegabytes(service);
            long begun = System.nanoTime();
            try (var agents = new Agents(vertx, service, each)) {
                double made = (System.nanoTime() - begun) / 1e9;
                agents.connect();
                double agentsConnected = (System.nanoTime() - begun) / 1e9 - made;
                figures.add("s to connect the agents", agentsConnected);
                byte[] request = request(service, "");
                var writer = new FeedWriting(service);
                for (int written = 0; written < OLD_MESSAGES; written += 100) {
                    writer.write(100); // for those who will ask for all that is kept
                }
                begun = System.nanoTime();
                try (writer;
                        var readers = new FeedReaders(service.url().getPort(), request, each, "event: v")) {
                    figures.add("s to connect both", agentsConnected + (System.nanoTime() - begun) / 1e9);
                    MeasuredService.Cpu before = service.cpu();
                    Thread.sleep(SECONDS.toMillis(IDLE_SECONDS));
                    figures.add(
                            "processors busy with being idle",
                            service.cpu().since(before).service() / IDLE_SECONDS);
                    figures.add("MB of live heap, nobody connected", empty);
                    figures.add("MB of live heap, all connected", heapMegabytes(service));
                    figures.add("MB of the process in memory", service.residentMegabytes());
                    slowReaders(service, writer, readers, figures);
                }
            }
        } finally {
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    /** The same rate without and with readers who ask for all that is kept and read nothing. */
    private static void slowReaders(MeasuredService service, FeedWriting writer, FeedReaders readers, Runs figures)
            throws Exception {
        readers.offer(RATE, MEASURED_SECONDS, writer::write).say("warm-up");
        FeedReaders.Offered without = readers.offer(RATE, MEASURED_SECONDS, writer::write);
        without.say("without");
        List<SocketChannel> slow = new ArrayList<>();
        byte[] request = request(service, "?from=0");
        for (int i = 0; i < SLOW; i++) {
            slow.add(slow(service, request));
        }
        FeedReaders.Offered with = readers.offer(RATE, MEASURED_SECONDS, writer::write);
        with.say("with");
        for (SocketChannel one : slow) {
            one.close();
        }
        double before = p90(without);
        double after = p90(with);
        figures.add("p90 without slow readers, ms", before);
        figures.add("p90 with " + SLOW + " slow readers, ms", after);
        figures.add(SLOWED, after / before);
        figures.add("MB of live heap, with slow readers", heapMegabytes(service));
    }

    /** Of sixty messages: the slowest one alone would be p99. */
    private static double p90(FeedReaders.Offered offered) {
        return offered.latencies().getValueAtPercentile(90) / 1e6;
    }

    private static SocketChannel slow(MeasuredService service, byte[] request) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        channel.connect(new InetSocketAddress("127.0.0.1", service.url().getPort()));
        channel.write(ByteBuffer.wrap(request));
        return channel;
    }

    private static byte[] request(MeasuredService service, String query) throws Exception {
        return FeedReaders.request(service.regulatorToken(), query);
    }

    private static double heapMegabytes(MeasuredService service) throws IOException {
        return service.liveHeap().values().stream().mapToLong(bytes -> bytes).sum() / 1e6;
    }

    /** How many files this process may open, and so those that it starts. */
    private static int files() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> Integer.parseInt(line.split("\\s+")[3]))
                .findAny()
                .orElse(1_024);
    }
}
