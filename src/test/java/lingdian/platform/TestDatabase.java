package lingdian.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL for tests: one server for the whole test run, a migrated database of its own for each caller. */
public final class TestDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestDatabase() {}

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("track_commit_timestamp", "on") // so that tests can see the order of commits
                        .setServerConfig("autovacuum_naptime", "1h") // it would go round hundreds of databases
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Migrated once: a copy takes a fraction of what migrations do, and hundreds of tests want one. */
    private static final class Template {
        static final DatabaseAddress MIGRATED = migrate();

        private static DatabaseAddress migrate() {
            DatabaseAddress address = empty();
            Migrations.run(address);
            return address;
        }
    }

    /** A new database, migrated. */
    public static DatabaseAddress migrated() {
        return copy(Template.MIGRATED.name());
    }

    /** A new empty database. */
    public static DatabaseAddress empty() {
        return copy("template1");
    }

    private static DatabaseAddress copy(String template) {
        String name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        var admin = new DatabaseAddress("localhost", Server.POSTGRES.getPort(), "postgres", "postgres", "postgres");
        try (Connection connection = superuser(admin);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseAddress("localhost", admin.port(), name, "postgres", "postgres");
    }

    /** A JDBC connection as the superuser, with the schema of Lingdian as its search path. */
    public static Connection superuser(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(
                address.jdbcUrl() + "?currentSchema=" + DatabaseAddress.SCHEMA, address.user(), address.password());
    }

    /** As the superuser. */
    public static void execute(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = superuser(address);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
