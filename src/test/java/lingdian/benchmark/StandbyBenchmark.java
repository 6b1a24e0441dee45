package lingdian.benchmark;

import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Migrations;
import lingdian.reliability.TrialCluster;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import org.HdrHistogram.Histogram;

/**
 * What waiting for a synchronous standby costs: throughput, verdicts and bare INSERTs on the shipped cluster, beside the
 * same while its standbys follow and nothing waits for them, and while its primary is alone. One service, one primary, one
 * run. All three PostgreSQL share this machine, so {@code FOLLOWED} is what {@code SYNCHRONOUS} is compared with: {@code
 * ALONE} also has the processors that the standbys would take on machines of their own.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.StandbyBenchmark [runs] [logins/s] [seconds]
 * </pre>
 *
 * A run takes five to six minutes on an idle machine, by the sum of its loads.
 */
public final class StandbyBenchmark {
    private static final String DATABASE = "lingdian";
    private static final int SERVICE_WARM_UP_SECONDS = 30; // it compiles itself for most of it
    private static final int WARM_UP_SECONDS = 12; // each load has a generator that has just begun
    private static final int INSERTS_PER_SECOND = 1_000;
    private static final int INSERT_WARM_UP_SECONDS = 3;
    private static final int INSERT_SECONDS = 5;

    private static final List<String> CLOSED = List.of("--window", "64", "--batch", "64");

    private static final String EVENTS = "events/s acknowledged";
    private static final String VERDICTS = "verdicts/s";
    private static final String P50 = "verdict p50, ms";
    private static final String P99 = "verdict p99, ms";

    private static final String REPLAYED = "SELECT count(*) FROM pg_stat_replication"
            + " WHERE state = 'streaming' AND pg_current_wal_lsn() - replay_lsn < 1000000";
    private static final String WAITED_FOR = "SHOW synchronous_standby_names";

    private final TrialCluster cluster;
    private final MeasuredService service;
    private final List<Integer> standbys;
    private final List<String> open;
    private final int seconds;
    private final Runs figures = new Runs();

    private enum Setup {
        ALONE,
        FOLLOWED,
        SYNCHRONOUS
    }

    private StandbyBenchmark(TrialCluster cluster, MeasuredService service, int primary, int rate, int seconds) {
        this.cluster = cluster;
        this.service = service;
        this.standbys = IntStream.rangeClosed(1, TrialCluster.MACHINES)
                .filter(machine -> machine != primary)
                .boxed()
                .toList();
        this.open = List.of("--rate", String.valueOf(2 * rate), "--mix", "login=1,logout=1");
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
        int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
        TrialCluster.isNeeded();
        try (var cluster = TrialCluster.start(false)) {
            // Else a gigabyte of the log is kept before the first file of it is written over.
            cluster.tell("set", "postgresql.parameters.wal_keep_size=128MB");
            int primary = cluster.leader();
            try (var service = service(cluster, primary)) {
                var benchmark = new StandbyBenchmark(cluster, service, primary, rate, seconds);
                benchmark.warmUp();
                for (int run = 1; run <= runs; run++) {
                    benchmark.run(run);
                }
                benchmark.figures.report();
            }
        }
    }

    private static MeasuredService service(TrialCluster cluster, int primary) throws Exception {
        DatabaseAddress all = cluster.address();
        TestDatabase.execute(cluster.only(primary), "CREATE DATABASE " + DATABASE);
        var address = new DatabaseAddress(all.hosts(), DATABASE, all.user(), all.password(), all.tls(), all.session());
        Migrations.run(address);
        return MeasuredService.onDatabase(address, all.hosts().get(primary - 1), cluster.data(primary));
    }

    private void warmUp() throws Exception {
        for (int standby : standbys) {
            TestDatabase.execute(cluster.only(standby), "CHECKPOINT"); // it gets files to be written over, too
        }
        load(CLOSED, SERVICE_WARM_UP_SECONDS, 1);
    }

    /** Every second run in the opposite order: the tables grow, and the machine is another one from minute to minute. */
    private void run(int run) throws Exception {
        System.out.println("run " + run + ": " + Machine.describe(service.directory()));
        List<Setup> order = Arrays.asList(Setup.values());
        for (Setup setup : run % 2 == 1 ? order : order.reversed()) {
            arrange(setup);
            measure(setup);
        }
        for (String figure : List.of(EVENTS, P50, P99, BareInserts.P50)) {
            double ratio = figures.last(name(Setup.SYNCHRONOUS, figure)) / figures.last(name(Setup.FOLLOWED, figure));
            figures.add("synchronous by followed: " + figure, ratio);
        }
    }

    private void arrange(Setup setup) throws Exception {
        if (setup != Setup.ALONE) {
            tellStandbys("begin");
        }
        boolean waits = setup == Setup.SYNCHRONOUS;
        cluster.tell("set", "synchronous_mode=" + waits);
        Await.until("commits wait, or not", () -> isNamed(ask(WAITED_FOR)) == waits);
        if (setup == Setup.ALONE) {
            tellStandbys("halt");
        }
        String streaming = setup == Setup.ALONE ? "0" : Integer.toString(standbys.size());
        Await.until(
                "the standbys have all that was written", () -> ask(REPLAYED).equals(streaming));
        try (var connection = service.database();
                var statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    private void tellStandbys(String command) throws Exception {
        for (int standby : standbys) {
            cluster.tell(command, standby);
        }
    }

    /** A standby, and not any that may come. */
    private static boolean isNamed(String standby) {
        return !standby.isEmpty() && !standby.equals("*");
    }

    private String ask(String sql) throws SQLException {
        try (var connection = service.database();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void measure(Setup setup) throws Exception {
        Histogram inserts = BareInserts.run(service, INSERTS_PER_SECOND, INSERT_WARM_UP_SECONDS, INSERT_SECONDS);
        add(setup, BareInserts.P50, inserts.getValueAtPercentile(50) / 1e3);
        add(setup, BareInserts.P99, inserts.getValueAtPercentile(99) / 1e3);
        add(setup, EVENTS, load(CLOSED, WARM_UP_SECONDS, seconds).getDouble("eventsPerSecond"));
        JsonObject report = load(open, WARM_UP_SECONDS, seconds);
        JsonObject latency = report.getJsonObject("verdictLatency");
        add(setup, VERDICTS, report.getDouble("verdictsPerSecond"));
        add(setup, P50, latency.getDouble("p50Millis"));
        add(setup, P99, latency.getDouble("p99Millis"));
    }

    private JsonObject load(List<String> shape, int warmUp, int measured) throws Exception {
        var options = new ArrayList<>(shape);
        options.addAll(List.of("--warm-up", String.valueOf(warmUp), "--seconds", String.valueOf(measured)));
        return service.load(options.toArray(String[]::new));
    }

    private void add(Setup setup, String figure, double value) {
        figures.add(name(setup, figure), value);
    }

    private static String name(Setup setup, String figure) {
        return setup + ": " + figure;
    }
}
