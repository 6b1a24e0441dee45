package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;

/**
 * Takes a café's findings along when it moves to another county. A café may have hundreds of thousands, and all batches wait
 * while they move. So those that are open move with the café, and those that have ended follow it, a part at a time: the
 * database lets no finding move ahead of its café.
 */
final class FindingMoveStore {
    /** So many move in one transaction. */
    static final int AT_ONCE = 500;

    private static final int LISTED = 20_000;

    private static final List<String> TABLES = List.of("violation", "shadow_violation");

    /** Two ranges of an index, which a single comparison is not. */
    private static final String ENDED = """
            SELECT id FROM %1$s WHERE place_code = $1 AND state = 'ended' AND region < (SELECT region FROM cafe WHERE place_code = $1)
            UNION ALL
            SELECT id FROM %1$s WHERE place_code = $1 AND state = 'ended' AND region > (SELECT region FROM cafe WHERE place_code = $1)
            LIMIT $2
            """;

    /** To where the café is by now: it may have moved on meanwhile. */
    private static final String MOVE = """
            UPDATE %1$s AS found
            SET region = cafe.region, snapshot = regexp_replace(snapshot, '"region":"[0-9]{6}"', '"region":"' || cafe.region || '"')
            FROM cafe
            WHERE cafe.place_code = found.place_code
            """;

    private static final String MOVE_SOME = MOVE + "AND found.id = ANY ($1)";

    private static final String MOVE_OPEN = MOVE + "AND found.place_code = $1 AND found.state = 'open'";

    /** The lock of all batches: one that began before would write a finding as it was. */
    private static final String LOCK = "SELECT FROM head WHERE only_row FOR UPDATE";

    private FindingMoveStore() {}

    /** Moves those that are open, in the transaction that has moved the café. */
    static Future<Void> open(SqlClient connection, PlaceCode cafe) {
        Future<Void> moved = Future.succeededFuture();
        for (String table : TABLES) {
            moved = moved.compose(before -> connection
                    .preparedQuery(MOVE_OPEN.formatted(table))
                    .execute(Tuple.of(cafe.value()))
                    .mapEmpty());
        }
        return moved;
    }

    /**
     * Moves those that have ended and are not where their café is, in many transactions. What a node that dies leaves behind
     * moves when the café is put again.
     */
    static Future<Void> ended(QueryPool pool, PlaceCode cafe) {
        Future<Void> moved = Future.succeededFuture();
        for (String table : TABLES) {
            moved = moved.compose(before -> ended(pool, table, cafe));
        }
        return moved;
    }

    private static Future<Void> ended(QueryPool pool, String table, PlaceCode cafe) {
        return pool.preparedQuery(ENDED.formatted(table))
                .execute(Tuple.of(cafe.value(), LISTED))
                .map(rows -> RowStream.of(rows).map(row -> row.getUUID("id")).toList())
                .compose(ended -> inParts(pool, table, ended)
                        .compose(moved -> ended.size() < LISTED ? Future.succeededFuture() : ended(pool, table, cafe)));
    }

    private static Future<Void> inParts(QueryPool pool, String table, List<UUID> ended) {
        Future<Void> moved = Future.succeededFuture();
        for (int from = 0; from < ended.size(); from += AT_ONCE) {
            UUID[] part =
                    ended.subList(from, Math.min(ended.size(), from + AT_ONCE)).toArray(UUID[]::new);
            moved = moved.compose(before -> pool.withTransaction(connection -> connection
                    .query(LOCK)
                    .execute()
                    .compose(locked ->
                            connection.preparedQuery(MOVE_SOME.formatted(table)).execute(Tuple.of(part)))
                    .mapEmpty()));
        }
        return moved;
    }
}
