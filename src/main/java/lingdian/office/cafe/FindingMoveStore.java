package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;

/**
 * Takes a café's findings along when it moves to another county. A café may have hundreds of thousands, and all batches wait
 * while they move, so those that have ended go ahead, a part at a time.
 */
final class FindingMoveStore {
    /** So many move in one transaction. */
    static final int AT_ONCE = 500;

    private static final int LISTED = 20_000;

    private static final List<String> TABLES = List.of("violation", "shadow_violation");

    /** Two ranges of an index, which a single comparison is not. */
    private static final String ENDED = """
            SELECT id FROM %1$s WHERE place_code = $1 AND state = 'ended' AND region < $2
            UNION ALL SELECT id FROM %1$s WHERE place_code = $1 AND state = 'ended' AND region > $2
            """;

    private static final String MOVE = """
            UPDATE %s SET region = $2, snapshot = regexp_replace(snapshot, '"region":"[0-9]{6}"', '"region":"' || $2 || '"')
            """;

    private static final String MOVE_SOME = MOVE + "WHERE id = ANY ($1)";

    private static final String MOVE_REST =
            MOVE + "WHERE id IN (" + ENDED + " UNION ALL SELECT id FROM %1$s WHERE place_code = $1 AND state = 'open')";

    /** The lock of all batches: one that began before would write a finding as it was. */
    private static final String LOCK = "SELECT FROM head WHERE only_row FOR UPDATE";

    private FindingMoveStore() {}

    /**
     * Moves what has ended, in many transactions. What a node that dies leaves behind moves when the café's move is asked for
     * again.
     */
    static Future<Void> ahead(QueryPool pool, PlaceCode cafe, RegionCode to) {
        Future<Void> moved = Future.succeededFuture();
        for (String table : TABLES) {
            moved = moved.compose(before -> ahead(pool, table, cafe, to));
        }
        return moved;
    }

    private static Future<Void> ahead(QueryPool pool, String table, PlaceCode cafe, RegionCode to) {
        return pool.preparedQuery(ENDED.formatted(table) + "LIMIT $3")
                .execute(Tuple.of(cafe.value(), to.value(), LISTED))
                .map(rows -> RowStream.of(rows).map(row -> row.getUUID("id")).toList())
                .compose(ended -> inParts(pool, table, ended, to)
                        .compose(moved ->
                                ended.size() < LISTED ? Future.succeededFuture() : ahead(pool, table, cafe, to)));
    }

    private static Future<Void> inParts(QueryPool pool, String table, List<UUID> ended, RegionCode to) {
        Future<Void> moved = Future.succeededFuture();
        for (int from = 0; from < ended.size(); from += AT_ONCE) {
            UUID[] part =
                    ended.subList(from, Math.min(ended.size(), from + AT_ONCE)).toArray(UUID[]::new);
            moved = moved.compose(before -> pool.withTransaction(connection -> connection
                    .query(LOCK)
                    .execute()
                    .compose(locked ->
                            connection.preparedQuery(MOVE_SOME.formatted(table)).execute(Tuple.of(part, to.value())))
                    .mapEmpty()));
        }
        return moved;
    }

    /** Moves those that have not ended, or ended since, in the transaction that moves the café. */
    static Future<Void> rest(SqlClient connection, PlaceCode cafe, RegionCode to) {
        Future<Void> moved = Future.succeededFuture();
        for (String table : TABLES) {
            moved = moved.compose(before -> connection
                    .preparedQuery(MOVE_REST.formatted(table))
                    .execute(Tuple.of(cafe.value(), to.value()))
                    .mapEmpty());
        }
        return moved;
    }
}
