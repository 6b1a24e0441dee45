package lingdian.command;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The service that a command calls as a regulator. */
final class RegulatorOptions {
    @Option(names = "--server", paramLabel = "URL", description = "The service, for example http://127.0.0.1:8080.")
    private @Nullable String server;

    @Option(
            names = "--token",
            paramLabel = "T",
            description = "The token of a regulator. LINGDIAN_TOKEN in the environment may be set instead.")
    private @Nullable String token;

    /** @return null for a mistake, which is noted */
    @Nullable
    URI server(CommandArguments arguments) {
        return arguments.server(server);
    }

    /** @return null for a mistake, which is noted */
    @Nullable
    String token(CommandArguments arguments) {
        return arguments.token(token, "a regulator");
    }
}
