package lingdian.benchmark;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
    private static final long SAID_FROM = 500_000;
    private static final int EVENTS_A_DAY = 400 + 400 + 1_440;

    private static final String SIZES = """
            SELECT regexp_replace(relname, '_[0-9]{8}$', '') AS name, sum(pg_table_size(relid))::bigint AS rows,
                   sum(pg_indexes_size(relid))::bigint AS indexes
            FROM pg_statio_user_tables WHERE schemaname IN ('lingdian', 'reporting') GROUP BY name ORDER BY rows DESC
            """;

    /** What a table takes, and its indexes. */
    private record Size(String table, long rows, long indexes) {
        long all() {
            return rows + indexes;
        }
    }

    private StorageBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String cafes = arguments.length > 0 ? arguments[0] : "100";
        String seconds = arguments.length > 1 ? arguments[1] : "30";
        try (var service = MeasuredService.start();
                var database = service.database()) {
            System.out.println(Machine.describe(service.directory()));
            long before = bytes(sizes(database));
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
            List<Size> sizes = sizes(database);
            sizes.stream().filter(size -> size.all() > SAID_FROM).forEach(size -> say(size, events));
            double stored = bytes(sizes) - before;
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

    private static List<Size> sizes(Connection database) throws SQLException {
        var sizes = new ArrayList<Size>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(SIZES)) {
            while (rows.next()) {
                sizes.add(new Size(rows.getString("name"), rows.getLong("rows"), rows.getLong("indexes")));
            }
        }
        return sizes;
    }

    private static long bytes(List<Size> sizes) {
        return sizes.stream().mapToLong(Size::all).sum();
    }

    private static void say(Size size, double events) {
        System.out.printf(
                Locale.ROOT,
                "  %-24s %7.0f kB of rows, %6.0f kB of indexes a day%n",
                size.table(),
                size.rows() / events * EVENTS_A_DAY / 1e3,
                size.indexes() / events * EVENTS_A_DAY / 1e3);
    }
}
