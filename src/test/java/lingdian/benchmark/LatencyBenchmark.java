package lingdian.benchmark;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long verdicts take at a rate that is offered, beside bare single-row INSERTs at the same rate into the same
 * PostgreSQL, in the same run. Latency counts from the moment that was fixed in advance, of both.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.LatencyBenchmark [runs] [logins/s] [seconds] [registered]
 * </pre>
 *
 * With a number of registered persons, the service lets in nobody else, and all logins are of theirs.
 */
public final class LatencyBenchmark {
    private static final int CONNECTIONS = 16;
    private static final int WARM_UP_SECONDS = 60; // both programs compile themselves for most of it
    private static final int INSERT_WARM_UP_SECONDS = 20;
    /** Of bare INSERTs, at the median. A machine on which they take longer is not fit to judge verdicts. */
    private static final double FIT_INSERT_MILLIS = 1.5;

    private static final String P50_RATIO = "verdict p50 by INSERT p50";
    private static final String P99_RATIO = "verdict p99 by INSERT p99";

    private LatencyBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 30;
        int registered = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        var figures = new Runs();
        try (var service = registered > 0 ? MeasuredService.startStrict() : MeasuredService.start()) {
            if (registered > 0) {
                fill(service, registered);
            }
            for (int run = 1; run <= runs; run++) {
                System.out.println("run " + run + ": " + Machine.describe(service.directory()));
                verdicts(service, rate, seconds, registered, figures);
                inserts(service, rate, seconds, figures);
                figures.add(P50_RATIO, figures.last("verdict p50, ms") / figures.last("INSERT p50, ms"));
                figures.add(P99_RATIO, figures.last("verdict p99, ms") / figures.last("INSERT p99, ms"));
            }
        }
        figures.report();
        judge(figures);
    }

    /** Goals are ratios, which hold on a slower machine too, but not on one whose disk or processors are away at times. */
    private static void judge(Runs figures) {
        double insert = figures.median("INSERT p50, ms");
        if (insert > FIT_INSERT_MILLIS) {
            System.out.printf(
                    Locale.ROOT,
                    "not judged: INSERTs of this machine have a p50 of %.2f ms, more than %.1f%n",
                    insert,
                    FIT_INSERT_MILLIS);
            return;
        }
        figures.goalAtMost(P50_RATIO, 4);
        figures.goalAtMost(P99_RATIO, 5);
    }

    /** The registry, once, as it is days after the import: vacuumed, and all of it in the tables. */
    private static void fill(MeasuredService service, int registered) throws Exception {
        service.load("--rate", "100", "--registered", String.valueOf(registered), "--seconds", "1", "--warm-up", "0");
        try (var connection = service.database();
                var statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }

    private static void verdicts(MeasuredService service, int rate, int seconds, int registered, Runs figures)
            throws Exception {
        MeasuredService.Cpu before = service.cpu();
        JsonObject report = service.load(
                "--rate",
                String.valueOf(2 * rate),
                "--mix",
                "login=1,logout=1",
                "--registered",
                String.valueOf(registered),
                "--seconds",
                String.valueOf(seconds),
                "--warm-up",
                String.valueOf(WARM_UP_SECONDS));
        MeasuredService.Cpu taken = service.cpu().since(before);
        double events = report.getJsonObject("wholeRun").getDouble("acknowledged");
        JsonObject latency = report.getJsonObject("verdictLatency");
        figures.add("verdicts/s", report.getDouble("verdictsPerSecond"));
        figures.add("verdict p50, ms", latency.getDouble("p50Millis"));
        figures.add("verdict p99, ms", latency.getDouble("p99Millis"));
        figures.add("service, µs of processor an event", taken.service() / events * 1e6);
        figures.add("PostgreSQL, µs of processor an event", taken.database() / events * 1e6);
    }

    private static void inserts(MeasuredService service, int rate, int seconds, Runs figures) throws Exception {
        try (var connection = service.database();
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS bare");
            statement.execute("CREATE TABLE bare (id bigint PRIMARY KEY, at timestamptz NOT NULL, body text NOT NULL)");
        }
        Vertx vertx = Vertx.vertx();
        Pool pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(service.port())
                        .setDatabase("lingdian")
                        .setUser("postgres")
                        .setPassword(service.password())
                        .setCachePreparedStatements(true))
                .with(new PoolOptions().setMaxSize(CONNECTIONS).setMaxWaitQueueSize(-1))
                .build();
        try {
            Histogram latencies = new Inserting(vertx, pool, rate, INSERT_WARM_UP_SECONDS, seconds).run();
            figures.add("INSERT p50, ms", latencies.getValueAtPercentile(50) / 1e3);
            figures.add("INSERT p99, ms", latencies.getValueAtPercentile(99) / 1e3);
        } finally {
            pool.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** An open loop of INSERTs, each a transaction of its own. On one event loop. */
    private static final class Inserting {
        private static final String INSERT = "INSERT INTO bare VALUES ($1, now(), $2)";
        private static final String BODY = "x".repeat(200);
        private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(60);

        private final Vertx vertx;
        private final Pool pool;
        private final long total;
        private final long unmeasured;
        private final double nanosBetween;
        private final Histogram micros = new Histogram(LATE_NANOS / 1_000, 3);
        private final Promise<Void> done = Promise.promise();
        private long begun;
        private long sent;
        private long answered;

        Inserting(Vertx vertx, Pool pool, int rate, int warmUpSeconds, int seconds) {
            this.vertx = vertx;
            this.pool = pool;
            this.unmeasured = (long) rate * warmUpSeconds;
            this.total = unmeasured + (long) rate * seconds;
            this.nanosBetween = 1e9 / rate;
        }

        Histogram run() throws Exception {
            vertx.runOnContext(go -> {
                begun = System.nanoTime();
                vertx.setPeriodic(1, this::tick);
            });
            done.future().await(10, TimeUnit.MINUTES);
            return micros;
        }

        private void tick(long timer) {
            long now = System.nanoTime();
            while (sent < total && due(sent) <= now) {
                send(sent++);
            }
            if (sent == total) {
                vertx.cancelTimer(timer);
            }
        }

        private long due(long number) {
            return begun + (long) (number * nanosBetween);
        }

        private void send(long number) {
            Future<?> inserted = pool.preparedQuery(INSERT).execute(Tuple.of(number, BODY));
            inserted.onComplete(answer -> {
                if (answer.failed()) {
                    done.tryFail(answer.cause());
                }
                if (number >= unmeasured) {
                    micros.recordValue(Math.min(LATE_NANOS, System.nanoTime() - due(number)) / 1_000);
                }
                if (++answered == total) {
                    done.tryComplete();
                }
            });
        }
    }
}
