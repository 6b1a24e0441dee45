package lingdian.node;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;

/**
 * Which cafés' agents are connected to which node. A node's rows count as long as it renews its lease, by the database's
 * clock.
 */
final class ConnectedCafeStore {
    private static final String RENEW = """
            UPDATE live_node SET renewed_at = now() WHERE node = $1
            """;
    private static final String BEGIN = """
            INSERT INTO live_node (node, renewed_at, host, version) VALUES ($1, now(), $2, $3)
            """;
    private static final String ADD = """
            INSERT INTO connected_cafe (place_code, node, since) SELECT unnest($2::text[]), $1::uuid, $3 ON CONFLICT DO NOTHING
            """;
    private static final String REMOVE = """
            DELETE FROM connected_cafe WHERE node = $1 AND place_code = ANY ($2::text[])
            """;
    private static final String END = """
            DELETE FROM live_node WHERE node = $1
            """;
    /** Much longer than a lease: such a node does not count, and its rows are only in the way. */
    private static final String FORGET_DEAD = """
            DELETE FROM live_node WHERE renewed_at < now() - interval '10 minutes'
            """;

    private final QueryPool pool;
    private final UUID node;
    private final NodeName name = NodeName.here();

    ConnectedCafeStore(QueryPool pool, UUID node) {
        this.pool = pool;
        this.node = node;
    }

    interface Changes {
        Future<Void> write(SqlConnection connection);
    }

    /** @return false if this node has no lease, so that nothing is known of its cafés; nothing is changed then */
    Future<Boolean> renew(Changes changes) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(RENEW)
                .execute(Tuple.of(node))
                .compose(renewed -> renewed.rowCount() == 0
                        ? Future.succeededFuture(false)
                        : changes.write(connection).map(true)));
    }

    Future<Void> begin() {
        return pool.preparedQuery(FORGET_DEAD)
                .execute()
                .compose(forgotten -> pool.preparedQuery(BEGIN).execute(Tuple.of(node, name.host(), name.version())))
                .mapEmpty();
    }

    /** @param now since when the added ones are connected */
    Future<Void> write(
            SqlConnection connection, Collection<PlaceCode> added, Collection<PlaceCode> removed, Instant now) {
        Future<Void> gone = removed.isEmpty()
                ? Future.succeededFuture()
                : connection.preparedQuery(REMOVE).execute(ofThisNode(removed)).mapEmpty();
        return added.isEmpty()
                ? gone
                : gone.compose(done -> connection
                        .preparedQuery(ADD)
                        .execute(ofThisNode(added).addValue(Columns.utc(now)))
                        .mapEmpty());
    }

    Future<Void> end() {
        return pool.preparedQuery(END).execute(Tuple.of(node)).mapEmpty();
    }

    private Tuple ofThisNode(Collection<PlaceCode> cafes) {
        return Tuple.tuple()
                .addUUID(node)
                .addArrayOfString(cafes.stream().map(PlaceCode::value).toArray(String[]::new));
    }
}
