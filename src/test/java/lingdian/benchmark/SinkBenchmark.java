package lingdian.benchmark;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lingdian.testing.EventSink;

/**
 * How many events a second the load generator itself can offer: it runs on one processor against an {@link EventSink} on
 * another one, both as programs of their own. Not a test: it needs two processors that nobody else uses.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.SinkBenchmark [options of simulate load]
 * </pre>
 */
public final class SinkBenchmark {
    private static final String SINK_PROCESSOR = "1";
    private static final String GENERATOR_PROCESSOR = "0";

    private SinkBenchmark() {}

    /** Exits with what {@code simulate load} says. */
    public static void main(String[] arguments) throws Exception {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws Exception {
        boolean pinned = Files.isExecutable(Path.of("/usr/bin/taskset"));
        if (!pinned) {
            System.out.println("there is no taskset: the generator may use more than one processor");
        }
        Process sink = java(pinned, SINK_PROCESSOR, List.of("lingdian.testing.EventSink", "0"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = new BufferedReader(new InputStreamReader(sink.getInputStream(), StandardCharsets.UTF_8))) {
            String url = said.readLine().substring("ready ".length());
            Thread.ofPlatform().daemon().start(() -> said.lines().forEach(line -> {})); // so that it never waits
            List<String> load = new ArrayList<>(
                    List.of("lingdian.Main", "simulate", "load", "--server", url, "--admin-token", "none", "--cpu"));
            load.addAll(List.of(arguments));
            return java(pinned, GENERATOR_PROCESSOR, load).inheritIO().start().waitFor();
        } finally {
            sink.destroy();
        }
    }

    private static ProcessBuilder java(boolean pinned, String processor, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (pinned) {
            command.addAll(List.of("taskset", "-c", processor));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dlingdian.endWithParent=true");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
