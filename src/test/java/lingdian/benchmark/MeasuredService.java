package lingdian.benchmark;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code serve --embedded} on a new database as a program of its own, the load that is put on it, and what both take. */
final class MeasuredService implements AutoCloseable {
    private static final String TOKEN = "admin-token-of-a-benchmark";
    private static final long STOP_SECONDS = 60;

    private final Path directory;
    private final Process process;
    private final String url;

    private MeasuredService(Path directory, Process process, String url) {
        this.directory = directory;
        this.process = process;
        this.url = url;
    }

    /** Processor seconds of the service and of its PostgreSQL since they began. */
    record Cpu(double service, double database) {
        Cpu since(Cpu before) {
            return new Cpu(service - before.service, database - before.database);
        }
    }

    static MeasuredService start() throws IOException {
        Path directory =
                Files.createTempDirectory(Path.of(System.getProperty("benchmark.directory", "target")), "benchmark");
        Process process = java("serve", "--embedded", directory.toString(), "--host", "127.0.0.1", "--port", "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("ready ")) {
                return new MeasuredService(directory, process, line.substring("ready ".length()));
            }
        }
        throw new IOException("the service did not start");
    }

    /** Runs {@code simulate load} with these options; its report. */
    JsonObject load(String... options) throws IOException, InterruptedException {
        Path report = Files.createTempFile(directory, "report", ".json");
        var arguments = new ArrayList<>(List.of("simulate", "load", "--server", url, "--json", report.toString()));
        arguments.addAll(Arrays.asList(options));
        int exit = java(arguments.toArray(String[]::new))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        var said = new JsonObject(Files.readString(report));
        if (exit != 0) {
            System.out.println(
                    "  not faultless: " + said.getJsonObject("errors").encode());
        }
        return said;
    }

    /** As the superuser, without a schema. */
    Connection database() throws SQLException, IOException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/postgres?user=postgres");
    }

    int port() throws IOException {
        return Integer.parseInt(note().get(3));
    }

    /** Where its files lie, on the disk whose flushes count. */
    Path directory() {
        return directory;
    }

    Cpu cpu() throws IOException {
        ProcessHandle postmaster =
                ProcessHandle.of(Long.parseLong(note().get(0).strip())).orElseThrow();
        double database = seconds(postmaster)
                + postmaster.children().mapToDouble(MeasuredService::seconds).sum();
        return new Cpu(seconds(process.toHandle()), database);
    }

    private List<String> note() throws IOException {
        return Files.readAllLines(directory.resolve("postgres").resolve("postmaster.pid"));
    }

    private static double seconds(ProcessHandle of) {
        Optional<Duration> taken = of.info().totalCpuDuration();
        return taken.orElse(Duration.ZERO).toMillis() / 1e3;
    }

    private static ProcessBuilder java(String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx2g", "-cp", System.getProperty("java.class.path"), "lingdian.Main"));
        command.addAll(Arrays.asList(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("LINGDIAN_ADMIN_TOKEN", TOKEN);
        return builder;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
