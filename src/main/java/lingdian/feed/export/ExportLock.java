package lingdian.feed.export;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;
import lingdian.platform.QueryPool;
import org.jspecify.annotations.Nullable;

/** Decides which node exports, one at a time. Its methods are called one after another. */
final class ExportLock {
    private static final int ANSWER_SECONDS = 5;

    private final ExportLockStore store;
    private volatile @Nullable SqlConnection held;

    ExportLock(QueryPool pool) {
        store = new ExportLockStore(pool);
    }

    /** Whether this node has the lock now: it takes it if it is free, and looks whether it still has it. */
    Future<Boolean> hold() {
        SqlConnection connection = held;
        return connection == null ? take() : keep(connection);
    }

    private Future<Boolean> take() {
        return store.connection()
                .compose(connection -> store.lock(connection)
                        .onSuccess(locked ->
                                held = locked ? connection.exceptionHandler(lost -> {}) : null) // hold() finds out
                        .eventually(() -> held == connection ? Future.succeededFuture() : connection.close()));
    }

    private Future<Boolean> keep(SqlConnection connection) {
        return store.renew(connection)
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .map(true)
                .recover(lost -> release().map(false));
    }

    /**
     * Gives the lock to another node, if there is one. A connection that answers late gives it up later, but before the
     * pool uses it for anything else.
     */
    Future<Void> release() {
        SqlConnection connection = held;
        held = null;
        return connection == null
                ? Future.succeededFuture()
                : store.unlock(connection)
                        .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                        .eventually(connection::close)
                        .otherwiseEmpty();
    }
}
