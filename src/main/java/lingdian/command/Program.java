package lingdian.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
            KeysCommand.class
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
        System.exit(commandLine().execute(args));
    }

    public static CommandLine commandLine() {
        var commandLine = new CommandLine(new Program());
        tellVersion(commandLine);
        return CommandErrors.reportedBy(commandLine);
    }

    private static void tellVersion(CommandLine commandLine) {
        commandLine.getCommandSpec().versionProvider(new Version());
        commandLine.getSubcommands().values().forEach(Program::tellVersion);
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
        throw commandMissing(spec);
    }

    /** The error for a command that needs a subcommand and got none. */
    static ParameterException commandMissing(CommandSpec spec) {
        String commands = String.join(", ", spec.subcommands().keySet());
        return new ParameterException(spec.commandLine(), "no command given: use one of " + commands);
    }

    /** The version that the jar was built with. */
    private static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Program.class.getPackage().getImplementationVersion();
            return new String[] {"lingdian " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
