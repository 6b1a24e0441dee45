package lingdian.benchmark;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Whether verdicts take longer as time goes on at a rate that is offered: those of the last minute beside those of the
 * second one, what service and PostgreSQL take of processors meanwhile, and what tables and indexes have grown to.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.RiseBenchmark [logins/s] [minutes] [registered]
 * </pre>
 */
public final class RiseBenchmark {
    private static final int INSERT_SECONDS = 20;
    private static final int SECOND_MINUTE = 1;
    private static final double GOAL = 1.2;
    private static final long SMALL = 1 << 20; // bytes of a table that is not shown
    private static final String P50_RATIO = "p50 of the last minute by the second's";
    private static final String P99_RATIO = "p99 of the last minute by the second's";
    private static final String DEAD = """
            SELECT regexp_replace(relname, '_[0-9]{8}$', '') AS name, sum(n_live_tup)::bigint, sum(n_dead_tup)::bigint,
                   max(last_autovacuum)::time(0)
            FROM pg_stat_user_tables WHERE schemaname IN ('lingdian', 'reporting') GROUP BY name
            HAVING sum(pg_total_relation_size(relid)) > %d ORDER BY sum(pg_total_relation_size(relid)) DESC
            """.formatted(SMALL);

    private RiseBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        int minutes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        int registered = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200_000;
        if (minutes <= SECOND_MINUTE + 1) {
            throw new IllegalArgumentException("a rise needs more than two minutes");
        }
        var figures = new Runs();
        try (var service = MeasuredService.startStrict()) {
            LatencyBenchmark.fill(service, registered);
            System.out.println(Machine.describe(service.directory()));
            MeasuredService.Steady load = LatencyBenchmark.load(service, rate, 60 * minutes, registered);
            sayMinutes(load);
            JsonArray latencies = load.report().getJsonArray("verdictLatencyOfMinutes");
            JsonObject second = latencies.getJsonObject(SECOND_MINUTE);
            JsonObject last = latencies.getJsonObject(minutes - 1);
            figures.add(P50_RATIO, last.getDouble("p50Millis") / second.getDouble("p50Millis"));
            figures.add(P99_RATIO, last.getDouble("p99Millis") / second.getDouble("p99Millis"));
            load.addTo(figures);
            sayTables(service);
            BareInserts.run(service, rate, INSERT_SECONDS, INSERT_SECONDS, figures);
        }
        if (BareInserts.isFit(figures)) {
            figures.goalAtMost(P50_RATIO, GOAL);
            figures.goalAtMost(P99_RATIO, GOAL);
        }
    }

    private static void sayMinutes(MeasuredService.Steady load) {
        System.out.println("  minute  verdicts  p50, ms  p99, ms  max, ms  service and PostgreSQL, µs an event");
        List<JsonObject> minutes = load.report().getJsonArray("verdictLatencyOfMinutes").stream()
                .map(JsonObject.class::cast)
                .toList();
        double perMinute = load.events() / minutes.size();
        for (int minute = 0; minute < minutes.size(); minute++) {
            JsonObject of = minutes.get(minute);
            MeasuredService.Cpu taken = load.takenIn(minute);
            System.out.printf(
                    Locale.ROOT,
                    "  %6d  %,8d  %7.2f  %7.2f  %7.1f  %.0f + %.0f%n",
                    minute + 1,
                    of.getLong("count"),
                    of.getDouble("p50Millis"),
                    of.getDouble("p99Millis"),
                    of.getDouble("maxMillis"),
                    taken.service() / perMinute * 1e6,
                    taken.database() / perMinute * 1e6);
        }
    }

    private static void sayTables(MeasuredService service) throws SQLException {
        try (Connection database = service.database();
                var statement = database.createStatement()) {
            for (TableSize size : TableSize.read(database)) {
                if (size.all() > SMALL) {
                    System.out.printf(
                            Locale.ROOT,
                            "    %-20s %,7.1f MB, indexes %,7.1f MB%n",
                            size.table(),
                            size.rows() / 1e6,
                            size.indexes() / 1e6);
                }
            }
            try (ResultSet rows = statement.executeQuery(DEAD)) {
                while (rows.next()) {
                    System.out.printf(
                            Locale.ROOT,
                            "    %-20s %,11d rows, %,9d dead, last vacuumed %s%n",
                            rows.getString(1),
                            rows.getLong(2),
                            rows.getLong(3),
                            rows.getString(4));
                }
            }
        }
    }
}
