package lingdian.benchmark;

import io.vertx.core.json.JsonObject;

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
    private static final int WARM_UP_SECONDS = 60; // both programs compile themselves for most of it
    private static final int INSERT_WARM_UP_SECONDS = 20;

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
                BareInserts.run(service, rate, INSERT_WARM_UP_SECONDS, seconds, figures);
                figures.add(P50_RATIO, figures.last("verdict p50, ms") / figures.last(BareInserts.P50));
                figures.add(P99_RATIO, figures.last("verdict p99, ms") / figures.last(BareInserts.P99));
            }
        }
        figures.report();
        judge(figures);
    }

    /** Goals are ratios, which hold on a slower machine too, but not on one whose disk or processors are away at times. */
    private static void judge(Runs figures) {
        if (BareInserts.isFit(figures)) {
            figures.goalAtMost(P50_RATIO, 4);
            figures.goalAtMost(P99_RATIO, 5);
        }
    }

    /** The registry, once, as it is days after the import: vacuumed, and all of it in the tables. */
    static void fill(MeasuredService service, int registered) throws Exception {
        service.load("--rate", "100", "--registered", String.valueOf(registered), "--seconds", "1", "--warm-up", "0");
        try (var connection = service.database();
                var statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }

    private static void verdicts(MeasuredService service, int rate, int seconds, int registered, Runs figures)
            throws Exception {
        MeasuredService.Steady load = load(service, rate, seconds, registered);
        JsonObject latency = load.report().getJsonObject("verdictLatency");
        figures.add("verdicts/s", load.report().getDouble("verdictsPerSecond"));
        figures.add("verdict p50, ms", latency.getDouble("p50Millis"));
        figures.add("verdict p99, ms", latency.getDouble("p99Millis"));
        load.addTo(figures);
    }

    /** A logout for each login, after a minute in which both programs compile themselves. */
    static MeasuredService.Steady load(MeasuredService service, int rate, int seconds, int registered)
            throws Exception {
        return service.steadyLoad(
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
    }
}
