package lingdian.office.violation;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import lingdian.domain.ViolationId;
import lingdian.platform.database.Columns;
import org.jspecify.annotations.Nullable;

/**
 * Publishes people's actions on violations, and changes of cases, in the feed, in the one order of all changes.
 *
 * <p>Each publication first takes the lock on {@code head}, which every batch of the judge holds while it commits.
 */
public final class CaseFeedStore {
    private static final String LOCK = "SELECT position FROM head WHERE only_row FOR UPDATE";

    private static final String MOVE_HEAD = "UPDATE head SET position = $1 WHERE only_row";

    private static final String FEED = """
            INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, late, snapshot,
                              stream_number, login_seq, login_day)
            SELECT $3 + told.turn, $4, 'case', v.id, v.place_code, v.code, v.standing, v.authorities, v.late,
              coalesce(told.snapshot, v.snapshot), v.stream_number, v.login_seq, v.login_day
            FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS told (id, snapshot, turn) JOIN violation AS v ON v.id = told.id
            """;

    private static final String MOVE_HEAD_BY_CASES = """
            UPDATE head
            SET before_cases = CASE WHEN position = cases_to THEN before_cases ELSE position END, cases_to = $1, position = $1
            WHERE only_row
            """;

    private static final String CASES = """
            INSERT INTO feed (position, at, event, case_id, place_code, authorities, snapshot)
            SELECT $2 + row_number() OVER (ORDER BY id), $3, 'case-changed', id, place_code, ARRAY[authority],
              format('{"id":"%s","step":"%s","version":%s,"region":"%s"}', id, step, version, region)
            FROM case_file WHERE id = ANY ($1)
            """;

    private CaseFeedStore() {}

    /**
     * Waits until no batch is running, and blocks batches until the transaction ends. Completes with the newest
     * position.
     */
    public static Future<Long> lock(SqlConnection connection) {
        return connection
                .preparedQuery(LOCK)
                .execute()
                .map(rows -> rows.iterator().next().getLong("position"));
    }

    /**
     * Adds cases as they are in this transaction, each once.
     *
     * @param position the newest one
     */
    public static Future<Void> tellCases(SqlConnection connection, Collection<UUID> cases, long position, Instant at) {
        if (cases.isEmpty()) {
            return Future.succeededFuture();
        }
        return connection
                .preparedQuery(CASES)
                .execute(Tuple.of(cases.toArray(UUID[]::new), position, utc(at)))
                .compose(fed ->
                        connection.preparedQuery(MOVE_HEAD_BY_CASES).execute(Tuple.of(position + fed.rowCount())))
                .mapEmpty();
    }

    /**
     * Adds the violation as it is in this transaction.
     *
     * @param position of this message, the one after the newest
     */
    static Future<Void> tell(SqlConnection connection, ViolationId violation, long position, Instant at) {
        return tell(connection, List.of(new Told(violation, null)), position - 1, at);
    }

    /**
     * A violation as it was at some moment of this transaction.
     *
     * @param snapshot null: as it is now
     */
    record Told(ViolationId violation, @Nullable String snapshot) {}

    /**
     * Adds violations as they were after each of their steps, in the order of these.
     *
     * @param position the newest one
     */
    static Future<Void> tell(SqlConnection connection, List<Told> told, long position, Instant at) {
        return connection
                .preparedQuery(FEED)
                .execute(Tuple.of(
                        Columns.of(told, UUID[]::new, one -> one.violation().value()),
                        Columns.of(told, String[]::new, Told::snapshot),
                        position,
                        utc(at)))
                .compose(fed -> connection.preparedQuery(MOVE_HEAD).execute(Tuple.of(position + told.size())))
                .mapEmpty();
    }
}
