package lingdian.benchmark;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import lingdian.testing.TestDatabase;

/**
 * How long a workbook of 100,000 rows takes over HTTP, of a service that has 64 MB of heap beyond what it holds idle: with
 * more it would end by itself. Each file is read back by Apache POI, and by LibreOffice Calc where it is named.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.ExportBenchmark [/usr/bin/soffice]
 * </pre>
 */
public final class ExportBenchmark {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final int ROWS = 100_000;
    private static final int ROUNDS = 2;
    private static final double GOAL_SECONDS = 20;
    private static final long BEYOND_BYTES = 64L << 20;
    private static final long OFFICE_SECONDS = 300;
    /** What a spreadsheet reads as text, number or time, by the heading. */
    private static final List<Expected> LISTS = List.of(
            new Expected(
                    "violations", "violations", List.of("编号", "代码", "场所编码"), List.of("秒", "最高在线"), List.of("开始", "发现")),
            new Expected("cases", "cases?view=all", List.of("编号", "场所编码", "摘要"), List.of(), List.of("营业日", "建立")),
            new Expected("complaints", "complaints", List.of("编号", "渠道"), List.of(), List.of("收到", "受理期限")));

    private static final String VIOLATIONS = """
            SET search_path = lingdian; SET session_replication_role = replica;
            INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, ended_at,
                                   seconds, sessions, peak, snapshot)
            SELECT id, 'OVERTIME_OPERATION', place_code, region, 'fact', 'ended', '{culture}', began, began, began + interval '1 hour',
              3600, 4, 4, json_build_object('id', id, 'code', 'OVERTIME_OPERATION', 'standing', 'fact', 'state', 'ended', 'case', 'new',
                'placeCode', place_code, 'region', region, 'authorities', ARRAY['culture'],
                'law', ARRAY[json_build_object('text', repeat('法', 60), 'version', '2022')], 'ruleVersion', '1',
                'startedAt', to_char(began, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'detectedAt', to_char(began, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                'endedAt', to_char(began, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'seconds', 3600, 'sessions', 4, 'peak', 4,
                'evidence', ARRAY[json_build_object('placeCode', place_code, 'stream', id, 'seq', ARRAY[1, 2, 3])])::text
            FROM (SELECT gen_random_uuid() AS id, place_code, region, timestamptz '2026-07-10Z' - n * interval '1 min' AS began
                  FROM generate_series(1, %1$d) AS n
                  JOIN (SELECT row_number() OVER (ORDER BY place_code) - 1 AS k, place_code, region FROM cafe) AS cafe
                    ON cafe.k = n * 7 %% 2000) AS made;
            INSERT INTO complaint (id, authority, region, way, subject, received_at, anonymous, wants_answer, accept_by, answer_by,
                                   provisional, step, version)
            SELECT gen_random_uuid(), 'culture', '360101', 'telephone', 'other', timestamptz '2026-07-10Z' - n * interval '1 min', true, false,
              '2026-08-01', '2026-09-01', false, 'received', 1
            FROM generate_series(1, %1$d) AS n;
            ANALYZE;
            """;

    private ExportBenchmark() {}

    /**
     * A list, and some of its columns.
     *
     * @param path with its filter
     */
    private record Expected(String list, String path, List<String> texts, List<String> numbers, List<String> times) {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(Machine.takenByOthers());
        Path directory = Files.createTempDirectory(Path.of("target"), "exports");
        DatabaseAddress database = TestDatabase.migrated();
        Path keyRing = directory.resolve("keys.json");
        String token;
        long idle;
        try (var first = ServiceProcess.start(List.of("-XX:TieredStopAtLevel=4"), database, keyRing)) {
            token = regulator(first);
            fill(database);
            for (Expected one : LISTS) {
                Http.to(first.url()).as(token).get("/api/v1/" + one.path());
            }
            idle = liveBytes(first.process());
        }
        long heap = idle + BEYOND_BYTES;
        System.out.printf(Locale.ROOT, "Idle heap %.1f MB, heap given %.1f MB.%n", megabytes(idle), megabytes(heap));
        List<String> machine = List.of(
                "-XX:TieredStopAtLevel=4",
                "-XX:+UseSerialGC",
                "-Xmx" + (heap >> 10) + "k",
                "-XX:+ExitOnOutOfMemoryError");
        boolean kept = true;
        try (var service = ServiceProcess.start(machine, database, keyRing)) {
            for (Expected one : LISTS) {
                for (int round = 0; round < ROUNDS; round++) {
                    kept &= download(service, token, one, directory);
                }
            }
        }
        for (Expected one : LISTS) {
            Path file = file(directory, one);
            System.out.println("  " + one.list() + " by Apache POI: " + readBack(file, one));
            if (arguments.length > 0) {
                System.out.println("  " + one.list() + " by LibreOffice: " + opened(arguments[0], file));
            }
        }
        System.out.println(kept ? "all within the goal" : "NOT all within the goal");
    }

    private static String regulator(ServiceProcess service) throws Exception {
        return Http.to(service.url())
                .as(RunningService.ADMIN_TOKEN)
                .post(
                        "/api/v1/accounts",
                        new JsonObject()
                                .put("name", "benchmark")
                                .put("role", "regulator")
                                .put("authority", "culture")
                                .put("region", "360000"))
                .json()
                .getString("token");
    }

    /** All cases are of culture. */
    private static void fill(DatabaseAddress address) throws Exception {
        try (Connection database = TestDatabase.superuser(address);
                var statement = database.createStatement()) {
            statement.execute(WorklistBenchmark.fill(ROWS / 10, ROWS - ROWS / 10));
            statement.execute("UPDATE lingdian.case_file SET authority = 'culture'");
            statement.execute("UPDATE lingdian.case_violation SET authority = 'culture'");
            statement.execute(VIOLATIONS.formatted(ROWS));
        }
    }

    /** What is reachable; the garbage is collected first. */
    private static long liveBytes(Process service) throws IOException {
        Process looking = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(service.pid()),
                        "GC.class_histogram")
                .start();
        try (Stream<String> lines = looking.inputReader().lines()) {
            String total =
                    lines.filter(line -> line.startsWith("Total ")).findFirst().orElseThrow();
            return Long.parseLong(total.split("\\s+")[2]);
        }
    }

    private static Path file(Path directory, Expected list) {
        return directory.resolve(list.list() + ".xlsx");
    }

    private static boolean download(ServiceProcess service, String token, Expected list, Path directory)
            throws Exception {
        Path file = file(directory, list);
        double cpuBefore = cpuSeconds(service);
        long begun = System.nanoTime();
        int status;
        var answer = Http.to(service.url()).as(token).with("Accept", XLSX).open("/api/v1/" + list.path());
        status = answer.statusCode();
        try (InputStream body = answer.body()) {
            Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "  %-12s %d, %.1f s, of processor %.1f s, %.1f MB, %.1f MB of heap live afterwards%n",
                list.list(),
                status,
                seconds,
                cpuSeconds(service) - cpuBefore,
                megabytes(Files.size(file)),
                megabytes(liveBytes(service.process())));
        return status == 200 && seconds <= GOAL_SECONDS && service.process().isAlive();
    }

    private static double cpuSeconds(ServiceProcess service) {
        return service.process().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    private static double megabytes(long bytes) {
        return bytes / 1048576.0;
    }

    /** What was found; fails where a cell has another type. */
    private static String readBack(Path file, Expected list) throws Exception {
        SheetTypes sheet = SheetTypes.of(file);
        sheet.require(ROWS, SheetTypes.TEXT, list.texts());
        sheet.require(ROWS, SheetTypes.NUMBER, list.numbers());
        sheet.require(ROWS, SheetTypes.TIME, list.times());
        return sheet.toString();
    }

    /** The first row of data and the number of rows: texts are quoted, numbers and times are not. */
    private static String opened(String program, Path file) throws Exception {
        Path directory = file.toAbsolutePath().getParent();
        var command = new ArrayList<>(List.of(
                program, "-env:UserInstallation=" + directory.resolve("office").toUri()));
        command.addAll(List.of("--headless", "--convert-to"));
        command.add("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true");
        command.addAll(List.of("--outdir", directory.toString(), file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(OFFICE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("LibreOffice did not end");
        }
        List<String> lines = Files.readAllLines(Path.of(file.toString().replace(".xlsx", ".csv")));
        return lines.size() - 1 + " rows, first " + lines.get(1);
    }
}
