package lingdian.command;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import lingdian.agent.link.AgentEndpoint;
import org.jspecify.annotations.Nullable;

/** Checks the arguments of a command that calls the service, and collects all mistakes. */
public final class CommandArguments {
    private final List<String> mistakes = new ArrayList<>();

    /** One line for each mistake found so far. */
    public List<String> mistakes() {
        return mistakes;
    }

    /** @return null for a mistake, which is noted */
    public @Nullable URI server(@Nullable String text) {
        if (text == null) {
            return mistake("--server is missing: the URL of the service, for example http://127.0.0.1:8080");
        }
        try {
            URI server = URI.create(text);
            boolean usable =
                    server.getHost() != null && ("http".equals(server.getScheme()) || AgentEndpoint.secure(server));
            return usable ? server : mistake("--server must be an http:// or https:// URL");
        } catch (IllegalArgumentException malformed) {
            return mistake("--server must be an http:// or https:// URL");
        }
    }

    /**
     * The caller's token: from the option, else from LINGDIAN_TOKEN in the environment.
     *
     * @param whose completes the message about a missing token
     * @return null for a mistake, which is noted
     */
    public @Nullable String token(@Nullable String option, String whose) {
        String text = option != null ? option : System.getenv("LINGDIAN_TOKEN");
        return text != null && !text.isBlank()
                ? text.strip()
                : mistake("--token is missing: the token of " + whose
                        + "; LINGDIAN_TOKEN in the environment may be set instead");
    }

    /**
     * The administrator's token: from the option, else from LINGDIAN_ADMIN_TOKEN in the environment.
     *
     * @return null for a mistake, which is noted
     */
    public @Nullable String adminToken(@Nullable String option) {
        String text = option != null ? option : System.getenv("LINGDIAN_ADMIN_TOKEN");
        return text != null && !text.isBlank()
                ? text.strip()
                : mistake("--admin-token is missing; LINGDIAN_ADMIN_TOKEN in the environment may be set instead");
    }

    @Nullable
    LocalDate birthDate(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException unreal) {
            return mistake("--birth-date must be a date, for example 1990-01-01");
        }
    }

    int connections(String text) {
        try {
            int connections = Integer.parseInt(text);
            if (connections >= 1 && connections <= 10_000) {
                return connections;
            }
        } catch (NumberFormatException noNumber) {
            // reported below
        }
        mistake("--connections must be a number from 1 to 10000");
        return 1;
    }

    @Nullable
    Path file(@Nullable String text) {
        if (text == null) {
            return mistake("FILE.csv is missing: the file to replay");
        }
        Path file = Path.of(text);
        return Files.isReadable(file) && !Files.isDirectory(file) ? file : mistake("cannot read " + text);
    }

    private <T> @Nullable T mistake(String text) {
        mistakes.add(text);
        return null;
    }
}
