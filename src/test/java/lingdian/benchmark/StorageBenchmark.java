package lingdian.benchmark;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What a café's day takes on the disk, indexes included, beside the JSON that was sent: 100 terminals, 400 logins, 400
 * logouts, 1,440 heartbeats. Events of that mix are sent for some cafés, and what they take is reckoned for a day's 2,240: as
 * they were written, and once their day is packed. Each café fills its terminals first, so the more events each sends, the
 * nearer it is to the mix: it is said what was sent. States of cafés do not belong to a day and are said by themselves.
 *
 * <p>Sessions and states are written again, and each first version leaves room for another one once it is vacuumed. A load that sends
 * several days within half a minute is over before PostgreSQL does so by itself, as it does once a minute of a real evening: the
 * benchmark has it done all the time.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.StorageBenchmark [runs] [cafés] [seconds]
 * </pre>
 */
public final class StorageBenchmark {
    private static final long SAID_FROM = 500_000;
    static final int EVENTS_A_DAY = 400 + 400 + 1_440;
    private static final long COUNTED_WITHIN_NANOS = 300_000_000_000L;
    private static final long LOOK_MILLIS = 1_000;
    private static final long VACUUM_SECONDS = 2;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    static final String STATES = "cafe_state";
    private static final String PACKED = "packed";

    private StorageBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        String cafes = arguments.length > 1 ? arguments[1] : "100";
        String seconds = arguments.length > 2 ? arguments[2] : "45";
        var figures = new Runs();
        for (int run = 1; run <= runs; run++) {
            run(cafes, seconds, figures);
        }
        figures.report();
        figures.goalAtMost(kilobytes(PACKED), 350);
    }

    private static void run(String cafes, String seconds, Runs figures) throws Exception {
        try (var service = MeasuredService.start();
                var database = service.database()) {
            System.out.println(Machine.describe(service.directory()));
            long before = TableSize.bytes(TableSize.read(database));
            JsonObject report = load(service, cafes, seconds);
            JsonObject run = report.getJsonObject("wholeRun");
            double events = run.getDouble("acknowledged");
            System.out.printf(
                    Locale.ROOT, "%,.0f events, of them logins: %.1f %%%n", events, 100 * logins(database) / events);
            say("as written", database, before, events, run.getDouble("bytesSent"), figures);
            double packing = pack(database);
            say(PACKED, database, before, events, run.getDouble("bytesSent"), figures);
            figures.add("kB of JSON sent", run.getDouble("bytesSent") / events * EVENTS_A_DAY / 1e3);
            figures.add("µs a record to pack", packing / events * 1e6);
        }
    }

    private static JsonObject load(MeasuredService service, String cafes, String seconds) throws Exception {
        try (var database = service.database();
                var vacuum = Executors.newSingleThreadScheduledExecutor()) {
            vacuum.scheduleWithFixedDelay(() -> vacuum(database), VACUUM_SECONDS, VACUUM_SECONDS, TimeUnit.SECONDS);
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
            vacuum.shutdown();
            return report;
        }
    }

    private static void vacuum(Connection database) {
        try (var statement = database.createStatement()) {
            statement.execute("VACUUM lingdian.session, lingdian.cafe_state");
        } catch (SQLException e) {
            throw new IllegalStateException(e); // it is not tried again, and the figures show it
        }
    }

    private static void say(String what, Connection database, long before, double events, double sent, Runs figures)
            throws SQLException {
        List<TableSize> sizes = TableSize.read(database);
        sizes.stream().filter(size -> size.all() > SAID_FROM).forEach(size -> say(size, events));
        long states = TableSize.bytes(
                sizes.stream().filter(size -> size.table().equals(STATES)).toList());
        double stored = TableSize.bytes(sizes) - before - states;
        System.out.printf(Locale.ROOT, "  all states of cafés %,.0f kB%n", states / 1e3);
        figures.add(kilobytes(what), stored / events * EVENTS_A_DAY / 1e3);
        figures.add("share of the JSON, " + what, stored / sent);
    }

    private static String kilobytes(String what) {
        return "kB of a café's day, " + what;
    }

    private static double logins(Connection database) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM lingdian.session")) {
            row.next();
            return row.getDouble(1);
        }
    }

    /** As a sweep does it in the night after next, here of the day that runs; once all of it is in the figures. */
    static double pack(Connection database) throws SQLException, InterruptedException {
        try (var statement = database.createStatement()) {
            statement.execute("SET search_path = lingdian");
            long until = System.nanoTime() + COUNTED_WITHIN_NANOS;
            while (uncounted(statement) > 0) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException("not everything is counted in the figures");
                }
                Thread.sleep(LOOK_MILLIS);
            }
            statement.execute("""
                    CREATE OR REPLACE FUNCTION packable_days(up_to date) RETURNS SETOF date LANGUAGE sql STABLE
                    SET search_path FROM CURRENT AS 'SELECT up_to'
                    """);
            String day = day(statement);
            while (true) {
                long begun = System.nanoTime();
                try {
                    statement.execute("SELECT pack_day('" + day + "', now())");
                    return (System.nanoTime() - begun) / 1e9;
                } catch (SQLException busy) { // vacuum has the table, or a sweep of the service
                    if (!LOCK_NOT_AVAILABLE.equals(busy.getSQLState()) || System.nanoTime() > until) {
                        throw busy;
                    }
                    Thread.sleep(LOOK_MILLIS);
                }
            }
        }
    }

    private static String day(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("SELECT max(day) FROM journal")) {
            row.next();
            return row.getString(1);
        }
    }

    private static long uncounted(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("""
                SELECT count(*) FROM stream_head LEFT JOIN counted_stream ON stream_number = number
                WHERE acked_seq > coalesce(seq, 0)
                """)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void say(TableSize size, double events) {
        System.out.printf(
                Locale.ROOT,
                "  %-24s %7.0f kB of rows, %6.0f kB of indexes a day%n",
                size.table(),
                size.rows() / events * EVENTS_A_DAY / 1e3,
                size.indexes() / events * EVENTS_A_DAY / 1e3);
    }
}
