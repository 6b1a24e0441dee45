package lingdian.reliability;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import lingdian.platform.DatabaseAddress;
import lingdian.platform.DatabaseAddress.Host;

/**
 * Commits something on each host of a cluster, again and again, to learn from when on a host accepts writes. Each
 * attempt has a connection and a thread of its own, because a host that is frozen answers none.
 */
final class CommitProbe implements AutoCloseable {
    private static final String WRITE = "SELECT pg_logical_emit_message(true, 'probe', '')";
    private static final long BETWEEN_NANOS = 50_000_000;
    private static final String PATIENCE_SECONDS = "3";

    /** A commit that was acknowledged. {@code begun} is taken before anything is sent. */
    private record Commit(Host host, long begun, long done) {}

    private final DatabaseAddress address;
    private final List<Commit> commits = new CopyOnWriteArrayList<>();
    private final List<Thread> threads;
    private volatile boolean ended;

    CommitProbe(DatabaseAddress address) {
        this.address = address;
        this.threads = address.hosts().stream()
                .map(host -> Thread.ofPlatform().daemon().start(() -> probe(host)))
                .toList();
    }

    /** When the first commit that began after {@code nanos} was acknowledged; 0 while there is none. */
    long firstAfter(long nanos) {
        return commits.stream()
                .filter(commit -> commit.begun() > nanos)
                .mapToLong(Commit::done)
                .min()
                .orElse(0);
    }

    /** Likewise, on this host. */
    long firstOn(Host host, long nanos) {
        return commits.stream()
                .filter(commit -> commit.begun() > nanos && commit.host().equals(host))
                .mapToLong(Commit::done)
                .min()
                .orElse(0);
    }

    /** Likewise, on another host than this one. */
    long firstElsewhere(Host but, long nanos) {
        return commits.stream()
                .filter(commit -> commit.begun() > nanos && !commit.host().equals(but))
                .mapToLong(Commit::done)
                .min()
                .orElse(0);
    }

    private void probe(Host host) {
        while (!ended) {
            long begun = System.nanoTime();
            try (Connection connection = connect(host);
                    var statement = connection.createStatement()) {
                statement.execute(WRITE);
                commits.add(new Commit(host, begun, System.nanoTime()));
            } catch (SQLException no) {
                // it is away, or a standby
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    private Connection connect(Host host) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("connectTimeout", PATIENCE_SECONDS);
        properties.setProperty("socketTimeout", PATIENCE_SECONDS);
        return DriverManager.getConnection("jdbc:postgresql://" + host + "/" + address.name(), properties);
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
