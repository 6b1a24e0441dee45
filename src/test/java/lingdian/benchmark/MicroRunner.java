package lingdian.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.openjdk.jmh.generators.bytecode.JmhBytecodeGenerator;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link MicroBenchmarks} with JMH and says what each takes and allocates. What JMH generates is made here and not by
 * the build, which therefore needs no annotation processor of it.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.MicroRunner [pattern]
 * </pre>
 */
public final class MicroRunner {
    private MicroRunner() {}

    public static void main(String[] arguments) throws Exception {
        Path generated = Files.createTempDirectory("jmh");
        Path own = generated.resolve("own");
        copyBenchmarks(own);
        JmhBytecodeGenerator.main(
                new String[] {own.toString(), generated.toString(), generated.toString(), "reflection"});
        compile(generated);
        System.setProperty(
                "java.class.path", generated + File.pathSeparator + System.getProperty("java.class.path"));
        Options options = new OptionsBuilder()
                .include(arguments.length > 0 ? arguments[0] : MicroBenchmarks.class.getName())
                .addProfiler(GCProfiler.class)
                .build();
        System.out.println(Machine.describe(generated));
        for (RunResult result : new Runner(options).run()) {
            Result<?> primary = result.getPrimaryResult();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f ± %,.0f ns | %,.0f B |%n",
                    result.getParams().getBenchmark().replaceFirst(".*\\.", ""),
                    primary.getScore(),
                    primary.getScoreError(),
                    allocated(result));
        }
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findAny()
                .orElse(Double.NaN);
    }

    /** The generator looks at every class of a directory: at these alone it may. */
    private static void copyBenchmarks(Path to) throws IOException {
        String file = MicroBenchmarks.class.getName().replace('.', '/') + ".class";
        Path copy = to.resolve(file);
        Files.createDirectories(copy.getParent());
        try (var in = MicroBenchmarks.class.getClassLoader().getResourceAsStream(file)) {
            Files.copy(in, copy);
        }
    }

    private static void compile(Path generated) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "-proc:none", "-d", generated.toString(), "-cp", System.getProperty("java.class.path")));
        try (Stream<Path> files = Files.walk(generated)) {
            files.filter(file -> file.toString().endsWith(".java")).map(Path::toString).forEach(arguments::add);
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("what JMH generated cannot be compiled");
        }
    }
}
