package lingdian.benchmark;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Single-row INSERTs, each a transaction of its own, at a rate that is offered: what the machine and its PostgreSQL can
 * do without this program. Every goal about time is a ratio to theirs, taken in the same run.
 */
final class BareInserts {
    static final String P50 = "INSERT p50, ms";
    static final String P99 = "INSERT p99, ms";
    /** At the median. A machine on which they take longer is not fit to judge: its disk or processors are away at times. */
    private static final double FIT_MILLIS = 1.5;

    private static final int CONNECTIONS = 16;

    private BareInserts() {}

    /** Whether the machine was fit to judge by; says so where it was not. */
    static boolean isFit(Runs figures) {
        double millis = figures.median(P50);
        if (millis > FIT_MILLIS) {
            System.out.printf(
                    Locale.ROOT,
                    "not judged: INSERTs of this machine have a p50 of %.2f ms, more than %.1f%n",
                    millis,
                    FIT_MILLIS);
        }
        return millis <= FIT_MILLIS;
    }

    static void run(MeasuredService service, int rate, int warmUpSeconds, int seconds, Runs figures) throws Exception {
        Histogram latencies = run(service, rate, warmUpSeconds, seconds);
        figures.add(P50, latencies.getValueAtPercentile(50) / 1e3);
        figures.add(P99, latencies.getValueAtPercentile(99) / 1e3);
    }

    /** Their latencies in microseconds. */
    static Histogram run(MeasuredService service, int rate, int warmUpSeconds, int seconds) throws Exception {
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
            return new Inserting(vertx, pool, rate, warmUpSeconds, seconds).run();
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
