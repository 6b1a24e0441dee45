package lingdian.regulator;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.util.function.Function;

/** Reads several things as of one moment, so that a list and the feed position it is exact for belong together. */
final class SnapshotStore {
    private static final String ONE_MOMENT = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
            """;
    private static final String POSITION = """
            SELECT position FROM head
            """;

    private final Pool pool;

    SnapshotStore(Pool pool) {
        this.pool = pool;
    }

    <T> Future<T> read(Function<SqlClient, Future<T>> reading) {
        return pool.withTransaction(
                connection -> connection.query(ONE_MOMENT).execute().compose(one -> reading.apply(connection)));
    }

    /** The feed's newest position, as readers know it. */
    static Future<String> position(SqlClient connection) {
        return connection
                .query(POSITION)
                .execute()
                .map(rows -> Long.toString(rows.iterator().next().getLong(0)));
    }
}
