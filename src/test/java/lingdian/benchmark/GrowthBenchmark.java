package lingdian.benchmark;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What an event costs with more and more cafés while the load stays the same: processor time of service and PostgreSQL
 * an event, from the time in which nothing is sent but the mix.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.GrowthBenchmark [runs] [events/s] [seconds]
 * </pre>
 */
public final class GrowthBenchmark {
    private static final int[] CAFES = {100, 1_000, 5_000};

    private GrowthBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        String rate = arguments.length > 1 ? arguments[1] : "1000";
        String seconds = arguments.length > 2 ? arguments[2] : "20";
        var figures = new Runs();
        try (var service = MeasuredService.start()) {
            System.out.println(Machine.describe(service.directory()));
            load(service, 300, rate, "40"); // until the service has compiled itself
            for (int run = 1; run <= runs; run++) {
                for (int cafes : CAFES) {
                    double micros = load(service, cafes, rate, seconds);
                    figures.add(name(cafes), micros);
                }
                figures.add("share of 100 cafés, with 1,000", last(figures, 1_000) / last(figures, 100));
                figures.add("share of 100 cafés, with 5,000", last(figures, 5_000) / last(figures, 100));
            }
        }
        figures.report();
        figures.goalAtMost("share of 100 cafés, with 1,000", 1.2);
        figures.goalAtMost("share of 100 cafés, with 5,000", 1.2);
    }

    private static String name(int cafes) {
        return String.format(Locale.ROOT, "%,d cafés, µs of processor an event", cafes);
    }

    private static double last(Runs figures, int cafes) {
        return figures.last(name(cafes));
    }

    private static double load(MeasuredService service, int cafes, String rate, String seconds) throws Exception {
        JsonObject report = service.load(
                "--cafes",
                String.valueOf(cafes),
                "--rate",
                rate,
                "--terminals",
                "4",
                "--seconds",
                seconds,
                "--warm-up",
                "5",
                "--cpu");
        JsonObject processor = report.getJsonObject("processor");
        double others = processor.getDouble("machineCores") - processor.getDouble("generatorCores");
        return others / report.getDouble("eventsPerSecond") * 1e6;
    }
}
