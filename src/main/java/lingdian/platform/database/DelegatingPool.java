package lingdian.platform.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.TransactionPropagation;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;

/**
 * Passes every call to another pool. Each subclass stands for one purpose, so that the compiler refuses a pool of
 * another purpose.
 */
abstract class DelegatingPool implements Pool {
    private final Pool pool;

    DelegatingPool(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return pool.getConnection();
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return pool.query(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return pool.preparedQuery(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return pool.preparedQuery(sql, options);
    }

    @Override
    @NullUnmarked // as the methods that it overrides
    public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(work);
    }

    @Override
    @NullUnmarked // as the methods that it overrides
    public <T> Future<T> withTransaction(TransactionPropagation propagation, Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(propagation, work);
    }

    @Override
    @NullUnmarked // as the methods that it overrides
    public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
        return pool.withConnection(work);
    }

    @Override
    public int size() {
        return pool.size();
    }

    @Override
    public Future<Void> close() {
        return pool.close();
    }
}
