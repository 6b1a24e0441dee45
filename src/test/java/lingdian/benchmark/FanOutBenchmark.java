package lingdian.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How many messages of 800 bytes a second reach 500 readers of the feed, and how late; where nginx with nchan is installed,
 * the same for it right after. The goal is asked of the first rate. A message's time begins when it was due to be committed
 * (to be posted to nginx), and ends when a reader has all of it; readers count bytes, on one thread.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.FanOutBenchmark [runs] [readers] [seconds] [messages/s …]
 * </pre>
 */
public final class FanOutBenchmark {
    private static final double GOAL_DELIVERIES = 190_000;
    private static final double GOAL_MILLIS = 20;
    private static final int WARM_UP_SECONDS = 60; // until the service has compiled itself
    private static final String SERVICE = "service";
    private static final String NCHAN = "nchan";

    private final int readers;
    private final int seconds;
    private final Runs figures = new Runs();

    private FanOutBenchmark(int readers, int seconds) {
        this.readers = readers;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int readers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
        int[] rates = {400, 600};
        if (arguments.length > 3) {
            rates = Arrays.stream(arguments).skip(3).mapToInt(Integer::parseInt).toArray();
        }
        new FanOutBenchmark(readers, seconds).measure(runs, rates);
    }

    private void measure(int runs, int[] rates) throws Exception {
        try (var service = MeasuredService.start()) {
            System.out.println(Machine.describe(service.directory()));
            try (var writer = new FeedWriting(service);
                    var ours = new FeedReaders(service.url().getPort(), request(service), readers, "event: v")) {
                ours.offer(rates[0], WARM_UP_SECONDS, writer::write);
                if (Nchan.isInstalled()) {
                    besideNchan(runs, rates, service, writer, ours);
                } else {
                    System.out.println("nginx with nchan is not installed (libnginx-mod-nchan)");
                    for (int rate : turns(runs, rates)) {
                        service(rate, service, writer, ours);
                    }
                }
            }
        }
        figures.report();
        figures.goalAtLeast(name(SERVICE, rates[0], "deliveries/s"), GOAL_DELIVERIES);
        figures.goalAtMost(name(SERVICE, rates[0], "p99, ms"), GOAL_MILLIS);
    }

    private void besideNchan(int runs, int[] rates, MeasuredService service, FeedWriting writer, FeedReaders ours)
            throws Exception {
        try (var nginx = Nchan.start();
                var its = new FeedReaders(
                        nginx.port(),
                        "GET /feed HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".getBytes(US_ASCII),
                        readers,
                        "data: {")) {
            its.offer(rates[0], 5, nginx::publish); // warms up
            for (int rate : turns(runs, rates)) {
                service(rate, service, writer, ours);
                add(NCHAN, its.offer(rate, seconds, nginx::publish));
            }
        }
    }

    /** Each of the rates, as often as there are runs. */
    private static int[] turns(int runs, int[] rates) {
        return IntStream.range(0, runs * rates.length)
                .map(turn -> rates[turn % rates.length])
                .toArray();
    }

    private void service(int rate, MeasuredService service, FeedWriting writer, FeedReaders ours) throws Exception {
        MeasuredService.Cpu before = service.cpu();
        FeedReaders.Offered offered = ours.offer(rate, seconds, writer::write);
        double busy = service.cpu().since(before).service();
        add(SERVICE, offered);
        figures.add(name(SERVICE, rate, "µs of processor a delivery"), busy * 1e6 / offered.delivered());
    }

    private void add(String who, FeedReaders.Offered offered) {
        offered.say(who);
        figures.add(name(who, offered.rate(), "deliveries/s"), offered.deliveriesPerSecond());
        figures.add(name(who, offered.rate(), "p99, ms"), offered.p99Millis());
    }

    private static String name(String who, int rate, String what) {
        return who + ", " + rate + " messages/s: " + what;
    }

    private static byte[] request(MeasuredService service) throws Exception {
        return FeedReaders.request(service.regulatorToken(), "");
    }
}
