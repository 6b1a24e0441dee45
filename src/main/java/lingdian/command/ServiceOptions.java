package lingdian.command;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The service that a command calls as an administrator. */
final class ServiceOptions {
    @Option(names = "--server", paramLabel = "URL", description = "The service, for example http://127.0.0.1:8080.")
    private @Nullable String server;

    @Option(
            names = "--admin-token",
            paramLabel = "T",
            description = "The token of an administrator. LINGDIAN_ADMIN_TOKEN in the environment may be set instead.")
    private @Nullable String adminToken;

    /** @return null for a mistake, which is noted */
    @Nullable
    URI server(CommandArguments arguments) {
        return arguments.server(server);
    }

    /** @return null for a mistake, which is noted */
    @Nullable
    String adminToken(CommandArguments arguments) {
        return arguments.adminToken(adminToken);
    }
}
