package lingdian.testing;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.DatabaseAddress.Host;
import lingdian.vault.seal.KeyRing;

/** The real program as a process, which a test can kill, stop and restart. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    private final List<String> machine;
    private final List<String> arguments;
    private final Path log;
    private Process process;
    private URI url;

    private ServiceProcess(List<String> machine, List<String> arguments, Path log) throws Exception {
        this.machine = machine;
        this.arguments = arguments;
        this.log = log;
        begin();
    }

    /** Runs {@code serve} on a database and a free port, with a new key ring unless the file exists. */
    public static ServiceProcess start(DatabaseAddress database, Path keyRing, String... more) throws Exception {
        return start(List.of(), database, keyRing, more);
    }

    /** Runs {@code serve} with options for its JVM, for instance another log configuration. */
    public static ServiceProcess start(List<String> machine, DatabaseAddress database, Path keyRing, String... more)
            throws Exception {
        if (!Files.exists(keyRing)) {
            KeyRing.create(keyRing);
        }
        var arguments = new ArrayList<>(List.of(
                "serve",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--key-ring",
                keyRing.toString(),
                "--database",
                url(database)));
        arguments.addAll(List.of(more));
        return new ServiceProcess(List.copyOf(machine), arguments, Files.createTempFile("lingdian-serve", ".log"));
    }

    private static String url(DatabaseAddress database) {
        String hosts = database.hosts().stream().map(Host::toString).collect(Collectors.joining(","));
        return "postgresql://" + database.user() + ":" + database.password() + "@" + hosts + "/" + database.name();
    }

    public URI url() {
        return url;
    }

    public Process process() {
        return process;
    }

    /** What the program wrote to standard error since its first start. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Sends SIGKILL, and waits until the process is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /**
     * Sends SIGTERM, and returns the exit code, or −1 if the program does not end. On an idle machine this takes ten
     * seconds at most.
     */
    public int terminate() throws InterruptedException {
        var told = Stopwatch.start();
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            return -1;
        }
        told.assertWithin("the end of the program", STOP_MAX);
        return process.exitValue();
    }

    /** Starts the program again, on another port. */
    public void restart() throws Exception {
        begin();
    }

    /** Starts the program again, on the same port. */
    public void restartInPlace() throws Exception {
        arguments.set(arguments.indexOf("--port") + 1, Integer.toString(url.getPort()));
        begin();
    }

    @Override
    public void close() throws Exception {
        kill();
    }

    private void begin() throws Exception {
        var options = new ArrayList<>(List.of("-Xmx512m"));
        options.addAll(machine);
        List<String> command = JavaCommand.program(options);
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().put("LINGDIAN_ADMIN_TOKEN", RunningService.ADMIN_TOKEN);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = builder.start();
        url = URI.create(ready(process));
    }

    private String ready(Process started) throws Exception {
        var line = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (var out =
                    new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
                for (String said = out.readLine(); said != null; said = out.readLine()) {
                    if (said.startsWith("ready ")) {
                        line.complete(said.substring("ready ".length()));
                    }
                }
                line.completeExceptionally(new IllegalStateException("serve ended: " + log()));
            } catch (IOException e) {
                line.completeExceptionally(e);
            }
        });
        return line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
