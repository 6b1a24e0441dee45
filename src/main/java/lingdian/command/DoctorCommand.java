package lingdian.command;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import lingdian.agent.setup.Doctor;
import lingdian.platform.text.PageTexts;
import lingdian.platform.work.SystemClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agent doctor}: what is wrong with a café's agent, and what to do (handbook, agent.md#doctor). */
@Command(
        name = "doctor",
        description =
                "Look at configuration, key, service, clock, certificate, disk, records, local API and LAN, and say"
                        + " what to do about each fault. Changes nothing; may run beside the agent. Exit status 1: there is a"
                        + " fault.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--directory", paramLabel = "DIR", description = "The directory of the agent.")
    private @Nullable Path directory;

    @Option(names = "--server", paramLabel = "URL", description = "Instead of the one in agent.yaml.")
    private @Nullable String server;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Instead of the one in agent.yaml.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Instead of the one in agent.yaml.")
    private @Nullable Integer port;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--lang", paramLabel = "zh|en", description = "The language. Default: this system's.")
    private @Nullable String language;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() {
        var mistakes = new Mistakes();
        mistakes.checkAgentDirectory(directory);
        String chosen = Objects.requireNonNullElse(language, Locale.getDefault().getLanguage());
        mistakes.check(language == null || chosen.equals("zh") || chosen.equals("en"), "--lang must be zh or en");
        mistakes.refuse();
        Doctor.Report report = new Doctor(Objects.requireNonNull(directory), SystemClock.MICROSECONDS)
                .examine(new Doctor.Overrides(server, host, port));
        print(report, Doctor.words(chosen.equals("zh")));
        return report.faulty() ? 1 : 0;
    }

    private void print(Doctor.Report report, PageTexts words) {
        PrintWriter out = output.out();
        if (json) {
            JsonObject object = report.json(words);
            out.println(object.encodePrettily());
        } else {
            report.lines(words).forEach(out::println);
        }
        out.flush();
    }
}
