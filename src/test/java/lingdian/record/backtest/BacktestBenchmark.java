package lingdian.record.backtest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import lingdian.benchmark.Machine;
import lingdian.benchmark.Runs;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.Rules;
import lingdian.platform.settings.ConfigDirectory;

/**
 * Measures a back-test of two million sessions: 250 cafés with 89 sessions a day for 90 days, as in a quarter of a year
 * in a metropolis, and a heartbeat each hour. It is not a test. {@code taskset -c 0} binds it to one processor.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * taskset -c 0 java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.record.backtest.BacktestBenchmark DIRECTORY [runs]
 * </pre>
 */
public final class BacktestBenchmark {
    private static final int CAFES = 250;
    private static final int DAYS = 90;
    private static final int A_DAY = 89;
    private static final int PERSONS = 300_000;
    private static final String TOOK = "s of a back-test";

    private BacktestBenchmark() {}

    /** Writes the history to a directory, unless it exists there, and measures back-tests of it. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Rules rules =
                ConfigDirectory.find(null).read("rules.yaml", RulesFile.class).toRules();
        Path history = directory.resolve("two-million.ndjson");
        if (Files.notExists(history)) {
            write(history, rules);
        }
        System.out.println(Machine.describe(directory));
        var figures = new Runs();
        for (int run = 1; run <= runs; run++) {
            long begun = System.nanoTime();
            long cpu = cpuNanos();
            Backtest.Result result = new Backtest(
                            history, Files.createTempDirectory(directory, "run"), Candidate.RELEASED)
                    .run(read -> {});
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            System.out.printf(
                    "%,d sessions, %,d events, %,d MiB, %,d findings: %.1f s, %.1f s of CPU%n",
                    (long) CAFES * DAYS * A_DAY,
                    result.events(),
                    Files.size(history) >> 20,
                    result.tally().total(DifferenceKind.ADDED),
                    took.toMillis() / 1_000.0,
                    (cpuNanos() - cpu) / 1e9);
            figures.add(TOOK, took.toMillis() / 1_000.0);
        }
        figures.report();
        figures.goalAtMost(TOOK, 8);
    }

    /**
     * The processor time of the whole process, including compiler and garbage collector. Other load on the machine does
     * not change it.
     */
    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private static void write(Path history, Rules rules) throws IOException {
        var random = new Random(1);
        try (var out = new HistoryWriter(
                new BufferedOutputStream(Files.newOutputStream(history)),
                MadeUpHistory.released(rules),
                ReceptionTimes.NONE)) {
            for (int number = 1; number <= CAFES; number++) {
                MadeUpHistory.write(out, MadeUpHistory.cafe(random, number, DAYS, 100, A_DAY, PERSONS), 60, List.of());
            }
        }
    }
}
