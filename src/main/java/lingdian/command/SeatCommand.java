package lingdian.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import lingdian.agent.seat.Seat;
import lingdian.agent.seat.SeatReporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agent seat}: the program of one terminal (handbook, agent.md#the-seats-own-witness). */
@Command(
        name = "seat",
        description =
                "Tell the cafe's agent that this terminal is on, and whether there was input within the last five minutes,"
                        + " and nothing else. Runs until it is ended.",
        mixinStandardHelpOptions = true)
final class SeatCommand implements Callable<Integer> {
    private static final int AGAIN_SECONDS = 20;

    @Option(
            names = "--agent",
            paramLabel = "URL",
            description = "The agent in the LAN, for example http://192.168.1.10:8090.")
    private @Nullable String agent;

    @Option(names = "--terminal", paramLabel = "ID", description = "The id of this terminal.")
    private @Nullable String terminal;

    @Option(names = "--key-file", paramLabel = "FILE", description = "The file with the key of this terminal.")
    private @Nullable Path keyFile;

    @Option(names = "--once", description = "Report once, and end: exit status 1 if the agent did not take it.")
    private boolean once;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var mistakes = new Mistakes();
        URI url = agent == null || !agent.matches("https?://[\\w.:\\[\\]-]+/?") ? null : URI.create(agent);
        mistakes.check(url != null, "--agent must be the URL of the agent, for example http://192.168.1.10:8090");
        mistakes.check(
                terminal != null && terminal.matches("[\\w.-]{1,32}"),
                "--terminal must be the id of this terminal, 1 to 32 of letters, digits, _ . -");
        mistakes.check(keyFile != null && Files.isReadable(keyFile), "--key-file must name a file that can be read");
        mistakes.refuse();
        String key = Files.readString(Objects.requireNonNull(keyFile)).strip();
        try (var reporter = new SeatReporter(
                Objects.requireNonNull(url), Objects.requireNonNull(terminal), key, Seat.ofThisMachine())) {
            return run(reporter);
        }
    }

    private int run(SeatReporter reporter) throws InterruptedException {
        String said = "";
        while (true) {
            int seconds = AGAIN_SECONDS;
            try {
                seconds = reporter.report();
                said = "";
                if (once) {
                    return 0;
                }
            } catch (IOException refused) {
                String line = Objects.requireNonNullElse(
                        refused.getMessage(), refused.getClass().getSimpleName());
                if (!line.equals(said)) { // once, not every twenty seconds
                    output.complain(line);
                    said = line;
                }
                if (once) {
                    return 1;
                }
            }
            TimeUnit.SECONDS.sleep(seconds);
        }
    }
}
