package lingdian.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Migrations;
import lingdian.platform.database.PrivatePostgres;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL for tests: one server for the whole test run, with a new migrated database for each caller. */
public final class TestDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Map<DatabaseAddress, Connection> FORCING = new ConcurrentHashMap<>();
    private static final List<DatabaseAddress> OF_CLASS = new ArrayList<>();
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 4L << 30; // bytes, for the databases of the classes that run side by side
    private static final Duration STARTUP = Duration.ofMinutes(5);
    private static final String DEADLOCK = "40P01";
    /** Stops the server whose process is $0 at once, without writing anything, and removes its directory $1. */
    private static final String DISCARD = """
            kill -QUIT "$0"
            for second in $(seq 60); do
              [ -e "$1/postmaster.pid" ] || break
              sleep 1
            done
            rm -rf "$1"
            """;

    /** Where PostgreSQL is unpacked, once for all tests of a build. */
    public static final Path PROGRAMS = Path.of("target", "postgresql").toAbsolutePath();

    private TestDatabase() {}

    /** The password of the superuser of every server that tests start. */
    public static String password() {
        return Secret.PASSWORD;
    }

    /** Builds a server of a test's own. */
    public static EmbeddedPostgres.Builder builder() throws IOException {
        return PrivatePostgres.builder(PROGRAMS, Secret.FILE)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(STARTUP);
    }

    private static final class Secret {
        static final Path FILE = passwordFile();
        static final String PASSWORD = password();

        private static Path passwordFile() {
            try {
                Path file = PrivatePostgres.newPassword(
                        Files.createTempDirectory("lingdian-test").resolve("password"));
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String password() {
            try {
                return Files.readString(FILE).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = builder()
                        .setDataDirectory(Files.createTempDirectory(filesIn(), "lingdian-postgres"))
                        .setServerConfig("max_connections", "300")
                        .setServerConfig("max_wal_size", "256MB")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("track_commit_timestamp", "on") // so that tests can see the order of commits
                        .setServerConfig("autovacuum_naptime", "1h") // it would visit hundreds of databases
                        .start();
                Path directory = directory(server);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(directory), "discard-postgres"));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /**
         * In memory where the machine has a file system there with room enough: a database has a thousand files, and
         * some file systems take long to make one where others were deleted.
         */
        private static Path filesIn() throws IOException {
            Path usual = Path.of(System.getProperty("java.io.tmpdir"));
            return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM ? MEMORY : usual;
        }

        private static Path directory(EmbeddedPostgres server) throws SQLException {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW data_directory")) {
                row.next();
                return Path.of(row.getString(1));
            }
        }

        /**
         * Lets a process that outlives this one end the server. An orderly stop and the deletion of the files of
         * hundreds of databases take minutes on a busy machine, and the build kills a JVM that takes more than 30 s to
         * end.
         */
        private static void discard(Path directory) {
            try {
                String process = Files.readAllLines(directory.resolve("postmaster.pid"))
                        .getFirst()
                        .trim();
                new ProcessBuilder("sh", "-c", DISCARD, process, directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A database that is migrated once and copied for each test: a copy takes a fraction of the migrations' time. */
    private static final class Template {
        static final DatabaseAddress MIGRATED = migrate();

        private static DatabaseAddress migrate() {
            DatabaseAddress address = copy("template1");
            Migrations.run(address);
            return address;
        }
    }

    /** Likewise, where the guards of tables ask a clock that tests set. */
    private static final class SetClockTemplate {
        private static final String SET_CLOCK = """
                DO $$
                DECLARE
                  clocks constant text := '\\m(clock_timestamp|now)\\(\\)';
                  guard record;
                BEGIN
                  FOR guard IN
                    SELECT 'SELECT' AS first, pg_get_functiondef(oid) AS definition FROM pg_proc
                    WHERE pronamespace = 'lingdian'::regnamespace AND (prorettype = 'trigger'::regtype AND prosrc LIKE '%signed_in_as_owner%'
                      OR proname IN ('is_present', 'is_entered', 'is_expired_licence', 'refuse_changing_what_is_over', 'told_at', 'tell_cafe'))
                    UNION ALL
                    SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass), pg_get_triggerdef(oid) FROM pg_trigger
                    WHERE NOT tgisinternal AND tgparentid = 0 LOOP
                    IF guard.definition ~ clocks THEN
                      EXECUTE guard.first;
                      EXECUTE regexp_replace(guard.definition, clocks, 'lingdian.time_of_test()', 'g');
                    END IF;
                  END LOOP;
                END
                $$
                """;
        static final DatabaseAddress MIGRATED = migrate();

        private static DatabaseAddress migrate() {
            DatabaseAddress address = copy(Template.MIGRATED.name());
            try {
                setTimeOfGuards(address, RunningApi.NOW);
                execute(address, SET_CLOCK);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return address;
        }
    }

    /** What time it is for the guards of a {@link #withSetClock database}. */
    static void setTimeOfGuards(DatabaseAddress address, Instant now) throws SQLException {
        execute(
                address,
                "CREATE OR REPLACE FUNCTION time_of_test() RETURNS timestamptz LANGUAGE sql STABLE RETURN timestamptz '"
                        + now + "'");
    }

    /**
     * A new migrated database until the class of the test is over, in which it is always {@link RunningApi#NOW} for the guards of
     * tables: they compare what the service writes with the time, and a test's service has that clock.
     */
    static DatabaseAddress withSetClock() {
        return copyForClass(SetClockTemplate.MIGRATED.name());
    }

    /** The same database, for a {@link #member}, as operations.md lets the service sign in. */
    static DatabaseAddress asMember(DatabaseAddress address) {
        try {
            member(address).close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseAddress("localhost", address.port(), address.name(), "member", "x");
    }

    /** A new migrated database, until the class of the test is over. */
    public static DatabaseAddress migrated() {
        return copyForClass(Template.MIGRATED.name());
    }

    /** A new empty database, until the class of the test is over. */
    public static DatabaseAddress empty() {
        return copyForClass("template1");
    }

    private static synchronized DatabaseAddress copyForClass(String template) {
        DatabaseAddress address = copy(template);
        OF_CLASS.add(address);
        return address;
    }

    /** Drops the databases that were made for the class that is over: those of all classes fill a memory. */
    static synchronized void dropThoseOfClass() {
        for (DatabaseAddress address : OF_CLASS) {
            try {
                Connection forcing = FORCING.remove(address);
                if (forcing != null) {
                    forcing.close();
                }
                execute(administration(), "DROP DATABASE IF EXISTS " + address.name() + " WITH (FORCE)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        OF_CLASS.clear();
    }

    private static DatabaseAddress administration() {
        return new DatabaseAddress("localhost", Server.POSTGRES.getPort(), "postgres", "postgres", Secret.PASSWORD);
    }

    private static DatabaseAddress copy(String template) {
        String name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        DatabaseAddress admin = administration();
        try (Connection connection = superuser(admin);
                var statement = connection.createStatement()) {
            // By default each page of the copy goes through the log and the cache, for seven times the processor time.
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseAddress("localhost", admin.port(), name, "postgres", Secret.PASSWORD);
    }

    /** A JDBC connection as the superuser, with the schema of Lingdian as its search path. */
    public static Connection superuser(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrlOfSchema(), address.user(), address.password());
    }

    /**
     * Executes SQL as the superuser, past every trigger and foreign key, over a connection that is kept for the next time:
     * a new one would cost more than most of what is executed.
     */
    public static void force(DatabaseAddress address, String sql) throws SQLException {
        try (var statement =
                FORCING.computeIfAbsent(address, TestDatabase::forcing).createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection forcing(DatabaseAddress address) {
        try {
            Connection connection = superuser(address);
            try (var statement = connection.createStatement()) {
                statement.execute("SET session_replication_role = replica");
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A JDBC connection as a login that is a member of the service's roles and owns nothing, with the schema as its search path: whoever
     * took the service's login over can do what this one can.
     */
    public static synchronized Connection member(DatabaseAddress address) throws SQLException {
        execute(address, """
                DO $$
                BEGIN
                  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'member') THEN
                    CREATE ROLE member LOGIN PASSWORD 'x' IN ROLE lingdian_service, lingdian_reader;
                  END IF;
                END
                $$
                """);
        return DriverManager.getConnection(address.jdbcUrlOfSchema(), "member", "x");
    }

    /** Why the database refuses statements of a {@link #member} in one transaction; empty if it commits them. */
    public static String refusalOfMember(DatabaseAddress address, String... statements) throws SQLException {
        SQLException refused = refused(address, statements);
        while (refused != null && DEADLOCK.equals(refused.getSQLState())) { // with the service: no word on the data
            refused = refused(address, statements);
        }
        return refused == null ? "" : String.valueOf(refused.getMessage());
    }

    private static @Nullable SQLException refused(DatabaseAddress address, String... statements) throws SQLException {
        try (Connection connection = member(address);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                connection.commit();
                return null;
            } catch (SQLException refused) {
                return refused;
            }
        }
    }

    /** Executes SQL as the superuser. */
    public static void execute(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = superuser(address);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
