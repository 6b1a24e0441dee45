package lingdian.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The program of {@code lingdian-agent.jar}, which a café installs: the command {@code agent} alone.
 *
 * <p>It names no other command, so that the build can leave the service out of that jar.
 */
@Command(
        name = "lingdian-agent",
        description = "The agent of an Internet café (Lingdian, 零点).",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AgentCommand.class,
        footer = {"", "lingdian-agent agent --help describes the agent's commands."})
public final class AgentProgram implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private AgentProgram() {}

    /** Exits like the main program: 2 if the arguments or the configuration are wrong, 1 if the command failed. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(HelpWord.asOption(args)));
    }

    static CommandLine commandLine() {
        var commandLine = new CommandLine(new AgentProgram());
        ProgramVersion.toldBy(commandLine);
        return CommandErrors.reportedBy(commandLine);
    }

    @Override
    public void run() {
        throw CommandErrors.commandMissing(spec);
    }
}
