package lingdian.record.hours;

import static java.time.temporal.ChronoUnit.MICROS;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.law.hours.Area;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.ChangeResult.Done;
import lingdian.law.hours.JudgedTime;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.platform.database.Witness;
import org.jspecify.annotations.Nullable;

/** Suspends cafés' licences and ends suspensions; each call is one {@link ChangeStore}. */
public final class SuspensionStore {
    private static final String ADD_SUSPENSION = """
            INSERT INTO suspension (place_code, id, begins_at, ends_at, cause, ordered_by, document, entered_at, entered_by, decided)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;
    private static final String SUSPENSION = """
            SELECT id, begins_at, ends_at, cause, ordered_by, document
            FROM suspension
            WHERE id = $1 AND place_code = $2
            """;
    private static final String END_SUSPENSION = """
            UPDATE suspension
            SET ends_at = $2
            WHERE id = $1
            """;

    private final Supplier<UUID> ids;

    /** @param ids makes the ids of suspensions */
    public SuspensionStore(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /**
     * Suspends a café's licence.
     *
     * @param from its first instant; null: its commit, after all events judged before it
     * @param to the first instant after it; null: without end
     * @param order what suspends it
     * @param by who enters it
     * @return the suspension, or why it is refused: {@code to} is not after its beginning, or events were already
     * judged, or there is no such café, or it may have no more
     */
    public Future<ChangeResult<SuspensionPeriod>> addSuspension(
            QueryPool pool,
            Witness<SuspensionPeriod> witness,
            Area.Cafe cafe,
            @Nullable Instant from,
            @Nullable Instant to,
            SuspensionOrder order,
            EnteredBy by,
            Instant now) {
        return ChangeStore.run(
                pool, witness, cafe, (connection, judged) -> add(connection, judged, cafe, from, to, order, by, now));
    }

    /** The same as a part of a larger change. */
    Future<ChangeResult<SuspensionPeriod>> add(
            SqlConnection connection,
            JudgedTime judged,
            Area.Cafe cafe,
            @Nullable Instant from,
            @Nullable Instant to,
            SuspensionOrder order,
            EnteredBy by,
            Instant now) {
        Instant ends = to == null ? null : to.truncatedTo(MICROS);
        Instant begins = from == null ? judged.freeFrom(now) : from.truncatedTo(MICROS);
        return judged.<SuspensionPeriod>refusal(begins, ends)
                .map(Future::succeededFuture)
                .orElseGet(() -> EntryLimitStore.ifRoom(
                        connection,
                        EntryLimitStore.Wanted.suspension(cafe, by, order.by()),
                        now,
                        () -> insert(
                                connection,
                                cafe,
                                new SuspensionPeriod(ids.get(), begins, ends, order),
                                order,
                                by,
                                now)));
    }

    private static Future<ChangeResult<SuspensionPeriod>> insert(
            SqlConnection connection,
            Area.Cafe cafe,
            SuspensionPeriod period,
            SuspensionOrder order,
            EnteredBy by,
            Instant now) {
        Tuple row = Tuple.from(Arrays.asList(
                cafe.placeCode().value(),
                period.id(),
                utc(period.from()),
                utc(period.to()),
                order.kind().wire(),
                order.by().wire(),
                order.document(),
                utc(now),
                by.account().value(),
                by.byDecision()));
        return connection.preparedQuery(ADD_SUSPENSION).execute(row).map(rows -> new Done<>(period));
    }

    /**
     * Ends a suspension of a café: a running one now, though not before the judged time; one that has not begun is
     * cancelled. No batch waits for one that is over.
     *
     * @return the suspension after the change; not found if it is unknown, another café's, or already over
     */
    public Future<ChangeResult<SuspensionPeriod>> endSuspension(
            QueryPool pool, Witness<SuspensionPeriod> witness, Area.Cafe cafe, UUID id, Instant now) {
        return ChangeStore.end(
                pool,
                witness,
                cafe,
                client -> one(client, cafe, id),
                period -> JudgedTime.isOver(period.from(), period.to(), now),
                (connection, judged, period) -> end(connection, judged, period, now));
    }

    private static Future<Optional<SuspensionPeriod>> one(SqlClient client, Area.Cafe cafe, UUID id) {
        return client.preparedQuery(SUSPENSION)
                .execute(Tuple.of(id, cafe.placeCode().value()))
                .map(rows -> RowStream.of(rows).map(HoursStore::suspension).findFirst());
    }

    private static Future<ChangeResult<SuspensionPeriod>> end(
            SqlConnection connection, JudgedTime judged, SuspensionPeriod period, Instant now) {
        return judged.endedAt(period.from(), period.to(), now)
                .map(ends ->
                        end(connection, new SuspensionPeriod(period.id(), period.from(), ends, period.order()), ends))
                .orElseGet(ChangeStore::notFound);
    }

    private static Future<ChangeResult<SuspensionPeriod>> end(
            SqlConnection connection, SuspensionPeriod ended, Instant ends) {
        return connection
                .preparedQuery(END_SUSPENSION)
                .execute(Tuple.of(ended.id(), utc(ends)))
                .map(rows -> new Done<>(ended));
    }
}
