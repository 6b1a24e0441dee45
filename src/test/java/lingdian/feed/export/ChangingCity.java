package lingdian.feed.export;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lingdian.feed.log.FeedWriter;
import lingdian.feed.log.FeedWriter.Change;
import lingdian.platform.database.DatabaseAddress;

/** Writes changes of three cafés to the feed all the time, one of which lies outside of what is exported. */
final class ChangingCity implements AutoCloseable {
    private static final List<String> EXPORTED = List.of("36048110000001", "36010210000002");
    private static final String ELSEWHERE = "33010110000003";
    private static final int AT_ONCE = 12;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final DatabaseAddress database;
    private final Random random;
    private final List<Long> expected = new ArrayList<>();
    private final Thread writer;
    private volatile boolean ended;
    private volatile SQLException failure;

    ChangingCity(DatabaseAddress database, long seed) {
        this.database = database;
        this.random = new Random(seed);
        writer = Thread.ofPlatform().daemon().start(this::run);
    }

    private void run() {
        try (var feed = new FeedWriter(database)) {
            while (!ended) {
                write(feed);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (SQLException e) {
            failure = e;
        }
    }

    private void write(FeedWriter feed) throws SQLException {
        long position = feed.lockedPosition();
        for (int i = random.nextInt(AT_ONCE); i >= 0; i--) {
            position++;
            int kind = random.nextInt(4);
            Change change = Change.of(kind < 2 ? EXPORTED.get(kind) : kind == 2 ? ELSEWHERE : EXPORTED.getFirst());
            if (kind < 2) {
                expected.add(position);
            } else {
                change = change.authorities("public-security");
            }
            feed.insert(position, change);
        }
        feed.commit(position);
    }

    /** Ends the writing. Returns the positions that are exported. */
    List<Long> stop() throws Exception {
        close();
        if (failure != null) {
            throw failure;
        }
        return expected;
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        writer.join();
    }
}
