package lingdian.command;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.agent.link.AdminClient;
import lingdian.office.table.TableParts;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.text.TextConsole;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code admin import}: a table of cafés or accounts. It first asks what would happen, which shows the rows that are
 * refused; then it sends the others some hundreds at a time, so that a long table shows its progress.
 */
@Command(
        name = "import",
        description =
                "Create and change cafés or accounts by a table (CSV or .xlsx). The same table twice changes nothing, but"
                        + " invites again who never set a password.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private static final int ROWS_A_PART = 200;
    private static final String CSV = "text/csv; charset=utf-8";
    private static final String ANY_TABLE = "application/octet-stream";
    private static final List<String> RESULTS = List.of("created", "changed", "unchanged", "refused");

    @Mixin
    private AdminCommand.Desk desk = new AdminCommand.Desk();

    @Parameters(index = "0", paramLabel = "WHAT", description = "One of cafes and accounts.")
    private Kind what = Kind.CAFES;

    @Parameters(index = "1", paramLabel = "FILE", description = "The table.")
    private Path file = Path.of("");

    @Option(names = "--dry-run", description = "Only say what would happen.")
    private boolean dryRun;

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description = "Of CSV: utf-8, gb18030 … Default: found by itself.")
    private @Nullable String charset;

    @Option(
            names = "--invitations",
            paramLabel = "FILE",
            description = "Write the invitations of people who never signed in to this new file, separated by tabs.")
    private @Nullable Path invitations;

    /** The tables by the word that names them. */
    enum Kind {
        CAFES("/cafes/import", "placeCode"),
        ACCOUNTS("/accounts/import", "signInName");

        private final String path;
        private final String key;

        Kind(String path, String key) {
            this.path = path;
            this.key = key;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new InvalidConfiguration(List.of("cannot read " + file));
        }
        if (what == Kind.ACCOUNTS && !dryRun && invitations == null) {
            throw new InvalidConfiguration(List.of(
                    "--invitations is missing: the file for the invitations of accounts, which are shown once"));
        }
        AdminCommand.checkNew(invitations);
        byte[] table = Files.readAllBytes(file);
        return desk.run((api, out) -> take(api, out, table));
    }

    private int take(AdminClient api, PrintWriter out, byte[] table) throws IOException {
        List<JsonObject> planned = items(send(api, ANY_TABLE, true, table));
        List<JsonObject> done = dryRun ? planned : written(api, out, table, planned);
        done.stream()
                .filter(ImportCommand::isRefused)
                .forEach(row -> out.println(
                        "row " + row.getInteger("row") + "\t" + Objects.toString(row.getString(what.key), "") + "\t"
                                + row.getString("field") + ": " + row.getString("reason")));
        if (invitations != null && !dryRun) {
            AdminCommand.write(invitations, invitations(done));
        }
        Map<String, Long> counts = counts(done);
        out.println((dryRun ? "would be: " : "")
                + RESULTS.stream()
                        .map(result -> result + " " + counts.getOrDefault(result, 0L))
                        .collect(Collectors.joining(", ")));
        return counts.containsKey("refused") ? 1 : 0;
    }

    /** Sends the rows that are not refused, part by part, and adds those that are. */
    private List<JsonObject> written(AdminClient api, PrintWriter out, byte[] table, List<JsonObject> planned) {
        List<JsonObject> refused =
                planned.stream().filter(ImportCommand::isRefused).toList();
        Set<Integer> leftOut =
                refused.stream().map(row -> row.getInteger("row")).collect(Collectors.toSet());
        List<byte[]> parts = TableParts.of(table, charset, ROWS_A_PART, leftOut);
        var done = new ArrayList<>(refused);
        try (Progress progress = Progress.to(out, planned.size() - refused.size())) {
            for (byte[] part : parts) {
                List<JsonObject> rows = items(send(api, CSV, false, part));
                done.addAll(rows);
                progress.step(rows.size());
            }
        }
        done.sort(Comparator.comparing(row -> row.getInteger("row")));
        return done;
    }

    private JsonObject send(AdminClient api, String type, boolean dry, byte[] table) {
        String asked = "?dryRun=" + dry + (charset == null || type.equals(CSV) ? "" : "&charset=" + charset);
        return api.sendTable(what.path + asked, type, Buffer.buffer(table)).await();
    }

    private static boolean isRefused(JsonObject row) {
        return row.getString("result").equals("refused");
    }

    private static List<JsonObject> items(JsonObject answer) {
        return answer.getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }

    private static Map<String, Long> counts(List<JsonObject> rows) {
        var counts = new HashMap<String, Long>();
        rows.forEach(row -> counts.merge(row.getString("result"), 1L, Long::sum));
        return counts;
    }

    private static String invitations(List<JsonObject> rows) {
        Stream<String> lines = rows.stream()
                .filter(row -> row.getJsonObject("invitation") != null)
                .map(row -> row.getString("signInName") + "\t"
                        + row.getJsonObject("invitation").getString("path") + "\t"
                        + row.getJsonObject("invitation").getString("expiresAt") + "\n");
        return "signInName\tpath\texpiresAt\n" + lines.collect(Collectors.joining());
    }

    /** A bar on a terminal, nothing in a file. */
    private record Progress(@Nullable ProgressBar bar) implements AutoCloseable {
        static Progress to(PrintWriter out, int rows) {
            out.flush();
            return new Progress(TextConsole.attached() ? TextConsole.bar("import", rows, " rows") : null);
        }

        void step(int rows) {
            if (bar != null) {
                bar.stepBy(rows);
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
