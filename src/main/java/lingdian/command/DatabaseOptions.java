package lingdian.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lingdian.node.Startup;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.EmbeddedDatabase;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.settings.TemporaryFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select a command's database: an embedded one in a directory, or an external one. */
final class DatabaseOptions {
    @Option(
            names = "--embedded",
            paramLabel = "DIR",
            description = "Use an embedded PostgreSQL; its data and key ring are kept in DIR.")
    private @Nullable Path embedded;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "Use the PostgreSQL at postgresql://user:password@host:5432/name, which may end with"
                    + " ?sslmode=verify-full&sslrootcert=FILE and other parameters of libpq. LINGDIAN_DATABASE in the"
                    + " environment may be set instead.")
    private @Nullable String database;

    /** The directory of the embedded database; null if an external one is used. */
    @Nullable
    Path embedded() {
        return embedded;
    }

    /** Whether an option names a database; the environment's holds for every command, and is no choice. */
    boolean isNamed() {
        return embedded != null || database != null;
    }

    /** Whether an external database is requested, even by an invalid address. */
    boolean elsewhere() {
        return url() != null;
    }

    /**
     * The external database; null if the embedded one is used.
     *
     * @throws InvalidConfiguration if both or neither is given, or the address is invalid
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
            address = url == null ? null : parse("--database", url);
        } catch (InvalidConfiguration wrong) {
            mistakes.addAll(wrong.mistakes());
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(List.copyOf(mistakes));
        }
        return address;
    }

    /** @param option that gave the address, for the message */
    static DatabaseAddress parse(String option, String url) {
        try {
            return DatabaseAddress.parse(url);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidConfiguration(List.of(option + ": " + wrong.getMessage()));
        }
    }

    /** A command's work on the database of a service. */
    @FunctionalInterface
    interface Work<T> {
        T on(DatabaseAddress address) throws Exception;
    }

    /**
     * Opens the database of an existing service and does {@code work} on its record.
     *
     * @throws InvalidConfiguration if the database has no tables of Lingdian, or hides all their rows from its user, so
     *     that they would seem to be empty
     * @throws TemporaryFailure if the database cannot be reached now
     */
    <T> T use(Work<T> work) throws Exception {
        return useUnseen(address -> {
            if (!Startup.seesRecord(address)) {
                throw new InvalidConfiguration(List.of(address
                        + ": row-level security shows this user nothing: GRANT lingdian_service TO " + address.user()));
            }
            return work.on(address);
        });
    }

    /**
     * The same as a user who need not see the record.
     *
     * @throws InvalidConfiguration if the database has no tables of Lingdian
     * @throws TemporaryFailure if it cannot be reached now
     */
    <T> T useUnseen(Work<T> work) throws Exception {
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
