package lingdian.command;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.vault.seal.NewFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code admin}: what an administrator does, from a terminal, by the HTTP API and with its words. Exits with 0; with 1 if
 * the service refuses, or refuses a row; with 2 for wrong arguments.
 */
@Command(
        name = "admin",
        description =
                "Administer a service: list, import cafés and accounts, give out codes and letters, enter closures.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AdminCommand.ListCommand.class,
            ImportCommand.class,
            AdminCommand.EnrolCommand.class,
            LettersCommand.class,
            CloseCommand.class,
            AdminCommand.ReopenCommand.class,
            ReturnsCommand.class,
            GrafanaCommand.class
        })
public final class AdminCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw CommandErrors.commandMissing(spec);
    }

    /** The calls of one subcommand. */
    interface Calls {
        int make(AdminClient api, PrintWriter out) throws IOException;
    }

    /** Makes calls with a token. What the service refuses is told, and is a status of 1. */
    static int call(URI server, String token, CommandOutput output, Calls calls) throws IOException {
        Vertx vertx = Vertx.vertx();
        try {
            return calls.make(new AdminClient(vertx, server, token), output.out());
        } catch (ApiException refused) {
            output.complain(String.valueOf(refused.getMessage()));
            return 1;
        } finally {
            output.out().flush();
            vertx.close().await();
        }
    }

    /** The service and the output of every subcommand. */
    static final class Desk {
        @Mixin
        private CommandOutput output = new CommandOutput();

        @Mixin
        private ServiceOptions service = new ServiceOptions();

        int run(Calls calls) throws IOException {
            var arguments = new CommandArguments();
            URI url = service.server(arguments);
            String token = service.adminToken(arguments);
            if (url == null || token == null) {
                throw new InvalidConfiguration(arguments.mistakes());
            }
            return call(url, token, output, calls);
        }
    }

    /** The lists by the word that names them. */
    enum Listing {
        ACCOUNTS(
                "/accounts",
                List.of("id", "name", "signInName", "role", "authority", "region", "placeCode", "endedAt")),
        CAFES("/cafes", List.of("placeCode", "name", "region", "terminals", "address", "telephone")),
        KEYS("/agent-keys", List.of("id", "placeCode", "name", "state", "createdAt", "enrolledAt", "endedAt")),
        ENROLMENTS(
                "/enrolments", List.of("id", "placeCode", "name", "state", "issuer", "issuedAt", "expiresAt", "agent"));

        private final String path;
        private final List<String> columns;

        Listing(String path, List<String> columns) {
            this.path = path;
            this.columns = columns;
        }
    }

    @Command(
            name = "list",
            description = "List accounts, cafes, keys or enrolments: one a line, columns separated by tabs.",
            mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private Desk desk = new Desk();

        @Parameters(paramLabel = "WHAT", description = "One of accounts, cafes, keys and enrolments.")
        private Listing what = Listing.CAFES;

        @Option(names = "--query", paramLabel = "TEXT", description = "A part of a name, place code or sign-in name.")
        private @Nullable String query;

        @Option(names = "--region", paramLabel = "CODE", description = "Only of this region; not for accounts.")
        private @Nullable String region;

        @Option(names = "--state", paramLabel = "STATE", description = "Only keys or enrolments in this state.")
        private @Nullable String state;

        @Override
        public Integer call() throws IOException {
            return desk.run((api, out) -> {
                JsonArray items = api.all(what.path, asked()).await();
                out.println(String.join("\t", what.columns));
                items.forEach(item -> out.println(line(what.columns, (JsonObject) item)));
                return 0;
            });
        }

        private Map<String, String> asked() {
            var asked = new LinkedHashMap<String, String>();
            putGiven(asked, "q", query);
            putGiven(asked, "region", region);
            putGiven(asked, "state", state);
            return asked;
        }
    }

    /** The columns of one item; tabs and line ends within a text become spaces. */
    static String line(List<String> columns, JsonObject item) {
        return String.join(
                "\t",
                columns.stream()
                        .map(column ->
                                Objects.toString(item.getValue(column), "").replaceAll("[\\t\\r\\n]", " "))
                        .toList());
    }

    /** Before anything is asked of the service that is shown once: the files must be new, and can be made. */
    static void checkNew(@Nullable Path... files) {
        var mistakes = new Mistakes();
        for (Path file : files) {
            boolean exists = file != null && Files.exists(file);
            mistakes.check(!exists, file + " exists already: name a new file");
            mistakes.check(file == null || exists || Mistakes.canBeWritten(file), file + " cannot be written");
        }
        mistakes.refuse();
    }

    /** Codes and invitations are secrets. */
    static void write(Path file, String text) throws IOException {
        NewFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void putGiven(Map<String, String> asked, String name, @Nullable String value) {
        if (value != null) {
            asked.put(name, value);
        }
    }

    @Command(
            name = "enrol",
            description = "Give out a code for which a café's agent gets its key. It is shown once.",
            mixinStandardHelpOptions = true)
    static final class EnrolCommand implements Callable<Integer> {
        @Mixin
        private Desk desk = new Desk();

        @Parameters(paramLabel = "PLACE_CODE", description = "The café.")
        private String placeCode = "";

        @Override
        public Integer call() throws IOException {
            return desk.run((api, out) -> {
                JsonObject made = api.call(HttpMethod.POST, "/cafes/" + placeCode + "/enrolments", null)
                        .await();
                out.println(made.getString("code") + "\tuntil " + made.getString("expiresAt"));
                return 0;
            });
        }
    }

    @Command(name = "reopen", description = "End a closure of a café now.", mixinStandardHelpOptions = true)
    static final class ReopenCommand implements Callable<Integer> {
        @Mixin
        private Desk desk = new Desk();

        @Parameters(index = "0", paramLabel = "PLACE_CODE", description = "The café.")
        private String placeCode = "";

        @Parameters(index = "1", paramLabel = "ID", description = "The closure's id.")
        private String id = "";

        @Override
        public Integer call() throws IOException {
            return desk.run((api, out) -> {
                api.call(HttpMethod.DELETE, "/cafes/" + placeCode + "/closures/" + id, null)
                        .await();
                out.println("ended");
                return 0;
            });
        }
    }
}
