package lingdian.reliability;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.DatabaseAddress.Host;
import org.jspecify.annotations.Nullable;

/**
 * Commits something on each host of a cluster, again and again, to learn from when on a host accepts writes. Each
 * host has a connection and a thread of its own, because one that is frozen answers none.
 */
final class CommitProbe implements AutoCloseable {
    private static final String WRITE = "SELECT pg_logical_emit_message(true, 'probe', '')";
    private static final long BETWEEN_NANOS = 50_000_000;
    private static final String PATIENCE_SECONDS = "3";
    /**
     * A host accepts writes once its commits follow each other so soon. A new primary may acknowledge one on the word of
     * an old one that returns with records of its own timeline, and then none until a standby follows it.
     */
    private static final long GOES_ON_NANOS = 2_000_000_000L;

    /** A commit that was acknowledged. {@code begun} is taken before anything is sent. */
    private record Commit(Host host, long begun, long done) {}

    private final DatabaseAddress address;
    /** By their beginnings; a run has tens of thousands, and is asked for the latest while it waits. */
    private final NavigableMap<Long, Commit> commits = new ConcurrentSkipListMap<>();

    private final List<Thread> threads;
    private volatile boolean ended;

    CommitProbe(DatabaseAddress address) {
        this.address = address;
        this.threads = address.hosts().stream()
                .map(host -> Thread.ofPlatform().daemon().start(() -> probe(host)))
                .toList();
    }

    /** When the first commit that began after {@code nanos} was acknowledged, and others went on; 0 while there is none. */
    long firstAfter(long nanos) {
        return first(nanos, commit -> true);
    }

    /** Likewise, on this host. */
    long firstOn(Host host, long nanos) {
        return first(nanos, commit -> commit.host().equals(host));
    }

    /** Likewise, on another host than this one. */
    long firstElsewhere(Host but, long nanos) {
        return first(nanos, commit -> !commit.host().equals(but));
    }

    private long first(long nanos, Predicate<Commit> which) {
        Map<Host, Commit> last = new HashMap<>();
        for (Commit commit : commits.tailMap(nanos, false).values()) {
            if (which.test(commit)) {
                Commit before = last.put(commit.host(), commit);
                if (before != null && commit.done() - before.done() < GOES_ON_NANOS) {
                    return before.done();
                }
            }
        }
        return 0;
    }

    private void probe(Host host) {
        Connection open = null;
        while (!ended) {
            long begun = System.nanoTime();
            try {
                open = open == null || open.isClosed() ? connect(host) : open;
                try (var statement = open.createStatement()) {
                    statement.execute(WRITE);
                }
                commits.put(begun, new Commit(host, begun, System.nanoTime()));
            } catch (SQLException no) {
                // it is away, which closes the connection, or a standby
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        closeQuietly(open);
    }

    private static void closeQuietly(@Nullable Connection open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException lost) {
            // as it should be
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
