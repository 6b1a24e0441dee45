package lingdian.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import lingdian.agent.setup.AgentConfiguration;
import lingdian.agent.setup.Enrolment;
import lingdian.agent.setup.EnrolmentException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agent enrol}: the first command at a new café (handbook, agent.md#enrol). */
@Command(
        name = "enrol",
        description =
                "Exchange the code of the café's letter for its agent key, and write the key and agent.yaml into the"
                        + " directory. A code is good for one use. Exit status 1: there is no key, and nothing was written.",
        mixinStandardHelpOptions = true)
final class EnrolCommand implements Callable<Integer> {
    @Option(names = "--server", paramLabel = "URL", description = "The service, for example https://lingdian.example.")
    private @Nullable String server;

    @Option(names = "--code", paramLabel = "CODE", description = "The code of the letter, for example ABCD-EFGH-JKMN.")
    private @Nullable String code;

    @Option(names = "--directory", paramLabel = "DIR", description = "The directory of the agent; created if missing.")
    private @Nullable Path directory;

    @Option(names = "--replace", description = "Put the new key in the place of one that is there already.")
    private boolean replace;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() {
        var arguments = new CommandArguments();
        URI service = arguments.server(server);
        var mistakes = new Mistakes();
        mistakes.addAll(arguments.mistakes());
        mistakes.check(code != null, "--code is missing: the code of the café's letter");
        mistakes.check(directory != null, "--directory is missing: the directory of the agent");
        mistakes.refuse();
        return enrol(Objects.requireNonNull(service), Objects.requireNonNull(directory), Objects.requireNonNull(code));
    }

    private int enrol(URI service, Path where, String letter) {
        var enrolment = new Enrolment(service, where, replace, "lingdian-agent/" + ProgramVersion.number());
        try {
            Enrolment.Enrolled enrolled = enrolment.with(letter);
            output.out().println("enrolled " + enrolled.placeCode() + ": the key is in " + enrolled.keyFile());
            if (!AgentConfiguration.isEncrypted(service)) {
                output.complain("the key was sent without encryption: use the service's https:// address");
            }
            output.out().println("now start, or restart, the agent: agent --directory " + where);
            output.out().flush();
            return 0;
        } catch (EnrolmentException refused) {
            output.complain(String.valueOf(refused.getMessage()));
            return 1;
        }
    }
}
