package lingdian.command;

import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.text.LogFormat;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The main program. Each subcommand wires the parts that it needs by plain constructors. */
@Command(
        name = "lingdian",
        description = "Lingdian (零点): real-name and opening-hours compliance of Internet cafés.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            ReplayCommand.class,
            AgentCommand.class,
            SimulateCommand.class,
            BacktestCommand.class,
            ReportCommand.class,
            VerifyCommand.class,
            DrawCommand.class,
            ConformanceCommand.class,
            KeysCommand.class,
            AdminCommand.class
        },
        footer = {"", "lingdian COMMAND --help describes a command."})
public final class Program implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Program() {}

    /** Exits with 0; with 2 if the arguments or the configuration are wrong; with 1 if the command failed. */
    public static void main(String[] args) {
        if (Boolean.getBoolean("lingdian.endWithParent")) {
            endWithParent();
        }
        try {
            LogFormat.ofEnvironment();
        } catch (InvalidConfiguration wrong) {
            wrong.mistakes().forEach(mistake -> System.err.println("lingdian: " + mistake));
            System.exit(CommandLine.ExitCode.USAGE);
        }
        System.exit(commandLine().execute(HelpWord.asOption(args)));
    }

    public static CommandLine commandLine() {
        var commandLine = new CommandLine(new Program());
        ProgramVersion.toldBy(commandLine);
        return CommandErrors.reportedBy(commandLine);
    }

    /**
     * Ends the program when its parent ends: Maven does not forward SIGTERM to its child, and {@code mvn -Pdemo} must
     * leave no process behind.
     */
    private static void endWithParent() {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> Thread.ofVirtual().start(() -> {
                    parent.onExit().join();
                    System.exit(CommandLine.ExitCode.OK);
                }));
    }

    @Override
    public void run() {
        throw CommandErrors.commandMissing(spec);
    }
}
