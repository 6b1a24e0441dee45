package lingdian.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lingdian.agent.adapter.CardSettings;
import lingdian.agent.desk.CardTrial;
import lingdian.agent.setup.AgentConfiguration;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.work.SystemClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agent adapters}: what the adapters of agent.yaml would record (handbook, agent.md#adapters). */
@Command(
        name = "adapters",
        description =
                "Read the files and databases of all adapters in agent.yaml from their beginning, and print what the agent would"
                        + " record of them: the last twenty lines, with persons masked, and counts. Records nothing.",
        mixinStandardHelpOptions = true)
final class AdaptersCommand implements Callable<Integer> {
    @Option(names = "--directory", paramLabel = "DIR", description = "The directory of the agent.")
    private @Nullable Path directory;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException {
        if (directory == null) {
            throw new InvalidConfiguration(List.of("--directory is missing: the directory of the agent"));
        }
        CardSettings cards = AgentConfiguration.in(directory).cards();
        if (cards.isEmpty()) {
            output.complain("agent.yaml has no adapters");
        }
        CardTrial.of(cards, directory, SystemClock.MICROSECONDS).forEach(output.out()::println);
        output.out().flush();
        return 0;
    }
}
