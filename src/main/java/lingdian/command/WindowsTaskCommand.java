package lingdian.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lingdian.agent.setup.WindowsTask;
import lingdian.platform.settings.InvalidConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agent windows-task}: for {@code install.cmd}, because a batch file cannot write UTF-16. */
@Command(
        name = "windows-task",
        description =
                "Write the scheduled task of Windows that starts the agent with the machine. install.cmd calls it.",
        mixinStandardHelpOptions = true)
final class WindowsTaskCommand implements Callable<Integer> {
    @Option(names = "--java", required = true, paramLabel = "FILE", description = "The path of java.exe.")
    private String java = "";

    @Option(names = "--jar", required = true, paramLabel = "FILE", description = "The path of lingdian-agent.jar.")
    private String jar = "";

    @Option(names = "--log", required = true, paramLabel = "FILE", description = "The path of logback.xml.")
    private String log = "";

    @Option(names = "--directory", required = true, paramLabel = "DIR", description = "The directory of the agent.")
    private String directory = "";

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path output = Path.of("");

    @Override
    public Integer call() {
        try {
            Files.write(output, new WindowsTask(java, jar, log, directory).bytes());
            return 0;
        } catch (IllegalArgumentException | IOException wrong) {
            throw new InvalidConfiguration(List.of(output + ": the task cannot be written: " + wrong.getMessage()));
        }
    }
}
