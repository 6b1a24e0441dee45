package lingdian.agent.desk;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lingdian.testing.JavaCommand;

/** The real {@code agent} program as a process of its own. */
public final class AgentProcess implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private AgentProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        Thread.ofVirtual().start(this::listen);
    }

    /**
     * Starts the program with options for its JVM, arguments after {@code agent}, and additional environment variables.
     * Does not wait.
     */
    public static AgentProcess launch(List<String> machine, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = JavaCommand.agent(machine);
        command.add("agent");
        command.addAll(arguments);
        Path log = Files.createTempFile("lingdian-agent", ".log");
        var builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LINGDIAN_"));
        builder.environment().putAll(environment);
        return new AgentProcess(builder.start(), log);
    }

    /** Waits until the agent is ready, and returns the address of its local API. */
    public String url() throws Exception {
        return ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    public Process process() {
        return process;
    }

    /** The text that the agent wrote to standard error. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Sends SIGTERM, and returns the exit code. */
    public int terminate() throws Exception {
        process.destroy();
        return exitCode();
    }

    /** Waits until the agent ends, and returns the exit code. */
    public int exitCode() throws Exception {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the agent still runs: " + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
    }

    private void listen() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String said = out.readLine(); said != null; said = out.readLine()) {
                if (said.startsWith("ready ")) {
                    ready.complete(said.substring("ready ".length()));
                }
            }
            ready.completeExceptionally(new IllegalStateException("the agent ended: " + log()));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }
}
