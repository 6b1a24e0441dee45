package lingdian.command;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import lingdian.agent.desk.SeatKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agent seat-keys}: the keys for the program of each terminal (handbook, agent.md#the-seats-own-witness). */
@Command(
        name = "seat-keys",
        description = "Print the key of each terminal for agent seat, one a line after its id.",
        mixinStandardHelpOptions = true)
final class SeatKeysCommand implements Callable<Integer> {
    @Option(names = "--directory", paramLabel = "DIR", description = "The directory of the agent.")
    private @Nullable Path directory;

    @Parameters(paramLabel = "TERMINAL", description = "The ids of the terminals.")
    private List<String> terminals = List.of();

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException {
        var mistakes = new Mistakes();
        mistakes.checkAgentDirectory(directory);
        mistakes.check(!terminals.isEmpty(), "TERMINAL is missing: the ids of the terminals");
        terminals.forEach(terminal -> mistakes.check(
                terminal.matches("[\\w.-]{1,32}"), "a terminal's id has 1 to 32 of letters, digits, _ . -"));
        mistakes.refuse();
        SeatKeys keys = SeatKeys.in(Objects.requireNonNull(directory), new SecureRandom());
        terminals.forEach(terminal -> output.out().println(terminal + " " + keys.key(terminal)));
        output.out().flush();
        return 0;
    }
}
