package lingdian.record.hours;

import static java.time.temporal.ChronoUnit.MICROS;
import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.instantOrNull;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.law.hours.Area;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.ChangeResult.Done;
import lingdian.law.hours.Closure;
import lingdian.law.hours.JudgedTime;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.platform.database.Witness;
import org.jspecify.annotations.Nullable;

/** Enters and ends the closures of cafés; each call is one {@link ChangeStore}. */
public final class ClosureStore {
    private static final String ADD = """
            INSERT INTO closure (id, place_code, kind, begins_at, ends_at, document, entered_at, entered_by, decided)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;
    private static final String ONE = """
            SELECT id, kind, begins_at, ends_at
            FROM closure
            WHERE id = $1 AND place_code = $2
            """;
    private static final String END = """
            UPDATE closure
            SET ends_at = $2
            WHERE id = $1
            """;

    private final Supplier<UUID> ids;

    /**
     * The condition that a café is closed for good: that its operator gave it up, and nothing is to be expected of it.
     *
     * @param cafe the name of its row in the statement
     * @param at the moment, as the statement writes it
     */
    public static String closedForGood(String cafe, String at) {
        return """
                EXISTS (SELECT FROM closure WHERE closure.place_code = %1$s.place_code AND kind = 'permanent'
                  AND begins_at <= %2$s AND (ends_at IS NULL OR ends_at > %2$s))""".formatted(cafe, at);
    }

    /** @param ids makes the ids of closures */
    public ClosureStore(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /**
     * A closure to be entered.
     *
     * @param from its first instant; null: its commit, after all events judged before it
     * @param to the first instant after it; null: until it is ended
     * @param document the paper that it rests on
     * @param by who enters it
     */
    public record NewClosure(
            Closure.Kind kind,
            @Nullable Instant from,
            @Nullable Instant to,
            String document,
            EnteredBy by) {}

    /**
     * Enters a closure.
     *
     * @return the closure, or why it is refused: {@code to} is not after its beginning, or events were already judged,
     * or there is no such café, or it may have no more
     */
    public Future<ChangeResult<Closure>> add(
            QueryPool pool, Witness<Closure> witness, Area.Cafe cafe, NewClosure wanted, Instant now) {
        return ChangeStore.run(pool, witness, cafe, (connection, judged) -> add(connection, judged, cafe, wanted, now));
    }

    /** The same as a part of a larger change. */
    Future<ChangeResult<Closure>> add(
            SqlConnection connection, JudgedTime judged, Area.Cafe cafe, NewClosure wanted, Instant now) {
        Instant from = wanted.from();
        Instant ends = wanted.to() == null ? null : wanted.to().truncatedTo(MICROS);
        Instant begins = from == null ? judged.freeFrom(now) : from.truncatedTo(MICROS);
        return judged.<Closure>refusal(begins, ends)
                .map(Future::succeededFuture)
                .orElseGet(() -> EntryLimitStore.ifRoom(
                        connection,
                        EntryLimitStore.Wanted.of(EntryLimitStore.Kind.CLOSURE, cafe, wanted.by()),
                        now,
                        () -> insert(
                                connection, cafe, new Closure(ids.get(), wanted.kind(), begins, ends), wanted, now)));
    }

    private static Future<ChangeResult<Closure>> insert(
            SqlConnection connection, Area.Cafe cafe, Closure closure, NewClosure wanted, Instant now) {
        Tuple row = Tuple.tuple()
                .addUUID(closure.id())
                .addString(cafe.placeCode().value())
                .addString(closure.kind().wire())
                .addOffsetDateTime(utc(closure.from()))
                .addOffsetDateTime(utc(closure.to()))
                .addString(wanted.document())
                .addOffsetDateTime(utc(now))
                .addUUID(wanted.by().account().value())
                .addBoolean(wanted.by().byDecision());
        return connection.preparedQuery(ADD).execute(row).map(rows -> new Done<>(closure));
    }

    /**
     * Ends a closure of a café: a running one now, though not before the judged time; one that has not begun is
     * cancelled. No batch waits for one that is over.
     *
     * @return the closure after the change; not found if it is unknown, another café's, or already over
     */
    public Future<ChangeResult<Closure>> end(
            QueryPool pool, Witness<Closure> witness, Area.Cafe cafe, UUID id, Instant now) {
        return ChangeStore.end(
                pool,
                witness,
                cafe,
                client -> one(client, cafe, id),
                closure -> JudgedTime.isOver(closure.from(), closure.to(), now),
                (connection, judged, closure) -> end(connection, judged, closure, now));
    }

    private static Future<Optional<Closure>> one(SqlClient client, Area.Cafe cafe, UUID id) {
        return client.preparedQuery(ONE)
                .execute(Tuple.of(id, cafe.placeCode().value()))
                .map(rows -> RowStream.of(rows).map(ClosureStore::of).findFirst());
    }

    private static Future<ChangeResult<Closure>> end(
            SqlConnection connection, JudgedTime judged, Closure closure, Instant now) {
        return judged.endedAt(closure.from(), closure.to(), now)
                .map(ends -> end(connection, new Closure(closure.id(), closure.kind(), closure.from(), ends), ends))
                .orElseGet(ChangeStore::notFound);
    }

    private static Future<ChangeResult<Closure>> end(SqlConnection connection, Closure ended, Instant ends) {
        return connection
                .preparedQuery(END)
                .execute(Tuple.of(ended.id(), utc(ends)))
                .map(rows -> new Done<>(ended));
    }

    static Closure of(Row row) {
        return new Closure(
                row.getUUID("id"),
                Closure.Kind.of(row.getString("kind")).orElseThrow(),
                instant(row, "begins_at"),
                instantOrNull(row, "ends_at"));
    }
}
