package lingdian.feed.export;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import lingdian.platform.QueryPool;

/**
 * The lock of the node that exports, on a connection that it keeps. A killed node loses the lock with its connection, and
 * one that says nothing any more after {@code idle_session_timeout}.
 *
 * <p>The lock only spares nodes from fencing each other all the time. What is sent once is decided by Kafka.
 */
final class ExportLockStore {
    private static final String KEY = "hashtext('lingdian.kafka_export')";
    private static final String TRY = "SELECT pg_try_advisory_lock(" + KEY + ")";
    private static final String LIMIT = "SET idle_session_timeout = '10s'";
    private static final String UNLIMITED = "RESET idle_session_timeout";
    private static final String STILL = "SELECT 1";
    private static final String UNLOCK = "SELECT pg_advisory_unlock(" + KEY + ")";

    private final QueryPool pool;

    ExportLockStore(QueryPool pool) {
        this.pool = pool;
    }

    Future<SqlConnection> connection() {
        return pool.getConnection();
    }

    /** Whether the connection has got the lock. */
    Future<Boolean> lock(SqlConnection connection) {
        return connection
                .query(TRY)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0))
                .compose(locked -> Boolean.TRUE.equals(locked)
                        ? connection.query(LIMIT).execute().map(true)
                        : Future.succeededFuture(false));
    }

    /** Fails if the connection, and so the lock, is lost. */
    Future<Void> renew(SqlConnection connection) {
        return connection.query(STILL).execute().mapEmpty();
    }

    Future<Void> unlock(SqlConnection connection) {
        return connection
                .query(UNLIMITED)
                .execute()
                .compose(reset -> connection.query(UNLOCK).execute())
                .mapEmpty();
    }
}
