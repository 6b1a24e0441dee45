package lingdian.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.InvalidConfiguration;
import lingdian.platform.Migrations;
import lingdian.platform.Settings;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeyRingException;
import lingdian.vault.seal.KeySuite;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be there before a node can start. Blocking. */
public final class Startup {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final long RETRY_MILLIS = 1_000;

    private Startup() {}

    /** Waits until the database lets someone in, saying so, then migrates it. A wrong password is no reason to wait. */
    public static void migrate(DatabaseAddress database) throws InterruptedException {
        boolean said = false;
        while (true) {
            try (Connection connection =
                    DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
                connection.isValid(1);
                break;
            } catch (SQLException e) {
                if (refuses(e)) {
                    throw new InvalidConfiguration(
                            List.of("--database: " + database + " refuses: SQLSTATE " + e.getSQLState()));
                }
                if (!said) {
                    LOG.warn("Waiting for the database {}", database);
                    said = true;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
        LOG.info("The schema is current ({} migrations applied)", applied(database));
    }

    private static int applied(DatabaseAddress database) {
        try {
            return Migrations.run(database);
        } catch (FlywayValidateException differs) {
            throw new InvalidConfiguration(List.of("--database: the schema of " + database
                    + " was made by a later version of this program, or another one"));
        } catch (FlywayException failed) {
            String state = Migrations.sqlState(failed).map(", SQLSTATE "::concat).orElse("");
            throw new InvalidConfiguration(List.of("--database: " + database
                    + " cannot be migrated" + state
                    + "; its user must own the schema, and create the roles lingdian_service"
                    + " and lingdian_reader or be a member of both"));
        }
    }

    /** The key ring of an embedded database, made at the first start. */
    public static KeyRing embeddedKeyRing(Path directory, Settings settings) {
        return keyRing(directory.resolve("keys.json"), true, suite(settings));
    }

    /** The key ring that a database elsewhere demands. */
    public static KeyRing keyRing(@Nullable Path option, Settings settings, boolean create) {
        String environment = System.getenv("LINGDIAN_KEY_RING");
        Path file = option != null ? option : environment != null ? Path.of(environment) : settings.keyRing();
        if (file == null) {
            throw new InvalidConfiguration(
                    List.of("a key ring is missing: --key-ring FILE, LINGDIAN_KEY_RING or keyRing in lingdian.yaml;"
                            + " --create-key-ring makes a new one for a new database"));
        }
        return keyRing(file, create, suite(settings));
    }

    static KeySuite suite(Settings settings) {
        return switch (settings.suite()) {
            case INTERNATIONAL -> KeySuite.INTERNATIONAL;
            case GUOMI -> KeySuite.GUOMI;
        };
    }

    private static KeyRing keyRing(Path file, boolean create, KeySuite suite) {
        try {
            KeyRing ring = create && !Files.exists(file) ? KeyRing.create(file, suite) : KeyRing.load(file);
            return ring.demand(suite);
        } catch (KeyRingException e) {
            throw new InvalidConfiguration(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Invalid authorization (28) or a database that does not exist (3D): waiting will not help. */
    private static boolean refuses(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("28") || state.startsWith("3D"));
    }
}
