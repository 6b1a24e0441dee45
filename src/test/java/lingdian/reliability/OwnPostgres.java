package lingdian.reliability;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;

/**
 * A durable PostgreSQL for one test, with the same port and directory after every start. A test can stop, kill and
 * restart it while a service uses it.
 */
public final class OwnPostgres implements AutoCloseable {
    public static final int MAX_CONNECTIONS = 60;

    private final Path cluster;
    private final int port;
    private EmbeddedPostgres server;

    private OwnPostgres(Path cluster, int port) {
        this.cluster = cluster;
        this.port = port;
    }

    /** Creates and starts a server. */
    public static OwnPostgres create() throws Exception {
        return create(Files.createTempDirectory("lingdian-postgres"));
    }

    /** Creates and starts a server in a directory, for instance on a disk that can be filled. */
    static OwnPostgres create(Path directory) throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        var postgres = new OwnPostgres(directory.resolve("cluster"), free);
        postgres.start();
        return postgres;
    }

    public DatabaseAddress address() {
        return new DatabaseAddress("localhost", port, "postgres", "postgres", TestDatabase.password());
    }

    /** The address of this server behind another port of this machine. */
    public DatabaseAddress addressBehind(int otherPort) {
        return new DatabaseAddress("localhost", otherPort, "postgres", "postgres", TestDatabase.password());
    }

    public Connection superuser() throws SQLException {
        return DriverManager.getConnection(address().jdbcUrlOfSchema(), "postgres", TestDatabase.password());
    }

    /** Starts the server, and returns the time at which it accepted a connection, by {@link System#nanoTime()}. */
    public long start() throws Exception {
        try (var watch = Executors.newVirtualThreadPerTaskExecutor()) {
            var open = CompletableFuture.supplyAsync(this::firstEntry, watch);
            server = TestDatabase.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setServerConfig("fsync", "on") // the library starts servers with -F
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", Integer.toString(MAX_CONNECTIONS))
                    .setServerConfig("restart_after_crash", "on")
                    .start();
            return open.join();
        }
    }

    /** A fast shutdown: sessions are ended, everything is written. */
    public void stop() throws Exception {
        server.close();
    }

    /**
     * Kills the first process with SIGKILL, like the kernel when memory runs out; returns when the other processes are
     * gone too.
     */
    public void kill() throws Exception {
        ProcessHandle first = postmaster();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(first), first.descendants()).toList();
        first.destroyForcibly();
        Await.until(
                "all processes of the killed PostgreSQL are gone",
                () -> all.stream().noneMatch(ProcessHandle::isAlive));
        server.close(); // releases the directory; no server is left to stop
    }

    /** Ends the sessions of others on this server, and returns their number. */
    public int terminateBackends() throws SQLException {
        try (Connection connection = superuser();
                var statement = connection.createStatement();
                ResultSet ended = statement.executeQuery(
                        "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity"
                                + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
            ended.next();
            return ended.getInt(1);
        }
    }

    /**
     * Takes all free connections, ends the sessions of others and takes those connections too, until the service has
     * none.
     */
    public List<Connection> takeAllConnections() throws Exception {
        var taken = new ArrayList<Connection>();
        taken.add(superuser());
        Await.until("all connections are the stranger's", () -> {
            try {
                taken.add(superuser());
            } catch (SQLException full) {
                endServices(taken.getFirst());
            }
            return taken.size() >= MAX_CONNECTIONS;
        });
        return taken;
    }

    private static void endServices(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lingdian'");
        }
    }

    /** Whether the first process runs; it exits if it cannot write its log. */
    boolean isAlive() {
        try {
            return postmaster().isAlive();
        } catch (Exception gone) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        server.close();
    }

    private ProcessHandle postmaster() throws Exception {
        String pid = Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.trim())).orElseThrow();
    }

    private long firstEntry() {
        try {
            return Await.until("PostgreSQL lets someone in", this::letsIn);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean letsIn() {
        try (Connection connection = superuser()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }
}
