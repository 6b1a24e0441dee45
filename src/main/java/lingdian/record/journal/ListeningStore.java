package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.law.judge.Listening.Stretch;
import lingdian.platform.database.Columns;

/**
 * When each node received without a break. A node that dies stops renewing its row, so its period ends after a while.
 */
public final class ListeningStore {
    private static final String BEGIN = """
            INSERT INTO listening (id, from_at, heard_until, renewed_at) VALUES ($1, $2, $2, $2)
            """;

    private static final String RENEW = """
            UPDATE listening SET heard_until = greatest(heard_until, $2), renewed_at = greatest(renewed_at, $3), over = $4
            WHERE id = $1 AND NOT over
            """;

    private static final String STRETCHES = """
            SELECT from_at, heard_until, over OR renewed_at < $1 AS over FROM listening
            WHERE renewed_at >= $2 ORDER BY from_at
            """;

    private static final String FORGET = "DELETE FROM listening WHERE renewed_at < $1";

    public Future<Void> begin(SqlClient client, UUID id, Instant from) {
        return client.preparedQuery(BEGIN)
                .execute(Tuple.of(id, Columns.utc(from)))
                .mapEmpty();
    }

    /**
     * @param over whether the node stops, or starts again after a break
     * @return whether the period was still running; otherwise nothing was renewed
     */
    public Future<Boolean> renew(SqlClient client, UUID id, Instant heardUntil, Instant now, boolean over) {
        return client.preparedQuery(RENEW)
                .execute(Tuple.of(id, Columns.utc(heardUntil), Columns.utc(now), over))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * The periods that were running at {@code since} or later.
     *
     * @param alive a node that was not renewed since then counts as stopped
     */
    public Future<List<Stretch>> stretches(SqlClient client, Instant alive, Instant since) {
        return client.preparedQuery(STRETCHES)
                .execute(Tuple.of(Columns.utc(alive), Columns.utc(since)))
                .map(rows -> {
                    var stretches = new ArrayList<Stretch>();
                    rows.forEach(row -> stretches.add(stretch(row)));
                    return stretches;
                });
    }

    /** Deletes rows that are too old to matter; a time without rows counts as not listening. */
    public Future<Void> forget(SqlClient client, Instant before) {
        return client.preparedQuery(FORGET)
                .execute(Tuple.of(Columns.utc(before)))
                .mapEmpty();
    }

    private static Stretch stretch(Row row) {
        return new Stretch(
                Columns.instant(row, "from_at"), Columns.instant(row, "heard_until"), row.getBoolean("over"));
    }
}
