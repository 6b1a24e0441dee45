package lingdian.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How many durable events a second are acknowledged in a closed loop, beside {@code COPY} by psql of the rows that they came
 * to, into the same tables of another database, in the same run.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.ThroughputBenchmark [runs] [seconds]
 * </pre>
 */
public final class ThroughputBenchmark {
    private static final int WARM_UP_SECONDS = 30;
    private static final int INSERTS_PER_SECOND = 2_000;
    private static final int INSERT_SECONDS = 5;
    private static final String SHARE = "share of COPY";
    private static final String COPIED = "copied";
    private static final List<String> REFERENCED = List.of("cafe", "stream");
    private static final List<String> TABLES = List.of("journal", "sealed", "session");

    private ThroughputBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        var figures = new Runs();
        for (int run = 1; run <= runs; run++) {
            try (var service = MeasuredService.start()) {
                System.out.println("run " + run + ": " + Machine.describe(service.directory()));
                double events = acknowledged(service, seconds, figures);
                BareInserts.run(service, INSERTS_PER_SECOND, INSERT_SECONDS, INSERT_SECONDS, figures);
                double copied = copied(service);
                figures.add("events/s by COPY of their rows", copied);
                figures.add(SHARE, events / copied);
            }
        }
        figures.report();
        if (BareInserts.isFit(figures)) {
            figures.goalAtLeast(SHARE, 0.3);
        }
    }

    private static double acknowledged(MeasuredService service, int seconds, Runs figures) throws Exception {
        MeasuredService.Steady load = service.steadyLoad(
                "--window",
                "64",
                "--batch",
                "64",
                "--seconds",
                String.valueOf(seconds),
                "--warm-up",
                String.valueOf(WARM_UP_SECONDS));
        double eventsPerSecond = load.report().getDouble("eventsPerSecond");
        figures.add("events/s acknowledged", eventsPerSecond);
        load.addTo(figures);
        return eventsPerSecond;
    }

    /** Events a second whose rows psql copies into the tables of a second, empty database: the same, foreign keys included. */
    private static double copied(MeasuredService service) throws Exception {
        service.emptyDatabase(COPIED);
        copyOut(service, REFERENCED);
        copyIn(service, REFERENCED);
        copyOut(service, TABLES);
        service.stopVacuuming();
        try (Connection connection = service.database(COPIED);
                var statement = connection.createStatement()) {
            statement.execute("SELECT lingdian.ensure_day(current_date + day) FROM generate_series(-1, 1) AS day");
            statement.execute("CHECKPOINT");
            long begun = System.nanoTime();
            copyIn(service, TABLES);
            double seconds = (System.nanoTime() - begun) / 1e9;
            long events = count(connection);
            for (String table :
                    Stream.concat(REFERENCED.stream(), TABLES.stream()).toList()) {
                Files.delete(file(service, table));
            }
            System.out.printf(Locale.ROOT, "  COPY of %,d events' rows: %.1f s%n", events, seconds);
            return events / seconds;
        }
    }

    private static void copyOut(MeasuredService service, List<String> tables) throws Exception {
        for (String table : tables) {
            psql(
                    service,
                    "lingdian",
                    "\\copy (SELECT * FROM lingdian." + table + ") TO '" + file(service, table) + "' (FORMAT binary)");
        }
    }

    private static void copyIn(MeasuredService service, List<String> tables) throws Exception {
        for (String table : tables) {
            psql(service, COPIED, "\\copy lingdian." + table + " FROM '" + file(service, table) + "' (FORMAT binary)");
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM lingdian.journal")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Path file(MeasuredService service, String table) {
        return service.directory().resolve(table + ".copy").toAbsolutePath();
    }

    private static void psql(MeasuredService service, String database, String command)
            throws IOException, InterruptedException {
        var psql = new ProcessBuilder(
                        "psql",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(service.port()),
                        "-U",
                        "postgres",
                        "-d",
                        database,
                        "-qc",
                        command)
                .inheritIO();
        psql.environment().put("PGPASSWORD", service.password());
        int exit = psql.start().waitFor();
        if (exit != 0) {
            throw new IOException("psql failed");
        }
    }
}
