package lingdian.command;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import lingdian.agent.link.AdminClient;
import lingdian.office.export.TableFormat;
import lingdian.office.export.TableWriter;
import lingdian.office.returns.ReturnTable;
import lingdian.platform.settings.InvalidConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code admin returns}: the list of periods, or one return as a table, and its submission.
 *
 * <p>An administrator sees no figures: the token is a regulator's own, so that their rights apply and the access log and the
 * submission name them.
 */
@Command(
        name = "returns",
        description = "Print, export or submit a return; without PERIOD, list the periods. With a regulator's token.",
        mixinStandardHelpOptions = true)
final class ReturnsCommand implements Callable<Integer> {
    private static final List<String> PERIODS =
            List.of("period", "kind", "campaign", "from", "to", "submission", "submitted", "counties");

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Parameters(
            arity = "0..1",
            paramLabel = "PERIOD",
            description = "2026-11, 2026-Q4, 2026-H2, 2026, or the id of a campaign.")
    private @Nullable String period;

    @Mixin
    private RegulatorOptions service = new RegulatorOptions();

    @Option(names = "--region", paramLabel = "CODE", description = "A region within the regulator's own; default that.")
    private @Nullable String region;

    @Option(names = "--year", paramLabel = "YEAR", description = "Of the list; default this year.")
    private @Nullable String year;

    @Option(names = "--submit", description = "Freeze the figures of the regulator's own county under their name.")
    private boolean submits;

    @Option(
            names = "--xlsx",
            paramLabel = "FILE",
            description = "Also write the return as a workbook to this new file.")
    private @Nullable Path xlsx;

    @Override
    public Integer call() throws IOException {
        var arguments = new CommandArguments();
        URI url = service.server(arguments);
        String bearer = service.token(arguments);
        if (period == null && (submits || xlsx != null)) {
            arguments.mistakes().add("PERIOD is missing: what to submit or to write, for example 2026-11");
        }
        if (url == null || bearer == null || !arguments.mistakes().isEmpty()) {
            throw new InvalidConfiguration(arguments.mistakes());
        }
        AdminCommand.checkNew(xlsx);
        return AdminCommand.call(url, bearer, output, this::run);
    }

    private int run(AdminClient api, PrintWriter out) throws IOException {
        if (period == null) {
            JsonArray items = api.get("/returns", asked("year", year)).await().getJsonArray("items");
            out.println(String.join("\t", PERIODS));
            items.forEach(item -> out.println(AdminCommand.line(PERIODS, outlined((JsonObject) item))));
            return 0;
        }
        JsonObject found = submits
                ? api.call(HttpMethod.POST, "/returns/" + period + "/submission", null)
                        .await()
                : api.get("/returns/" + period, asked("region", region)).await();
        print(found, out);
        if (xlsx != null) {
            TableWriter writer = TableFormat.XLSX.writer(ReturnTable.ONE);
            Files.write(
                    xlsx,
                    writer.write(ReturnTable.ONE.rowsOf(found))
                            .appendBuffer(writer.end())
                            .getBytes());
        }
        return 0;
    }

    private static Map<String, String> asked(String name, @Nullable String value) {
        return value == null ? Map.of() : Map.of(name, value);
    }

    /** A submission as its version. */
    private static JsonObject outlined(JsonObject item) {
        JsonObject submission = item.getJsonObject("submission");
        return item.put("submission", submission == null ? null : submission.getInteger("version"));
    }

    private static void print(JsonObject found, PrintWriter out) {
        out.println("column\theading\tunit\tthisPeriod\taccumulated\tchanged");
        for (Object one : found.getJsonArray("columns")) {
            JsonObject column = (JsonObject) one;
            out.println(String.join(
                    "\t",
                    column.getString("id"),
                    column.getJsonObject("heading").getString("zh"),
                    column.getString("unit"),
                    Objects.toString(column.getValue("thisPeriod"), ""),
                    Objects.toString(column.getValue("accumulated"), ""),
                    column.getBoolean("changed") ? "changed" : ""));
        }
        JsonObject submission = found.getJsonObject("submission");
        if (submission != null) {
            out.println("submitted\tversion " + submission.getInteger("version") + "\t" + submission.getString("at")
                    + "\t" + submission.getString("by"));
        }
        found.getJsonArray("missing").forEach(county -> out.println("missing\t" + county));
    }
}
