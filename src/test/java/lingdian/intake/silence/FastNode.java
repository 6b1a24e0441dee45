package lingdian.intake.silence;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lingdian.node.Service;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.testing.JavaCommand;
import lingdian.testing.RunningService;
import lingdian.vault.seal.KeyRing;

/** A node of the service as a process of its own, on a fast clock that it shares with others. To be killed. */
final class FastNode implements AutoCloseable {
    private final List<String> command;
    private Process process;
    private URI url;

    private FastNode(List<String> command) throws Exception {
        this.command = command;
        begin();
    }

    static FastNode start(DatabaseAddress database, Path keyRing, SharedClock clock) throws Exception {
        List<String> command = JavaCommand.of(FastNode.class, "-Xmx256m");
        command.addAll(List.of(
                database.host(),
                String.valueOf(database.port()),
                database.name(),
                database.user(),
                database.password()));
        command.addAll(List.of(
                keyRing.toString(),
                clock.begins().toString(),
                String.valueOf(clock.startedMillis()),
                String.valueOf(clock.speed())));
        return new FastNode(command);
    }

    /** The node's own program. */
    public static void main(String[] words) throws Exception {
        var database = new DatabaseAddress(words[0], Integer.parseInt(words[1]), words[2], words[3], words[4]);
        var clock = new SharedClock(Instant.parse(words[6]), Long.parseLong(words[7]), Double.parseDouble(words[8]));
        Service service = Service.start(new Service.Options(
                "127.0.0.1",
                0,
                database,
                KeyRing.load(Path.of(words[5])),
                ConfigDirectory.find(Path.of("config")),
                clock,
                RunningService.ADMIN_TOKEN,
                clock.speed()));
        System.out.println("ready " + service.url());
        Thread.currentThread().join();
    }

    /** Where it answers, or answered before it was killed. */
    synchronized URI url() {
        return url;
    }

    /** kill -9, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    void begin() throws Exception {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        URI ready = URI.create(ready(process));
        synchronized (this) {
            url = ready;
        }
    }

    @Override
    public void close() throws Exception {
        kill();
    }

    private static String ready(Process started) throws Exception {
        var line = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (var out =
                    new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
                for (String said = out.readLine(); said != null; said = out.readLine()) {
                    if (said.startsWith("ready ")) {
                        line.complete(said.substring("ready ".length()));
                    }
                }
                line.completeExceptionally(new IllegalStateException("the node ended"));
            } catch (java.io.IOException e) {
                line.completeExceptionally(e);
            }
        });
        return line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
