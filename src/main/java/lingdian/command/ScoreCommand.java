package lingdian.command;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.domain.ChinaTime;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.text.Rfc3339;
import lingdian.simulation.city.Score;
import lingdian.simulation.city.ScoreTable;
import lingdian.simulation.city.ShadowFindings;
import lingdian.simulation.city.SuspicionScore;
import lingdian.simulation.city.TruthFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code simulate score}: compares the truth of a simulated city with the service's findings.
 *
 * <p>Exits with 0 if exactly the true facts were found and every verdict was the expected one, 1 if not, 2 for wrong
 * arguments. Suspicions are shown but do not affect the exit status: their purpose is to prompt an inspection.
 */
@Command(
        name = "score",
        description = "Compare what truly happened in a simulated city with what the service found.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "A finding matches a truth where code, café and seat are equal and the times overlap or are at most five minutes"
                    + " apart. With an administrator's token a second table says how often each suspicion was right, by café"
                    + " and business day, also for rules in shadow that this account proposed. The account of"
                    + " LINGDIAN_ADMIN_TOKEN counts as the author of rules that came from a file."
        })
public final class ScoreCommand implements Callable<Integer> {
    @Mixin
    private CommandOutput output = new CommandOutput();

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "The file in which simulate wrote what truly happened.")
    private @Nullable Path truth;

    @Option(names = "--server", paramLabel = "URL", description = "The service, for example http://127.0.0.1:8080.")
    private @Nullable String server;

    @Option(
            names = "--token",
            paramLabel = "T",
            description =
                    "The token of a culture regulator who may see the city (region 360400 or above). LINGDIAN_TOKEN in the"
                            + " environment may be set instead.")
    private @Nullable String token;

    @Option(
            names = "--admin-token",
            paramLabel = "T",
            description =
                    "The token of an administrator, to score what rules in shadow found, too. LINGDIAN_ADMIN_TOKEN in the"
                            + " environment may be set instead.")
    private @Nullable String adminToken;

    @Override
    public Integer call() {
        var arguments = new CommandArguments();
        URI url = arguments.server(server);
        List<String> mistakes = arguments.mistakes();
        String bearer = arguments.token(token, "a regulator who may see the city");
        TruthFile file = read(mistakes);
        if (url == null || bearer == null || file == null || !mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
        return score(url, bearer, file);
    }

    private @Nullable TruthFile read(List<String> mistakes) {
        if (truth == null) {
            mistakes.add("--truth is missing: the file that simulate wrote");
            return null;
        }
        try {
            return TruthFile.read(truth);
        } catch (IOException unreadable) {
            mistakes.add("cannot read " + truth);
        } catch (IllegalArgumentException malformed) {
            mistakes.add(truth + ": " + malformed.getMessage());
        }
        return null;
    }

    private int score(URI url, String bearer, TruthFile file) {
        Vertx vertx = Vertx.vertx();
        try {
            List<Score.Finding> findings = new AdminClient(vertx, url, bearer)
                    .all("/violations", query(file)).await().stream()
                            .map(violation -> Score.Finding.of((JsonObject) violation))
                            .toList();
            var score = new Score(file, findings);
            PrintWriter out = output.out();
            ScoreTable.lines(score).forEach(out::println);
            String author = adminToken != null ? adminToken : System.getenv("LINGDIAN_ADMIN_TOKEN");
            if (author != null && !author.isBlank()) {
                var known = new ArrayList<>(findings); // of rules that are not in shadow
                known.addAll(ShadowFindings.seenBy(new AdminClient(vertx, url, author.strip()))
                        .await());
                out.println();
                new SuspicionScore(file, known).lines().forEach(out::println);
            }
            out.flush();
            return score.factsArePerfect() ? 0 : 1;
        } catch (ApiException refused) {
            output.complain(String.valueOf(refused.getMessage()));
            return 1;
        } finally {
            vertx.close().await();
        }
    }

    /** Selects only the period of the city: a service may have findings of many years. */
    private static Map<String, String> query(TruthFile file) {
        return Map.of(
                "from", Rfc3339.format(file.from().minus(Score.TOLERANCE), ChinaTime.ZONE),
                "to", Rfc3339.format(file.to().plus(Score.TOLERANCE), ChinaTime.ZONE));
    }
}
