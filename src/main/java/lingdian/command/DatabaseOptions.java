package lingdian.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.InvalidConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database a command works on: its own in a directory, or one elsewhere. */
final class DatabaseOptions {
    @Option(
            names = "--embedded",
            paramLabel = "DIR",
            description = "Run a PostgreSQL of its own, kept in this directory with its key ring.")
    private @Nullable Path embedded;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "postgresql://user:password@host:5432/name. Else LINGDIAN_DATABASE in the environment.")
    private @Nullable String database;

    /** The directory of the embedded database; null where another is used. */
    @Nullable
    Path embedded() {
        return embedded;
    }

    /** Whether a database elsewhere is asked for, by a right address or a wrong one. */
    boolean elsewhere() {
        return url() != null;
    }

    /**
     * The database elsewhere; null where the embedded one is used.
     *
     * @throws InvalidConfiguration where both or none is given, or the address is wrong
     */
    @Nullable
    DatabaseAddress address() {
        String url = url();
        var mistakes = new ArrayList<String>();
        if (embedded != null && url != null) {
            mistakes.add("--embedded and --database: give one of them");
        }
        if (embedded == null && url == null) {
            mistakes.add(
                    "a database is missing: --embedded DIR, --database URL or LINGDIAN_DATABASE in the environment");
        }
        DatabaseAddress address = null;
        try {
            address = url == null ? null : DatabaseAddress.parse(url);
        } catch (IllegalArgumentException wrong) {
            mistakes.add("--database: " + wrong.getMessage());
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(List.copyOf(mistakes));
        }
        return address;
    }

    private @Nullable String url() {
        return database != null ? database : embedded == null ? System.getenv("LINGDIAN_DATABASE") : null;
    }
}
