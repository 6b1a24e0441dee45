package lingdian.platform.database;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lingdian.platform.settings.InvalidConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded PostgreSQL in a directory, for {@code demo} and {@code serve --embedded}: an ordinary, durable
 * installation that is kept between starts.
 *
 * <p>The directory is locked first, and a server left running in it by a killed program is stopped, since two servers
 * would destroy the data directory.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration STARTUP = Duration.ofSeconds(120); // recovery after a crash included
    private static final Duration SHUTDOWN = Duration.ofSeconds(20);
    private static final long MEGABYTE = 1 << 20;
    private static final String CLUSTER = "postgres";
    private static final String PROGRAMS = "postgresql";
    private static final String PASSWORD = "database-password";
    private static final String OWNER = "lingdian";
    private static final String SUPERUSER = "postgres";
    private static final OperatingSystemMXBean MACHINE =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final EmbeddedPostgres postgres;
    private final String ownersPassword;
    private final FileChannel lockFile;
    private final Path cluster;

    private EmbeddedDatabase(EmbeddedPostgres postgres, Path cluster, String ownersPassword, FileChannel lockFile) {
        this.postgres = postgres;
        this.cluster = cluster;
        this.ownersPassword = ownersPassword;
        this.lockFile = lockFile;
    }

    /**
     * Starts the server, on a free port of the loopback address. Blocking.
     *
     * @throws InvalidConfiguration if the directory cannot be used or is used by another program
     */
    public static EmbeddedDatabase start(Path directory) {
        FileChannel lockFile = lock(directory);
        try {
            EmbeddedPostgres postgres = postgres(directory);
            return new EmbeddedDatabase(postgres, directory.resolve(CLUSTER), owner(postgres), lockFile);
        } catch (IOException | SQLException e) {
            unlock(lockFile);
            throw new IllegalStateException("the embedded PostgreSQL does not start", e);
        } catch (RuntimeException e) {
            unlock(lockFile);
            throw e;
        }
    }

    private static EmbeddedPostgres postgres(Path directory) throws IOException {
        Path cluster = directory.resolve(CLUSTER);
        Path passwordFile = passwordFile(directory);
        stopLeftOver(cluster);
        return PrivatePostgres.builder(directory.resolve(PROGRAMS), passwordFile)
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false) // the service stops first, then its database
                .setPGStartupWait(STARTUP)
                // The library starts servers for tests, with -F: durability must be switched on again.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                // For the service's login alone: the others, such as dashboards, could hold all connections.
                .setServerConfig("reserved_connections", "50")
                .setServerConfig("authentication_timeout", "10s") // a sign-in that never ends has one of them, too
                // By default, some hundred connections that read every view fill the table of locks.
                .setServerConfig("max_locks_per_transaction", "256")
                .setServerConfig("shared_buffers", sharedBuffers(MACHINE.getTotalMemorySize()) + "MB")
                // A new log file is filled with zeros first, and a commit waits 50 ms for it. Kept files
                // are reused; by default few are kept.
                .setServerConfig("min_wal_size", "1GB")
                // After a checkpoint each page is logged whole when it is first touched, and events of very many
                // cafés touch all pages within a minute. The size bounds how long a start after a crash takes.
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("checkpoint_timeout", "15min")
                // By default, vacuum takes a processor for seconds in each minute, and verdicts wait.
                .setServerConfig("autovacuum_vacuum_cost_limit", "50")
                .setServerConfig("jit", "off")
                .start();
    }

    /**
     * The file of the superuser's password, made together with the cluster.
     *
     * @throws InvalidConfiguration if a cluster has none, or others can read it
     */
    private static Path passwordFile(Path directory) throws IOException {
        Path file = directory.resolve(PASSWORD);
        if (!exists(directory) && !Files.exists(file)) {
            return PrivatePostgres.newPassword(file);
        }
        if (!Files.exists(file)) {
            throw new InvalidConfiguration(List.of("--embedded: " + file + " is missing: the database in " + directory
                    + " has no password known to this program, as one that a development version made; restore the"
                    + " file, or use a new directory"));
        }
        if (!PrivatePostgres.isPrivate(file)) {
            throw new InvalidConfiguration(
                    List.of("--embedded: " + file + " can be read by others: chmod 600 " + file));
        }
        return file;
    }

    /**
     * Makes the service's login, the owner of its database and nothing more, and gives it a password for this start. Other roles
     * are left no way to stop the service.
     *
     * <p>It is no superuser, so that the guards of tables and rows bind whoever takes over the service's connection.
     */
    private static String owner(EmbeddedPostgres postgres) throws SQLException {
        String password = PrivatePostgres.newPassword(); // base64url: it needs no quoting
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!holds(statement, "SELECT FROM pg_roles WHERE rolname = '" + OWNER + "'")) {
                statement.execute("CREATE ROLE " + OWNER + " LOGIN CREATEROLE");
            }
            statement.execute("ALTER ROLE " + OWNER + " PASSWORD '" + password + "'");
            if (!holds(statement, "SELECT FROM pg_database WHERE datname = '" + OWNER + "'")) {
                statement.execute("CREATE DATABASE " + OWNER + " OWNER " + OWNER);
            }
        }
        try (Connection connection = postgres.getDatabase(SUPERUSER, OWNER).getConnection()) {
            PublicRights.withdraw(connection);
        }
        return password;
    }

    private static boolean holds(Statement statement, String question) throws SQLException {
        try (ResultSet rows = statement.executeQuery(question)) {
            return rows.next();
        }
    }

    /**
     * Starts the server on existing data, as {@link #start} does.
     *
     * @throws InvalidConfiguration if the directory holds none; nothing is created then
     */
    public static EmbeddedDatabase open(Path directory) {
        if (!exists(directory)) {
            throw new InvalidConfiguration(List.of(directory + ": no lingdian data here"));
        }
        return start(directory);
    }

    /** Whether a server was ever started in this directory. */
    public static boolean exists(Path directory) {
        return Files.exists(directory.resolve(CLUSTER).resolve("PG_VERSION"));
    }

    public DatabaseAddress address() {
        return new DatabaseAddress("localhost", postgres.getPort(), OWNER, OWNER, ownersPassword);
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            unlock(lockFile);
        }
    }

    /**
     * The same within a time. A server that has not ended by then stops at once, without writing its last checkpoint:
     * what was committed is in its log, and the next start recovers it.
     */
    public void close(Duration within) {
        var closing = new Thread(this::close, "database");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(within.isNegative() ? Duration.ZERO : within);
            stopAtOnce();
        } catch (IOException | InterruptedException left) {
            LOG.warn("the embedded PostgreSQL may still be running", left);
        }
    }

    /** Does nothing if the server has ended. It is killed before its processes, which it would start again. */
    private void stopAtOnce() throws IOException {
        Optional<ProcessHandle> server = postmaster(cluster);
        if (server.isPresent()) {
            List<ProcessHandle> processes = server.get().children().toList();
            server.get().destroyForcibly();
            processes.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /**
     * The megabytes of PostgreSQL's cache on a machine, or in a container, with this many bytes of memory: a quarter,
     * as its manual advises. The committing connection itself writes and rereads pages that do not fit, and verdicts
     * wait. The maximum is 2 GB, with which this has not been observed; more has not been tried.
     */
    static long sharedBuffers(long memory) {
        return Math.clamp(memory / 4 / MEGABYTE, 128, 2_048);
    }

    private static FileChannel lock(Path directory) {
        try {
            if (!Files.exists(directory)) {
                PrivatePostgres.directory(directory);
            }
            FileChannel channel = FileChannel.open(
                    directory.resolve("lingdian.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new InvalidConfiguration(
                        List.of("--embedded: " + directory + " is in use by another lingdian program"));
            }
            return channel;
        } catch (IOException e) {
            throw new InvalidConfiguration(List.of("--embedded: " + directory + " cannot be used: "
                    + e.getClass().getSimpleName()));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException usedByThisProgram) {
            return null;
        }
    }

    private static void unlock(FileChannel lockFile) {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stopLeftOver(Path cluster) throws IOException {
        Optional<ProcessHandle> running = postmaster(cluster);
        if (running.isEmpty()) {
            return;
        }
        running.get().destroy();
        try {
            running.get().onExit().get(SHUTDOWN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException stillRunning) {
            running.get().destroyForcibly();
            running.get().onExit().join();
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException("a PostgreSQL server left running could not be stopped", e);
        }
    }

    /** The server that still runs in this directory, according to its pid file. */
    private static Optional<ProcessHandle> postmaster(Path cluster) throws IOException {
        Path note = cluster.resolve("postmaster.pid");
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(note);
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).trim())).filter(EmbeddedDatabase::isPostgres);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.endsWith("postgres"))
                .orElse(false);
    }
}
