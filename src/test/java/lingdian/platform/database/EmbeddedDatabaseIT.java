package lingdian.platform.database;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can enter the database of {@code serve --embedded} and {@code demo}: the service, and no other user of the machine. */
class EmbeddedDatabaseIT {
    private static final String WRONG_PASSWORD = "28P01";
    private static final String NO_PRIVILEGE = "42501";
    /** Version 3.0 of PostgreSQL's protocol. */
    private static final int PROTOCOL = 3 << 16;

    @TempDir
    private Path temporary;

    private static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void nobodyEntersWithoutThePassword() throws Exception {
        Path directory = temporary.resolve("new");
        try (var database = EmbeddedDatabase.start(directory)) {
            DatabaseAddress address = database.address();
            for (String user : new String[] {"postgres", "lingdian"}) {
                for (String password : new String[] {"", "postgres"}) {
                    assertThatThrownBy(() -> connect(new DatabaseAddress(
                                    address.host(), address.port(), address.name(), user, password)))
                            .isInstanceOfSatisfying(
                                    SQLException.class,
                                    refused -> assertThat(refused.getMessage() + refused.getSQLState())
                                            .containsAnyOf(WRONG_PASSWORD, "SCRAM-based authentication"));
                }
            }
            assertThat(Path.of("/tmp/.s.PGSQL." + address.port())).doesNotExist();
        }
        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve("database-password"))).isEqualTo("rw-------");
        assertThat(permissions(directory.resolve("postgresql"))).isEqualTo("rwx------");
    }

    /** It has one of all connections, the reserved ones too, before PostgreSQL knows who it is. PostgreSQL's default is a minute. */
    @Test
    void aSignInThatIsNeverFinishedEndsAfterTenSeconds() throws Exception {
        try (var database = EmbeddedDatabase.start(temporary.resolve("new"));
                var socket = new Socket("localhost", database.address().port())) {
            socket.setSoTimeout(40_000);
            byte[] asked = "user\0nobody\0database\0postgres\0\0".getBytes(US_ASCII);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(8 + asked.length);
            out.writeInt(PROTOCOL);
            out.write(asked);
            InputStream in = socket.getInputStream();
            assertThat(in.read()).as("it asks for a password").isEqualTo('R');
            assertThat(in.readAllBytes())
                    .as("and closes, before the socket's timeout")
                    .isNotEmpty();
        }
    }

    /** Guards of rows and tables bind whoever has the service's connection; they bind no superuser. */
    @Test
    void theServicesLoginIsNoSuperuser() throws Exception {
        try (var database = EmbeddedDatabase.start(temporary);
                Connection connection = connect(database.address())) {
            assertThat(ask(
                            connection,
                            "SELECT rolsuper OR rolbypassrls OR rolreplication FROM pg_roles"
                                    + " WHERE rolname = current_user"))
                    .isEqualTo("f");
            for (String statement : new String[] {
                "COPY (SELECT 1) TO PROGRAM 'true'",
                "SELECT pg_read_file('postgresql.conf')",
                "SET session_replication_role = replica"
            }) {
                assertThatThrownBy(() -> connection.createStatement().execute(statement))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refused -> assertThat(refused.getSQLState()).isEqualTo(NO_PRIVILEGE));
            }
        }
    }

    /** The first end is one in which a process of PostgreSQL hangs, which its own orderly end would wait for. */
    @Test
    void aSecondStartFindsItsDataWhateverHungAtTheEndOfTheFirst() throws Exception {
        EmbeddedDatabase first = EmbeddedDatabase.start(temporary);
        Migrations.run(first.address());
        ProcessHandle server = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(temporary.resolve("postgres/postmaster.pid"))
                                .getFirst()))
                .orElseThrow();
        String hanging =
                String.valueOf(server.children().findFirst().orElseThrow().pid());
        new ProcessBuilder("kill", "-STOP", hanging).start().waitFor();
        long begun = System.nanoTime();

        first.close(Duration.ofSeconds(1));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        server.onExit().get(Await.PATIENCE_SECONDS, TimeUnit.SECONDS);
        Await.until("the lock is free", () -> isFree(temporary));
        try (var database = EmbeddedDatabase.open(temporary);
                Connection connection = connect(database.address())) {
            assertThat(Migrations.run(database.address())).isZero();
            assertThat(ask(connection, "SELECT pg_has_role(current_user, 'lingdian_service', 'SET')"))
                    .isEqualTo("t");
        }
    }

    private static boolean isFree(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve("lingdian.lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException held) {
            return false;
        }
    }

    @Test
    void aDirectoryWithoutAPasswordIsRefusedInOneLine() throws Exception {
        Files.createDirectories(temporary.resolve("postgres"));
        Files.writeString(temporary.resolve("postgres").resolve("PG_VERSION"), "18\n");
        assertThatThrownBy(() -> EmbeddedDatabase.start(temporary))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("database-password is missing")
                .hasMessageContaining("use a new directory");
        assertThatThrownBy(() -> EmbeddedDatabase.start(temporary)) // the lock was released
                .hasMessageContaining("database-password is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--"})
    void aPasswordThatOthersCanReadIsRefused(String permissions) throws Exception {
        Path file = PrivatePostgres.newPassword(temporary.resolve("database-password"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(() -> EmbeddedDatabase.start(temporary))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("chmod 600");
    }

    /**
     * PostgreSQL locks the row that a foreign key refers to as the owner of its table, which takes the right to update
     * a column of it; only a superuser needs none.
     */
    @Test
    void everyForeignKeyCanBeCheckedByItsOwner() throws Exception {
        try (var database = EmbeddedDatabase.start(temporary.resolve("keys"))) {
            Migrations.run(database.address());
            try (Connection connection = connect(database.address())) {
                assertThat(ask(connection, """
                        SELECT coalesce(string_agg(DISTINCT confrelid::regclass::text, ' '), '') FROM pg_constraint
                        WHERE contype = 'f' AND NOT has_any_column_privilege(confrelid, 'UPDATE')
                        """)).isEmpty();
            }
        }
    }
}
