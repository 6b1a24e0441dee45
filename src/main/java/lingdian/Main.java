package lingdian;

import lingdian.command.AgentCommand;
import lingdian.command.BacktestCommand;
import lingdian.command.CommandErrors;
import lingdian.command.DemoCommand;
import lingdian.command.KeysCommand;
import lingdian.command.ReplayCommand;
import lingdian.command.ReportCommand;
import lingdian.command.ServeCommand;
import lingdian.command.SimulateCommand;
import lingdian.command.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The one program. Each subcommand wires the parts that it needs by plain constructors. */
@Command(
        name = "lingdian",
        description = "Lingdian (零点): real-name and opening-hours compliance of Internet cafés.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
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
            KeysCommand.class
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /** Exits with 0; 2 where the arguments or the configuration are wrong; 1 where the command failed. */
    public static void main(String[] args) {
        if (Boolean.getBoolean("lingdian.endWithParent")) {
            endWithParent();
        }
        System.exit(commandLine().execute(args));
    }

    public static CommandLine commandLine() {
        return CommandErrors.reportedBy(new CommandLine(new Main()));
    }

    /** Maven does not pass a SIGTERM on to what it runs, and {@code mvn -Pdemo} must leave nothing behind. */
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
        String commands = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "a command is missing, one of: " + commands);
    }

    /** The version that the jar was built with. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"lingdian " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
