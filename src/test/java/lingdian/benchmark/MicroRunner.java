package lingdian.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.openjdk.jmh.generators.bytecode.JmhBytecodeGenerator;

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
        System.out.println(Machine.describe(generated));
        System.out.println(Machine.takenByOthers());
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        generated + File.pathSeparator + System.getProperty("java.class.path"),
                        "org.openjdk.jmh.Main",
                        arguments.length > 0 ? arguments[0] : "MicroBenchmarks",
                        "-prof",
                        "gc")
                .inheritIO()
                .start()
                .waitFor();
        System.exit(exit);
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
        var arguments = new ArrayList<>(
                List.of("-proc:none", "-d", generated.toString(), "-cp", System.getProperty("java.class.path")));
        try (Stream<Path> files = Files.walk(generated)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(arguments::add);
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("what JMH generated cannot be compiled");
        }
    }
}
