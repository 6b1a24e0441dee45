package lingdian.command;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What a command prints: its results, and complaints that begin with the program's name. Mixed into it. */
@Command
final class CommandOutput {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    PrintWriter out() {
        return command().commandLine().getOut();
    }

    void complain(String line) {
        PrintWriter error = command().commandLine().getErr();
        error.println("lingdian: " + line);
        error.flush();
    }

    private CommandSpec command() {
        return Objects.requireNonNull(command, "set by picocli");
    }
}
