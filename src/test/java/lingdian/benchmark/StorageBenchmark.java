package lingdian.benchmark;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/**
 * What a café's day takes on the disk, indexes included, beside the JSON that was sent: 100 terminals, 400 logins, 400
 * logouts, 1,440 heartbeats. Events of that mix are sent for some cafés, and what they take is reckoned for a day's 2,240.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.StorageBenchmark [cafés] [seconds]
 * </pre>
 */
public final class StorageBenchmark {
    private static final int EVENTS_A_DAY = 400 + 400 + 1_440;

    private static final String SIZES = """
            SELECT relname, sum(pg_total_relation_size(relid)) OVER (PARTITION BY relname) AS bytes
            FROM (SELECT regexp_replace(relname, '_[0-9]{8}$', '') AS relname, relid
                  FROM pg_statio_user_tables WHERE schemaname IN ('lingdian', 'reporting')) AS tables
            """;

    private StorageBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String cafes = arguments.length > 0 ? arguments[0] : "100";
        String seconds = arguments.length > 1 ? arguments[1] : "30";
        try (var service = MeasuredService.start();
                var database = service.database()) {
            System.out.println(Machine.describe(service.directory()));
            long before = bytes(database, false);
            JsonObject report = service.load(
                    "--cafes",
                    cafes,
                    "--mix",
                    "login=10,logout=10,heartbeat=36",
                    "--terminals",
                    "100",
                    "--window",
                    "64",
                    "--seconds",
                    seconds,
                    "--warm-up",
                    "0");
            JsonObject run = report.getJsonObject("wholeRun");
            double events = run.getDouble("acknowledged");
            double stored = bytes(database, true) - before;
            System.out.printf(
                    Locale.ROOT,
                    "%,.0f events; a day of %,d: %,.0f kB stored, %,.0f kB of JSON sent, %.2f of it%n",
                    events,
                    EVENTS_A_DAY,
                    stored / events * EVENTS_A_DAY / 1e3,
                    run.getDouble("bytesSent") / events * EVENTS_A_DAY / 1e3,
                    stored / run.getDouble("bytesSent"));
        }
    }

    /** Of all tables, their indexes included. */
    private static long bytes(Connection database, boolean say) throws SQLException {
        long sum = 0;
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(
                        "SELECT DISTINCT * FROM (" + SIZES + ") AS all_tables ORDER BY bytes DESC")) {
            while (rows.next()) {
                sum += rows.getLong("bytes");
                if (say && rows.getLong("bytes") > 1_000_000) {
                    System.out.printf(
                            Locale.ROOT, "  %-24s %,12d bytes%n", rows.getString("relname"), rows.getLong("bytes"));
                }
            }
        }
        return sum;
    }
}
