package lingdian.command;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin letters}: codes for the cafés of a region, and the letters to print. Both are shown once. */
@Command(
        name = "letters",
        description = "Give out codes for the cafés of a region, and write the letters to print. They are shown once.",
        mixinStandardHelpOptions = true)
final class LettersCommand implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of("placeCode", "name", "code", "expiresAt");

    @Mixin
    private AdminCommand.Desk desk = new AdminCommand.Desk();

    @Parameters(paramLabel = "REGION", description = "Six digits of GB/T 2260, such as 360481 or 360400.")
    private String region = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE.html",
            description = "Write the letters to this new file.")
    private Path out = Path.of("");

    @Option(
            names = "--table",
            paramLabel = "FILE",
            description = "Write the codes to this new file, separated by tabs.")
    private @Nullable Path table;

    @Option(names = "--only-new", description = "Only for cafés that never had a key.")
    private boolean onlyNew;

    @Option(
            names = "--withdraw-earlier",
            description = "Withdraw the unused codes of the cafés, as of letters with a wrong address.")
    private boolean withdrawEarlier;

    @Option(
            names = "--agents-server",
            paramLabel = "URL",
            description = "The address to print; default: the service's own.")
    private @Nullable String agentsServer;

    @Override
    public Integer call() throws IOException {
        return desk.run((api, output) -> {
            AdminCommand.checkNew(out, table);
            JsonObject made = api.call(
                            HttpMethod.POST,
                            "/enrolments",
                            new JsonObject()
                                    .put("region", region)
                                    .put("onlyNew", onlyNew)
                                    .put("withdrawEarlier", withdrawEarlier)
                                    .put("server", agentsServer))
                    .await();
            List<JsonObject> items = made.getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .toList();
            AdminCommand.write(out, made.getString("letters"));
            if (table != null) {
                AdminCommand.write(table, lines(items));
            }
            output.println(items.size() + " codes, good for seven days; letters in " + out);
            return 0;
        });
    }

    private static String lines(List<JsonObject> items) {
        var text = new StringBuilder(String.join("\t", COLUMNS)).append('\n');
        items.forEach(item -> text.append(AdminCommand.line(COLUMNS, item)).append('\n'));
        return text.toString();
    }
}
