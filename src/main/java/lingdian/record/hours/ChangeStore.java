package lingdian.record.hours;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import lingdian.law.hours.Area;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.ChangeResult.Done;
import lingdian.law.hours.ChangeResult.NotFound;
import lingdian.law.hours.JudgedTime;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.Witness;

/**
 * The frame of every change of hours, orders and suspensions.
 *
 * <p>It first takes the lock on {@code head} that every batch of the judge holds while it commits. So nothing more is
 * judged until the change is committed, and everything judged later knows of the change. A refused change is rolled
 * back and leaves no trace.
 */
final class ChangeStore {
    private static final String CAFE_JUDGED = """
            SELECT c.time_zone, s.effective_at
            FROM cafe c LEFT JOIN cafe_state s USING (place_code)
            WHERE c.place_code = $1
            """;
    private static final String REGION_JUDGED = """
            SELECT c.time_zone, max(s.effective_at) AS effective_at
            FROM cafe c JOIN cafe_state s USING (place_code)
            WHERE c.region LIKE $1
            GROUP BY c.time_zone
            """;

    private ChangeStore() {}

    /**
     * Runs {@code step} under the lock, with the judged time of the cafés in {@code area}; then commits its change
     * together with the witness's entry, or rolls back if it was refused.
     */
    static <T> Future<ChangeResult<T>> run(
            QueryPool pool,
            Witness<T> witness,
            Area area,
            BiFunction<SqlConnection, JudgedTime, Future<ChangeResult<T>>> step) {
        return pool.withConnection(connection -> connection
                .begin()
                .compose(transaction -> FactsChangeStore.count(connection, area)
                        .compose(locked -> judged(connection, area))
                        .compose(judged -> judged.map(known -> step.apply(connection, known))
                                .orElseGet(ChangeStore::notFound))
                        .compose(change -> witnessed(connection, change, witness))
                        .compose(change -> end(transaction, change), failure -> giveUp(transaction, failure))));
    }

    /** Ends a running or coming entry under the lock, by the judged time. */
    interface Ending<T> {
        Future<ChangeResult<T>> end(SqlConnection connection, JudgedTime judged, T entry);
    }

    /**
     * Ends an entry of a café, such as a suspension. The lock is not taken for one that is over.
     *
     * @param find reads the entry, before the lock and again under it; empty if it is unknown, or another café's
     */
    static <T> Future<ChangeResult<T>> end(
            QueryPool pool,
            Witness<T> witness,
            Area.Cafe cafe,
            Function<SqlClient, Future<Optional<T>>> find,
            Predicate<T> isOver,
            Ending<T> ending) {
        return find.apply(pool)
                .compose(seen -> seen.filter(isOver.negate())
                        .map(running -> run(
                                pool,
                                witness,
                                cafe,
                                (connection, judged) -> find.apply(connection)
                                        .compose(found -> found.map(entry -> ending.end(connection, judged, entry))
                                                .orElseGet(ChangeStore::notFound))))
                        .orElseGet(ChangeStore::notFound));
    }

    static <T> Future<ChangeResult<T>> notFound() {
        return Future.succeededFuture(new NotFound<>());
    }

    /** The judged time of the cafés in {@code area}; empty if it is a café that does not exist. */
    static Future<Optional<JudgedTime>> judged(SqlClient client, Area area) {
        return switch (area) {
            case Area.Cafe cafe ->
                client.preparedQuery(CAFE_JUDGED)
                        .execute(Tuple.of(cafe.placeCode().value()))
                        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(judged(rows)));
            case Area.Region region ->
                client.preparedQuery(REGION_JUDGED)
                        .execute(Tuple.of(region.prefix() + "%"))
                        .map(rows -> Optional.of(judged(rows)));
        };
    }

    private static JudgedTime judged(RowSet<Row> rows) {
        var zones = new ArrayList<JudgedTime.Until>();
        for (Row row : rows) {
            OffsetDateTime effectiveAt = row.getOffsetDateTime("effective_at");
            if (effectiveAt != null) { // otherwise none of it has been judged
                zones.add(new JudgedTime.Until(ZoneId.of(row.getString("time_zone")), effectiveAt.toInstant()));
            }
        }
        return new JudgedTime(zones);
    }

    private static <T> Future<ChangeResult<T>> witnessed(
            SqlConnection connection, ChangeResult<T> change, Witness<T> witness) {
        return change instanceof Done<T>(T entry)
                ? witness.saw(connection, entry).map(change)
                : Future.succeededFuture(change);
    }

    private static <T> Future<ChangeResult<T>> end(Transaction transaction, ChangeResult<T> change) {
        Future<Void> ended = change instanceof Done<T> ? transaction.commit() : transaction.rollback();
        return ended.map(change);
    }

    private static <T> Future<ChangeResult<T>> giveUp(Transaction transaction, Throwable failure) {
        return transaction.rollback().transform(rolledBack -> Future.failedFuture(failure));
    }
}
