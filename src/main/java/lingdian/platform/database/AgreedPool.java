package lingdian.platform.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.TransactionPropagation;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.NullUnmarked;

/** Does what another pool does while this machine's clock agrees with the database's, and otherwise fails. */
final class AgreedPool extends DelegatingPool {
    private final DatabaseClock clocks;

    AgreedPool(Pool pool, DatabaseClock clocks) {
        super(pool);
        this.clocks = clocks;
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return clocks.agreedLately().compose(agreed -> super.getConnection());
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return new AgreedQuery<>(super.query(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new AgreedPreparedQuery<>(super.preparedQuery(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return new AgreedPreparedQuery<>(super.preparedQuery(sql, options));
    }

    @Override
    @NullUnmarked // as the methods that it overrides
    public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
        return clocks.agreedLately().compose(agreed -> super.withTransaction(work));
    }

    @Override
    @NullUnmarked // as the methods that it overrides
    public <T> Future<T> withTransaction(TransactionPropagation propagation, Function<SqlConnection, Future<T>> work) {
        return clocks.agreedLately().compose(agreed -> super.withTransaction(propagation, work));
    }

    @Override
    @NullUnmarked // as the methods that it overrides
    public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
        return clocks.agreedLately().compose(agreed -> super.withConnection(work));
    }

    private class AgreedQuery<T> implements Query<T> {
        private final Query<T> query;

        AgreedQuery(Query<T> query) {
            this.query = query;
        }

        @Override
        public Future<T> execute() {
            return clocks.agreedLately().compose(agreed -> query.execute());
        }

        @Override
        public <R> Query<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new AgreedQuery<>(query.collecting(collector));
        }

        @Override
        public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new AgreedQuery<>(query.mapping(mapper));
        }
    }

    private final class AgreedPreparedQuery<T> extends AgreedQuery<T> implements PreparedQuery<T> {
        private final PreparedQuery<T> query;

        AgreedPreparedQuery(PreparedQuery<T> query) {
            super(query);
            this.query = query;
        }

        @Override
        public Future<T> execute(Tuple tuple) {
            return clocks.agreedLately().compose(agreed -> query.execute(tuple));
        }

        @Override
        public Future<T> executeBatch(List<Tuple> batch) {
            return clocks.agreedLately().compose(agreed -> query.executeBatch(batch));
        }

        @Override
        public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new AgreedPreparedQuery<>(query.collecting(collector));
        }

        @Override
        public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new AgreedPreparedQuery<>(query.mapping(mapper));
        }
    }
}
