package lingdian.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.Locale;

/**
 * How many messages of 800 bytes a second reach 500 readers of the feed, and how late; beside nginx with nchan, where it is
 * installed, at the same rates in the same run. A message's time begins when it was due to be committed (to be posted to
 * nginx), and ends when a reader has all of it; readers count bytes, on one thread.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.FanOutBenchmark [readers] [seconds] [messages/s …]
 * </pre>
 */
public final class FanOutBenchmark {
    private static final double GOAL_DELIVERIES = 190_000;
    private static final double GOAL_MILLIS = 20;

    private FanOutBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int readers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
        int[] rates = {100, 200, 300, 400, 500, 600};
        if (arguments.length > 2) {
            rates = Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
        }
        try (var service = MeasuredService.start()) {
            System.out.println(Machine.describe(service.directory()));
            double ours = ours(service, readers, seconds, rates);
            double nginx = Nchan.isInstalled() ? nchan(readers, seconds, rates) : 0;
            System.out.printf(
                    Locale.ROOT,
                    "goal %s: deliveries/s with p99 of at most %.0f ms, at least %,.0f, is %,.0f; nginx with nchan %s%n",
                    ours >= GOAL_DELIVERIES ? "met" : "MISSED",
                    GOAL_MILLIS,
                    GOAL_DELIVERIES,
                    ours,
                    Nchan.isInstalled() ? String.format(Locale.ROOT, "%,.0f", nginx) : "is not installed");
        }
    }

    private static double ours(MeasuredService service, int readers, int seconds, int[] rates) throws Exception {
        Vertx vertx = Vertx.vertx();
        String token = service.regulatorToken(vertx);
        vertx.close().await(20, SECONDS);
        byte[] request = FeedReaders.request(token, "");
        try (var writer = new FeedWriting(service);
                var fan = new FeedReaders(service.url().getPort(), request, readers, "event: v")) {
            fan.offer(100, 30, writer::write); // warms up
            double before = service.cpu().service();
            double most = 0;
            for (int rate : rates) {
                most = Math.max(most, fan.offer(rate, seconds, writer::write).say("service", GOAL_MILLIS));
                double after = service.cpu().service();
                System.out.printf(
                        Locale.ROOT,
                        "    %.2f µs of the service's processor a delivery%n",
                        (after - before) * 1e6 / ((double) rate * seconds * readers));
                before = after;
            }
            return most;
        }
    }

    private static double nchan(int readers, int seconds, int[] rates) throws Exception {
        try (var nginx = Nchan.start();
                var fan = new FeedReaders(
                        nginx.port(),
                        "GET /feed HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".getBytes(US_ASCII),
                        readers,
                        "data: {")) {
            fan.offer(100, 5, nginx::publish);
            double most = 0;
            for (int rate : rates) {
                most = Math.max(most, fan.offer(rate, seconds, nginx::publish).say("nchan", GOAL_MILLIS));
            }
            return most;
        }
    }
}
