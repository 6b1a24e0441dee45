package lingdian.reliability;

import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.JavaCommand;
import lingdian.testing.RunningService;

/** The program with any arguments as a process, with its output. */
final class Program implements AutoCloseable {
    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private Program(Process process) {
        this.process = process;
        read(process.getInputStream(), out);
        read(process.getErrorStream(), err);
    }

    static Program run(String... arguments) throws IOException {
        return run(Map.of(), arguments);
    }

    /** Runs the program with these environment variables, and no other variables of Lingdian except a token. */
    static Program run(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = JavaCommand.program("-Xmx512m");
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("LINGDIAN_"));
        builder.environment().put("LINGDIAN_ADMIN_TOKEN", RunningService.ADMIN_TOKEN);
        builder.environment().putAll(environment);
        return new Program(builder.start());
    }

    static String url(DatabaseAddress database) {
        return "postgresql://" + database.user() + ":" + database.password() + "@" + database.host() + ":"
                + database.port() + "/" + database.name();
    }

    Process process() {
        return process;
    }

    /** Waits until the program prints that it is ready. */
    URI ready() throws InterruptedException {
        return URI.create(await(out, "ready ").substring("ready ".length()));
    }

    boolean isReady() {
        synchronized (out) {
            return out.stream().anyMatch(line -> line.startsWith("ready "));
        }
    }

    /** Waits for a line on standard output with {@code part} in it. */
    String prints(String part) throws InterruptedException {
        return await(out, part);
    }

    /** Waits for a line on standard error with {@code part} in it. */
    String says(String part) throws InterruptedException {
        return await(err, part);
    }

    /** Lines on standard error with {@code part} in them, so far. */
    List<String> said(String part) {
        synchronized (err) {
            return err.stream().filter(line -> line.contains(part)).toList();
        }
    }

    /** Waits until the program ends; returns the exit code. */
    int exit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("the program ended")
                .isTrue();
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    /** All lines on standard output. */
    List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    /** All lines on standard error, without the JVM's own warnings about a library. */
    List<String> err() {
        synchronized (err) {
            return err.stream().filter(line -> !line.startsWith("WARNING: ")).toList();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    private String await(List<String> lines, String part) throws InterruptedException {
        long deadline = System.nanoTime() + Await.PATIENCE.toNanos();
        synchronized (lines) {
            while (true) {
                for (String line : lines) {
                    if (line.contains(part)) {
                        return line;
                    }
                }
                long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0 || !process.isAlive() && readers.stream().noneMatch(Thread::isAlive)) {
                    throw new AssertionError("the program never said '" + part + "', but " + out() + " and " + err());
                }
                lines.wait(Math.min(leftMillis, 500));
            }
        }
    }

    private void read(InputStream stream, List<String> lines) {
        readers.add(Thread.ofPlatform().daemon().start(() -> {
            try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                }
            } catch (IOException killed) {
                // no more output
            }
        }));
    }
}
