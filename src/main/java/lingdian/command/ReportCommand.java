package lingdian.command;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.console.Console;
import lingdian.office.campaign.Briefing;
import lingdian.office.campaign.WebBriefing;
import lingdian.office.campaign.WordBriefing;
import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.ConfigDirectory;
import lingdian.platform.InvalidConfiguration;
import lingdian.platform.Template;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code report}: the briefing on a campaign as .docx and as HTML.
 *
 * <p>It asks the API with the reader's own token, so that the rights and the access log are those of any other reader.
 */
@Command(
        name = "report",
        description = "Write the Chinese briefing on a campaign, for Word, as one HTML file, or both.",
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CAMPAIGN", description = "The campaign's id.")
    private @Nullable UUID campaign;

    @Option(names = "--server", paramLabel = "URL", description = "The service, for example http://127.0.0.1:8080.")
    private @Nullable String server;

    @Option(
            names = "--token",
            paramLabel = "T",
            description = "A regulator's token; or LINGDIAN_TOKEN in the environment.")
    private @Nullable String token;

    @Option(names = "--docx", paramLabel = "FILE", description = "Write it for Word to this file.")
    private @Nullable Path docx;

    @Option(names = "--html", paramLabel = "FILE", description = "Write it as HTML to this file.")
    private @Nullable Path html;

    @Option(names = "--config", paramLabel = "DIR", description = "The directory of premises.yaml.")
    private @Nullable Path config;

    @Override
    public Integer call() throws IOException {
        var arguments = new CommandArguments();
        var url = arguments.server(server);
        String bearer = token != null ? token : System.getenv("LINGDIAN_TOKEN");
        var mistakes = new ArrayList<>(arguments.mistakes());
        if (bearer == null || bearer.isBlank()) {
            mistakes.add("--token is missing (LINGDIAN_TOKEN in the environment will do)");
        }
        if (docx == null && html == null) {
            mistakes.add("a file is missing: --docx FILE, --html FILE or both");
        }
        if (!mistakes.isEmpty() || url == null || bearer == null) {
            throw new InvalidConfiguration(mistakes);
        }
        Vertx vertx = Vertx.vertx();
        try {
            write(briefing(new AdminClient(vertx, url, bearer.strip())));
            return 0;
        } catch (ApiException | IllegalStateException refused) {
            spec.commandLine().getErr().println("lingdian: " + refused.getMessage());
            return 1;
        } finally {
            vertx.close().await();
        }
    }

    private Briefing briefing(AdminClient api) throws IOException {
        String path = "/campaigns/" + Objects.requireNonNull(campaign, "set by picocli");
        JsonObject whole = api.get(path, Map.of()).await();
        JsonObject report = api.get(path + "/report", Map.of()).await();
        PremisesKinds kinds = ConfigDirectory.find(config).read("premises.yaml", PremisesKinds.class);
        return Briefing.of(whole, report, kinds, codes());
    }

    /** What the console calls violations, so that a briefing calls them the same. */
    private static Map<String, String> codes() throws IOException {
        var texts = new Properties();
        texts.load(new StringReader(Template.text(Console.class, "words_zh.properties")));
        return texts.stringPropertyNames().stream()
                .filter(key -> key.startsWith("code."))
                .collect(Collectors.toMap(key -> key.substring("code.".length()), texts::getProperty));
    }

    private void write(Briefing briefing) throws IOException {
        if (docx != null) {
            Files.write(docx, WordBriefing.bytes(briefing));
        }
        if (html != null) {
            Files.writeString(html, WebBriefing.html(briefing));
        }
    }
}
