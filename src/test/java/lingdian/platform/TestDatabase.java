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
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A new empty database, migrated. */
    public static DatabaseAddress migrated() {
        DatabaseAddress address = empty();
        Migrations.run(address);
        return address;
    }

    /** A new empty database. */
    public static DatabaseAddress empty() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        var admin = new DatabaseAddress("localhost", Server.POSTGRES.getPort(), "postgres", "postgres", "postgres");
        try (Connection connection = superuser(admin);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
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
}
