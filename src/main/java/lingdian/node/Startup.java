package lingdian.node;

import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.Migrations;
import lingdian.platform.database.PublicRights;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.settings.Settings;
import lingdian.platform.settings.TemporaryFailure;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.KeySuite;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares the prerequisites of a node's start. Blocking. */
public final class Startup {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final int ATTEMPTS_PER_LINE = 10;
    private static final String INVALID_AUTHORIZATION = "28";
    private static final String UNKNOWN_DATABASE = "3D";
    /** Of the catalogue, because a user without a right to the schema may ask, too. */
    private static final String HOLDS_RECORD = """
        SELECT EXISTS (SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                       WHERE nspname = 'lingdian' AND relname = 'stream')
        """;

    /** Row security hides every row from a user who is no member of the service's role. */
    private static final String SEES_RECORD = """
        SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls))
          OR EXISTS (SELECT FROM pg_roles WHERE rolname = 'lingdian_service' AND pg_has_role(oid, 'USAGE'))
        """;

    private Startup() {}

    /**
     * Waits until the database accepts a connection, then migrates it. A wrong password fails at once.
     *
     * @throws TemporaryFailure if something held the migrations up for too long
     */
    public static void migrate(DatabaseAddress database) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try (Connection connection =
                    DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
                connection.isValid(1);
                break;
            } catch (SQLException e) {
                if (refuses(e)) {
                    throw new InvalidConfiguration(
                            List.of("--database: " + database + " refuses the connection: " + reason(e)));
                }
                if (attempt % ATTEMPTS_PER_LINE == 0) {
                    LOG.warn("Waiting for the database {}: {}", database, reason(e));
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
        LOG.info("The schema is current ({} migrations applied)", applied(database));
    }

    /** For who begins to serve: it is no reason to refuse. */
    public static void warnOfPublicRights(DatabaseAddress database) {
        try (Connection connection =
                DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
            if (!PublicRights.areWithdrawn(connection)) {
                LOG.warn(
                        "{}: every role that may connect to this PostgreSQL server can stop the service. A superuser"
                                + " withdraws these rights by src/main/postgresql/close.sql (operations.md#install)",
                        database);
            }
        } catch (SQLException unanswered) {
            LOG.debug("the rights of PUBLIC are not known", unanswered);
        }
    }

    private static int applied(DatabaseAddress database) {
        try {
            return Migrations.run(database);
        } catch (FlywayValidateException differs) {
            throw new InvalidConfiguration(List.of("--database: the schema of " + database
                    + " was made by a later version of this program, or another one"));
        } catch (FlywayException failed) {
            String state =
                    Migrations.sqlState(failed).map(", SQLSTATE "::concat).orElse("");
            throw new InvalidConfiguration(List.of("--database: " + database
                    + " cannot be migrated" + state
                    + "; its user must own the schema, and create the roles lingdian_service"
                    + " and lingdian_reader or be a member of both"));
        }
    }

    /**
     * Checks a login that does not own the schema.
     *
     * @throws InvalidConfiguration if it cannot work as both roles
     * @throws TemporaryFailure if the database cannot be reached now
     */
    public static void requireMember(DatabaseAddress database) {
        boolean member;
        try {
            member = ask(
                    database, Databases.AS_SERVICE, "SELECT pg_has_role(session_user, 'lingdian_reader', 'MEMBER')");
        } catch (InvalidConfiguration refused) {
            member = false;
        }
        if (!member) {
            throw new InvalidConfiguration(
                    List.of("--database: " + database + " cannot be used: its user must be able to"
                            + " connect, and be a member of both roles: GRANT lingdian_service, lingdian_reader TO "
                            + database.user()));
        }
    }

    /**
     * Whether a database holds the record of a service.
     *
     * @throws InvalidConfiguration if the database refuses the question
     * @throws TemporaryFailure if it cannot be reached now
     */
    public static boolean holdsRecord(DatabaseAddress database) {
        return ask(database, "", HOLDS_RECORD);
    }

    /**
     * Whether the database's user sees the rows of the record, and not none of them.
     *
     * @throws InvalidConfiguration if the database refuses the question
     * @throws TemporaryFailure if it cannot be reached now
     */
    public static boolean seesRecord(DatabaseAddress database) {
        return ask(database, "", SEES_RECORD);
    }

    /**
     * Whether any account can sign in to the service on a migrated database, or call its API.
     *
     * @throws InvalidConfiguration if the database refuses the question
     * @throws TemporaryFailure if it cannot be reached now
     */
    public static boolean hasAccount(DatabaseAddress database) {
        return ask(
                database, Databases.AS_SERVICE, "SELECT EXISTS (SELECT FROM lingdian.account WHERE ended_at IS NULL)");
    }

    private static boolean ask(DatabaseAddress database, String options, String question) {
        var properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("options", options);
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        } catch (SQLException e) {
            String line = "--database: " + database + " cannot be read: " + reason(e);
            if (Migrations.isTemporary(String.valueOf(e.getSQLState()))) {
                throw new TemporaryFailure(line, e);
            }
            throw new InvalidConfiguration(List.of(line));
        }
    }

    /** Why a connection failed: the operating system's message if there is one, else PostgreSQL's. */
    private static String reason(SQLException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause instanceof UnknownHostException ? "unknown host" : String.valueOf(cause.getMessage());
        return text.lines().findFirst().orElse("") + " (SQLSTATE " + failure.getSQLState() + ")";
    }

    /** The key ring's file in the directory of an embedded database. */
    public static Path embeddedKeyRing(Path directory) {
        return directory.resolve("keys.json");
    }

    /** The key ring's file for an external database. */
    public static Path keyRingFile(@Nullable Path option, Settings settings) {
        String environment = System.getenv("LINGDIAN_KEY_RING");
        Path file = option != null
                ? option
                : environment != null ? Path.of(environment) : settings.keys().keyRing();
        if (file == null) {
            throw new InvalidConfiguration(
                    List.of("no key ring given: use --key-ring FILE, LINGDIAN_KEY_RING or keyRing in lingdian.yaml;"
                            + " --create-key-ring makes a new one for a new database"));
        }
        return file;
    }

    public static KeySuite suite(Settings settings) {
        return switch (settings.keys().suite()) {
            case INTERNATIONAL -> KeySuite.INTERNATIONAL;
            case GUOMI -> KeySuite.GUOMI;
        };
    }

    /** @param create whether to create the file if it does not exist */
    public static KeyRing keyRing(Path file, Settings settings, boolean create) {
        KeySuite suite = suite(settings);
        try {
            KeyRing ring = create && !Files.exists(file) ? KeyRing.create(file, suite) : KeyRing.load(file);
            return ring.demand(suite);
        } catch (KeyRingException e) {
            throw new InvalidConfiguration(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Whether a failure is permanent, so that waiting cannot help. */
    private static boolean refuses(SQLException e) {
        String state = e.getSQLState();
        return isOfCertificate(e)
                || state != null && (state.startsWith(INVALID_AUTHORIZATION) || state.startsWith(UNKNOWN_DATABASE));
    }

    private static boolean isOfCertificate(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof CertificateException || cause instanceof SSLException);
    }
}
