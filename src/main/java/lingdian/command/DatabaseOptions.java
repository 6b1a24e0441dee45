package lingdian.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lingdian.node.Startup;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.EmbeddedDatabase;
import lingdian.platform.InvalidConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database a command works on: its own in a directory, or one elsewhere. */
final class DatabaseOptions {
    @Option(
            names = "--embedded",
            paramLabel = "DIR",
            description = "Use an embedded PostgreSQL; its data and key ring are kept in DIR.")
    private @Nullable Path embedded;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "Use the PostgreSQL at postgresql://user:password@host:5432/name. LINGDIAN_DATABASE in the"
                    + " environment may be set instead.")
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
            mistakes.add("--embedded and --database exclude each other");
        }
        if (embedded == null && url == null) {
            mistakes.add(
                    "no database given: use --embedded DIR, --database URL or LINGDIAN_DATABASE in the environment");
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

    /** The work of a command on the database of a service. */
    @FunctionalInterface
    interface Work<T> {
        T on(DatabaseAddress address) throws Exception;
    }

    /**
     * Opens the database of a service and does {@code work} on it. It creates no database.
     *
     * @throws InvalidConfiguration where it cannot be reached, or holds nothing of Lingdian
     */
    <T> T use(Work<T> work) throws Exception {
        DatabaseAddress elsewhere = address();
        if (embedded == null) {
            return checked(Objects.requireNonNull(elsewhere), elsewhere.toString(), work);
        }
        try (var database = EmbeddedDatabase.open(embedded)) {
            return checked(database.address(), embedded.toString(), work);
        }
    }

    private static <T> T checked(DatabaseAddress address, String name, Work<T> work) throws Exception {
        if (!Startup.holdsRecord(address)) {
            throw new InvalidConfiguration(List.of(name + ": no lingdian data here"));
        }
        return work.on(address);
    }

    private @Nullable String url() {
        return database != null ? database : embedded == null ? System.getenv("LINGDIAN_DATABASE") : null;
    }
}
