package lingdian.benchmark;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import org.HdrHistogram.Histogram;

/**
 * How long from the moment that a minor's login was due to be sent until a regulator's connection has the message of the
 * violation; beside the verdict of the same login.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.ScreenBenchmark [runs] [violations/s] [seconds]
 * </pre>
 */
public final class ScreenBenchmark {
    private static final int CAFES = 100;
    private static final int TERMINALS = 50;
    private static final int WARM_UP_SECONDS = 40;
    private static final double GOAL_MILLIS = 30;
    private static final long LATE_NANOS = SECONDS.toNanos(60);
    private static final String SESSION = "\"session\":\"v-";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(); // one that nobody holds is closed with the garbage
    private final int rate;
    private final int seconds;
    private long[] due = new long[0];
    private long first;
    private Histogram screen = new Histogram(3);
    private Histogram verdict = new Histogram(3);
    private long shown;
    private long sent;

    private ScreenBenchmark(int rate, int seconds) {
        this.rate = rate;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 30;
        var benchmark = new ScreenBenchmark(rate, seconds);
        try {
            benchmark.run(runs);
        } finally {
            benchmark.vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    private void run(int runs) throws Exception {
        var figures = new Runs();
        try (var service = MeasuredService.start();
                var agents = new Agents(vertx, service, CAFES)) {
            due = new long[rate * (WARM_UP_SECONDS + runs * (seconds + 5))];
            agents.listen((cafe, type, text) -> judged(type, text));
            agents.connect();
            watch(service, agents);
            offer(agents, WARM_UP_SECONDS);
            for (int run = 1; run <= runs; run++) {
                System.out.println("run " + run + ": " + Machine.describe(service.directory()));
                screen = new Histogram(LATE_NANOS, 3);
                verdict = new Histogram(LATE_NANOS, 3);
                shown = 0;
                first = sent;
                offer(agents, seconds);
                figures.add("violations/s shown", shown / (double) seconds);
                figures.add("event sent to message received, p50, ms", screen.getValueAtPercentile(50) / 1e6);
                figures.add("event sent to message received, p99, ms", screen.getValueAtPercentile(99) / 1e6);
                figures.add("its verdict, p50, ms", verdict.getValueAtPercentile(50) / 1e6);
                figures.add("its verdict, p99, ms", verdict.getValueAtPercentile(99) / 1e6);
            }
        }
        figures.report();
        figures.goalAtMost("event sent to message received, p99, ms", GOAL_MILLIS);
    }

    /** So many seconds at the rate, and a moment for the last of them. */
    private void offer(Agents agents, int during) throws Exception {
        var over = Promise.<Void>promise();
        agents.context().runOnContext(nothing -> {
            long begun = System.nanoTime();
            long begin = sent;
            long end = begin + (long) rate * during;
            vertx.setPeriodic(1, timer -> {
                long now = System.nanoTime();
                while (sent < end && begun + (long) ((sent - begin) * 1e9 / rate) <= now) {
                    due[(int) sent] = begun + (long) ((sent - begin) * 1e9 / rate);
                    send(agents, sent++);
                }
                if (sent == end) {
                    vertx.cancelTimer(timer);
                    vertx.setTimer(2_000, id -> over.tryComplete());
                }
            });
        });
        over.future().await(10, MINUTES);
    }

    private static void send(Agents agents, long number) {
        int cafe = (int) (number % CAFES);
        agents.send(
                cafe,
                Agents.login(
                                agents.nextSeq(cafe),
                                "v-" + number,
                                "A" + number / CAFES % TERMINALS,
                                "M-" + number,
                                "2012-01-01")
                        .encode());
    }

    private void judged(String type, String text) {
        if (type.equals("verdict")) {
            record(verdict, number(text));
        }
    }

    private void watch(MeasuredService service, Agents agents) throws Exception {
        String token = service.regulatorToken();
        var connected = Promise.<Void>promise();
        agents.context()
                .runOnContext(nothing -> client.request(new RequestOptions()
                                .setMethod(HttpMethod.GET)
                                .setAbsoluteURI(service.url() + "/api/v1/violations/feed")
                                .putHeader("Authorization", "Bearer " + token))
                        .compose(request -> request.send())
                        .onFailure(connected::tryFail)
                        .onSuccess(response -> {
                            response.handler(RecordParser.newDelimited("\n\n", this::message));
                            connected.tryComplete();
                        }));
        connected.future().await(PATIENCE_SECONDS, SECONDS);
    }

    private void message(Buffer message) {
        String text = message.toString();
        if (text.contains("event: violation.opened")) {
            record(screen, number(text));
            shown++;
        }
    }

    private static int number(String text) {
        int from = text.indexOf(SESSION) + SESSION.length();
        return Integer.parseInt(text.substring(from, text.indexOf('"', from)));
    }

    private void record(Histogram to, int number) {
        if (number >= first) {
            to.recordValue(Math.min(LATE_NANOS, System.nanoTime() - due[number]));
        }
    }
}
