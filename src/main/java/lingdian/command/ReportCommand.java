package lingdian.command;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.Words;
import lingdian.domain.CampaignId;
import lingdian.domain.ChinaTime;
import lingdian.domain.region.Regions;
import lingdian.office.campaign.Briefing;
import lingdian.office.campaign.WebBriefing;
import lingdian.office.campaign.WordBriefing;
import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.settings.ConfigDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code report}: the briefing on a campaign as .docx and as HTML.
 *
 * <p>It calls the API with the user's own token, so that the user's rights apply and the access log names the user.
 */
@Command(
        name = "report",
        description = "Write the Chinese briefing on a campaign, for Word, as one HTML file, or both.",
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
    private static final int HTTP_NOT_FOUND = 404;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "CAMPAIGN", description = "The id of the campaign.")
    private @Nullable String campaign;

    @Mixin
    private RegulatorOptions service = new RegulatorOptions();

    @Option(names = "--docx", paramLabel = "FILE", description = "Write the briefing for Word to this file.")
    private @Nullable Path docx;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the briefing as HTML to this file.")
    private @Nullable Path html;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description =
                    "The directory of premises.yaml. Default: ./config where it has a lingdian.yaml, else the file in the"
                            + " program.")
    private @Nullable Path config;

    @Override
    public Integer call() throws IOException {
        var arguments = new CommandArguments();
        CampaignId id = id(arguments);
        var url = service.server(arguments);
        String bearer = service.token(arguments);
        if (docx == null && html == null) {
            arguments.mistakes().add("no output file given: use --docx FILE, --html FILE or both");
        }
        var mistakes = new Mistakes();
        mistakes.addAll(arguments.mistakes());
        mistakes.checkWritable("--docx", docx);
        mistakes.checkWritable("--html", html);
        Tables tables = mistakes.gather(this::tables);
        mistakes.refuse();
        Vertx vertx = Vertx.vertx();
        try {
            var api = new AdminClient(vertx, Objects.requireNonNull(url), Objects.requireNonNull(bearer));
            write(briefing(api, Objects.requireNonNull(id), Objects.requireNonNull(tables)));
            return 0;
        } catch (ApiException | IllegalStateException refused) {
            spec.commandLine().getErr().println("lingdian: " + explained(refused));
            return 1;
        } finally {
            vertx.close().await();
        }
    }

    private @Nullable CampaignId id(CommandArguments arguments) {
        if (campaign == null) {
            arguments.mistakes().add("CAMPAIGN is missing: the id of the campaign");
            return null;
        }
        try {
            return new CampaignId(UUID.fromString(campaign));
        } catch (IllegalArgumentException malformed) {
            arguments.mistakes().add("CAMPAIGN must be the id of a campaign, a UUID");
            return null;
        }
    }

    private static String explained(RuntimeException refused) {
        return refused instanceof ApiException api && api.status() == HTTP_NOT_FOUND
                ? "no such campaign, or this account may not see it (HTTP 404)"
                : String.valueOf(refused.getMessage());
    }

    /** What a briefing takes from the configuration. */
    private record Tables(Regions regions, PremisesKinds premises) {}

    private Tables tables() {
        ConfigDirectory files = ConfigDirectory.find(config);
        return new Tables(files.table("regions.csv", Regions::read), files.read("premises.yaml", PremisesKinds.class));
    }

    private static Briefing briefing(AdminClient api, CampaignId id, Tables tables) {
        String path = "/campaigns/" + id;
        JsonObject whole = api.get(path, Map.of()).await();
        JsonObject report = api.get(path + "/report", Map.of()).await();
        // A briefing calls violations as the console does.
        var terms = new Briefing.Terms(
                tables.premises(),
                Words.chinese().group("code"),
                new Divisions(tables.regions())::shortName,
                office(api, whole),
                LocalDate.now(ChinaTime.ZONE));
        return Briefing.of(whole, report, terms);
    }

    /** The name of the user's office, which is of one of the campaign's authorities; empty where nobody has entered it. */
    private static String office(AdminClient api, JsonObject campaign) {
        String region = campaign.getJsonObject("own").getString("region");
        for (Object authority : campaign.getJsonArray("authorities")) {
            try {
                return api.get("/offices/" + region + "/" + authority, Map.of())
                        .await()
                        .getString("name");
            } catch (ApiException refused) {
                if (refused.status() != HTTP_NOT_FOUND) {
                    throw refused;
                }
            }
        }
        return "";
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
