package lingdian.agent.setup;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.text.PageTexts;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the agent of a café from outside: its files, its service, its machine, and whether it runs.
 *
 * <p>It changes nothing, and may run beside the agent.
 */
public final class Doctor {
    private final Path directory;
    private final InstantSource clock;

    /** What the command line says instead of the file. */
    public record Overrides(
            @Nullable String server,
            @Nullable String host,
            @Nullable Integer port) {}

    public Doctor(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** What was found, in the order of the checks. */
    public static final class Report {
        private final List<Finding> findings;

        private Report(List<Finding> findings) {
            this.findings = List.copyOf(findings);
        }

        /** Whether something keeps the agent from doing its work. */
        public boolean faulty() {
            return findings.stream().anyMatch(finding -> finding.symptom().state() == Symptom.State.FAULT);
        }

        List<Symptom> symptoms() {
            return findings.stream().map(Finding::symptom).toList();
        }

        /** One line for each finding, and one for each remedy. */
        public List<String> lines(PageTexts words) {
            var lines = new ArrayList<String>();
            for (Finding finding : findings) {
                lines.add(words.text("state." + finding.symptom().state().word()) + "  "
                        + words.text("check." + finding.symptom().check().word()) + ": " + finding.text(words));
                if (!finding.remedy(words).isEmpty()) {
                    lines.add("    → " + finding.remedy(words));
                }
            }
            return lines;
        }

        public JsonObject json(PageTexts words) {
            return new JsonObject()
                    .put("faulty", faulty())
                    .put(
                            "checks",
                            new JsonArray(findings.stream()
                                    .map(finding -> finding.json(words))
                                    .toList()));
        }
    }

    /** The texts of the report. */
    public static PageTexts words(boolean chinese) {
        return PageTexts.read(Doctor.class, chinese ? "zh" : "en");
    }

    public Report examine(Overrides overrides) {
        var findings = new ArrayList<Finding>();
        AgentConfiguration configuration = configuration(overrides, findings);
        var service = new ServiceExamination(directory, clock, findings);
        Optional<URI> server = Optional.ofNullable(configuration.server()).flatMap(AgentConfiguration::url);
        server.ifPresentOrElse(service::examine, () -> findings.add(Finding.of(Symptom.CONFIGURATION_WITHOUT_SERVER)));
        new MachineExamination(directory, configuration, findings).examine();
        findings.sort(
                (one, other) -> one.symptom().check().compareTo(other.symptom().check()));
        return new Report(findings);
    }

    private AgentConfiguration configuration(Overrides overrides, List<Finding> findings) {
        AgentConfiguration read = AgentConfiguration.standard();
        try {
            read = AgentConfiguration.in(directory);
            findings.add(Finding.of(Symptom.CONFIGURATION_READ, "directory", directory));
            return read.with(overrides.server(), overrides.host(), overrides.port(), null);
        } catch (InvalidConfiguration wrong) {
            findings.add(Finding.of(Symptom.CONFIGURATION_WRONG, "mistakes", String.join("; ", wrong.mistakes())));
            return read;
        }
    }
}
