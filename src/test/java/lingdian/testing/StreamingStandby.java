package lingdian.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.PrivatePostgres;
import org.jspecify.annotations.Nullable;

/** A durable standby that streams from a PostgreSQL on this machine, of which it begins as a copy of the files. */
public final class StreamingStandby implements AutoCloseable {
    private static final Duration STARTUP = Duration.ofMinutes(2);

    private final DatabaseAddress primary;
    private final Path cluster;
    private final Path password;
    private @Nullable EmbeddedPostgres server;

    private StreamingStandby(DatabaseAddress primary, Path cluster, Path password) {
        this.primary = primary;
        this.cluster = cluster;
        this.password = password;
    }

    /**
     * Copies the primary's files while it runs.
     *
     * @param primary with the superuser
     * @param files of the primary
     * @param directory for the standby, which is not there yet
     */
    public static StreamingStandby copyOf(DatabaseAddress primary, Path files, Path directory)
            throws SQLException, IOException {
        Path cluster = directory.resolve("cluster");
        Files.createDirectories(directory);
        try (Connection backup = DriverManager.getConnection(primary.jdbcUrl(), primary.user(), primary.password());
                var statement = backup.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            copy(files, cluster);
            try (var label = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                label.next();
                Files.writeString(cluster.resolve("backup_label"), label.getString(1));
            }
        }
        Files.createFile(cluster.resolve("standby.signal"));
        Files.writeString(
                cluster.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=" + primary.host() + " port=" + primary.port() + " user=" + primary.user()
                        + " password=" + primary.password() + "'\n",
                StandardOpenOption.APPEND);
        Path password = Files.createFile(directory.resolve("password"), only("rw-------"));
        Files.writeString(password, primary.password());
        return new StreamingStandby(primary, cluster, password);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(to.resolve(from.relativize(each)), only("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                if (!each.getFileName().toString().startsWith("postmaster.")) {
                    Files.copy(each, to.resolve(from.relativize(each)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path each, IOException gone) {
                return FileVisitResult.CONTINUE; // a table that was dropped meanwhile; the log says so too
            }
        });
    }

    private static FileAttribute<Set<PosixFilePermission>> only(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    public StreamingStandby start() throws IOException {
        server = PrivatePostgres.builder(TestDatabase.PROGRAMS, password)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(STARTUP)
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on") // the library starts servers with -F
                .start();
        return this;
    }

    /** The same database on the standby. */
    public DatabaseAddress address() {
        return new DatabaseAddress(
                "localhost", running().getPort(), primary.name(), primary.user(), primary.password());
    }

    /** The first process of the server. */
    public ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private EmbeddedPostgres running() {
        if (server == null) {
            throw new IllegalStateException("it is not started");
        }
        return server;
    }

    /** Stops it; it may be started again. */
    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
