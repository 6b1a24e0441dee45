package lingdian.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long lists and trends take over 90 days with 10 million sessions and 100,000 violations: one reader, one request at a
 * time, over HTTP; then each once more on a database that writes its plans down. Filling takes some minutes, so a filled
 * directory is used again where it is named.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.ListBenchmark DIRECTORY [runs] [requests]
 * </pre>
 */
public final class ListBenchmark {
    private static final double GOAL_MILLIS = 100;
    private static final int WARM_UP = 20;
    private static final Pattern SEQUENTIAL = Pattern.compile("Seq Scan on (\\w+)");
    /** A day's or a month's; none of the questions asks for a whole one. */
    private static final String PARTITION = ".*_[0-9]{6,8}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final MeasuredService service;
    private final String token;

    private ListBenchmark(MeasuredService service, String token) {
        this.service = service;
        this.token = token;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int requests = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
        boolean filled = Files.exists(directory.resolve("filled"));
        try (var service = MeasuredService.on(directory)) {
            if (!filled) {
                try (Connection database = service.database()) {
                    FilledProvince.fill(database);
                }
                Files.createFile(directory.resolve("filled"));
            }
            System.out.println(Machine.describe(directory));
            of(service).measure(runs, requests);
        }
        explainAll(directory);
        try (var service = MeasuredService.on(directory)) {
            of(service).explain(directory);
        }
    }

    private static ListBenchmark of(MeasuredService service) throws Exception {
        return new ListBenchmark(service, service.regulatorToken());
    }

    private void measure(int runs, int requests) throws Exception {
        var figures = new Runs();
        Map<String, String> asked = questions();
        for (int run = 1; run <= runs; run++) {
            for (var question : asked.entrySet()) {
                figures.add(question.getKey() + ", p95, ms", measure(question.getKey(), question.getValue(), requests));
            }
        }
        figures.report();
        asked.keySet().forEach(name -> figures.goalAtMost(name + ", p95, ms", GOAL_MILLIS));
    }

    private double measure(String name, String path, int requests) throws Exception {
        var nanos = new long[requests];
        int bytes = 0;
        for (int i = -WARM_UP; i < requests; i++) {
            long begun = System.nanoTime();
            bytes = get(path).length();
            if (i >= 0) {
                nanos[i] = System.nanoTime() - begun;
            }
        }
        Arrays.sort(nanos);
        double p95 = nanos[requests * 95 / 100] / 1e6;
        System.out.printf(
                Locale.ROOT,
                "  %-48s p50 %6.1f ms, p95 %6.1f ms, %7.1f kB%n",
                name,
                nanos[requests / 2] / 1e6,
                p95,
                bytes / 1e3);
        return p95;
    }

    private Map<String, String> questions() throws Exception {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        String first = today.minusDays(FilledProvince.DAYS) + "T00:00:00%2B08:00";
        String middle = today.minusDays(FilledProvince.DAYS / 2) + "T00:00:00%2B08:00";
        String nextDay = today.minusDays(FilledProvince.DAYS / 2 - 1) + "T00:00:00%2B08:00";
        var newest = new JsonObject(get("/violations?limit=1"));
        JsonObject violation = newest.getJsonArray("items").getJsonObject(0);
        String cafe = violation.getString("placeCode");
        String region = cafe.substring(0, 6);
        String ninety = "?from=" + today.minusDays(FilledProvince.DAYS - 1) + "&to=" + today;
        var asked = new LinkedHashMap<String, String>();
        asked.put("violations, newest 100", "/violations");
        asked.put("violations, newest 1,000", "/violations?limit=1000");
        asked.put("violations, 1,000 after 50,000 others", "/violations?limit=1000&cursor=" + cursor(50));
        asked.put("violations of a county", "/violations?region=" + region);
        asked.put(
                "violations of a city, one code",
                "/violations?code=MEASURES_STOPPED&region=" + region.substring(0, 4) + "00");
        asked.put("violations of a café", "/violations?placeCode=" + cafe);
        asked.put("violations, open", "/violations?state=open");
        asked.put("violations, acknowledged, suspicion", "/violations?case=acknowledged&standing=suspicion");
        asked.put("violations, none found", "/violations?case=closed");
        asked.put("violations of a day 45 days ago", "/violations?from=" + middle + "&to=" + nextDay);
        asked.put(
                "violations of the oldest day of a county",
                "/violations?region=" + region + "&from=" + first + "&to=" + today.minusDays(FilledProvince.DAYS - 1)
                        + "T00:00:00%2B08:00");
        asked.put("a violation", "/violations/" + violation.getString("id"));
        asked.put("its night", "/violations/" + violation.getString("id") + "/timeline");
        asked.put("cafés, 100 of 5,000", "/cafes");
        asked.put("cafés, 1,000 of 5,000", "/cafes?limit=1000");
        asked.put("a café", "/cafes/" + cafe);
        asked.put(
                "trends, 90 days of a city by county", "/trends" + ninety + "&region=" + region.substring(0, 4) + "00");
        asked.put("trends, 90 days of the province", "/trends" + ninety + "&level=province");
        asked.put("trends, 90 days of a county", "/trends" + ninety + "&region=" + region);
        asked.put("trends, 90 days by city, one code", "/trends" + ninety + "&level=city&code=OVERTIME_OPERATION");
        asked.put(
                "trends, 31 days of a city by hour",
                "/trends?interval=hour&from=" + today.minusDays(30) + "&to=" + today + "&level=city&region="
                        + region.substring(0, 4) + "00");
        return asked;
    }

    private String cursor(int pages) throws Exception {
        String next = new JsonObject(get("/violations?limit=1000")).getString("next");
        for (int page = 1; page < pages; page++) {
            next = new JsonObject(get("/violations?limit=1000&cursor=" + next)).getString("next");
        }
        return next;
    }

    private String get(String path) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(service.url() + "/api/v1" + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** Has the database write down the plan of every statement from its next start on. */
    private static void explainAll(Path directory) throws Exception {
        Files.writeString(
                directory.resolve("postgres").resolve("postgresql.auto.conf"), """
                session_preload_libraries = 'auto_explain'
                auto_explain.log_min_duration = 0
                auto_explain.log_analyze = on
                auto_explain.log_timing = off
                logging_collector = on
                log_directory = 'plans'
                log_filename = 'plans.log'
                log_line_prefix = ''
                """, StandardOpenOption.APPEND);
    }

    /** Prints the plan of each question's own statements, and what is read sequentially in any. */
    private void explain(Path directory) throws Exception {
        Path log = directory.resolve("postgres").resolve("plans").resolve("plans.log");
        Map<String, String> asked = questions();
        var sequential = new TreeSet<String>();
        for (var question : asked.entrySet()) {
            long from = Files.size(log);
            get(question.getValue());
            byte[] all = Files.readAllBytes(log);
            System.out.println("plans of: " + question.getKey());
            List<String> plans = plans(new String(all, (int) from, all.length - (int) from, UTF_8))
                    .toList();
            plans.forEach(System.out::println);
            plans.stream()
                    .filter(line -> !line.contains("(never executed)"))
                    .map(SEQUENTIAL::matcher)
                    .filter(Matcher::find)
                    .forEach(found -> sequential.add(found.group(1)));
        }
        System.out.println("read from beginning to end: " + sequential);
        System.out.printf(
                "goal %s: of no partition that the filter excludes%n",
                sequential.stream().noneMatch(table -> table.matches(PARTITION)) ? "met" : "MISSED");
        Files.writeString(directory.resolve("postgres").resolve("postgresql.auto.conf"), "");
    }

    /** Without the statements' own text and those that other parts of the service ask meanwhile. */
    private static Stream<String> plans(String said) {
        List<String> lines = said.lines().toList();
        return lines.stream().filter(line -> line.matches(".*(\\(cost=|Filter:|Index Cond:|duration:).*"));
    }
}
