package lingdian.record.hours;

import static java.time.temporal.ChronoUnit.MICROS;
import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Area;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.ChangeResult.Done;
import lingdian.law.hours.ChangeResult.EndsTooEarly;
import lingdian.law.hours.HoursOrder;
import lingdian.law.hours.Interval;
import lingdian.law.hours.JudgedTime;
import lingdian.law.hours.LocalDays;
import lingdian.law.hours.Schedule;
import lingdian.law.hours.Weekly;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.platform.database.Witness;
import org.jspecify.annotations.Nullable;

/**
 * Enters schedules and orders, and ends orders; each call is one {@link ChangeStore}.
 *
 * <p>The caller has checked whether the account may do so, and whether a region exists. Instants are kept in whole
 * microseconds.
 */
public final class HoursChangeStore {
    private static final String ADD_SCHEDULE = """
            INSERT INTO schedule (place_code, region, weekly, valid_from, valid_to, document, entered_at, entered_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            RETURNING entered
            """;
    private static final String ADD_ORDER = """
            INSERT INTO hours_order (place_code, region, id, kind, begins_at, ends_at, document, entered_at, entered_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            RETURNING entered
            """;
    private static final String ORDER = """
            SELECT entered, place_code, region, id, kind, begins_at, ends_at
            FROM hours_order
            WHERE id = $1
            """;
    private static final String END_ORDER = """
            UPDATE hours_order
            SET ends_at = $2
            WHERE id = $1
            """;

    private final Supplier<UUID> ids;

    /** @param ids makes the ids of orders */
    public HoursChangeStore(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /**
     * Enters a schedule.
     *
     * @param from the first local day, in each café that it covers, on which it is in force
     * @param to the last one; null: without end
     * @param document the legal document that grants it
     * @param by who enters it
     * @return the schedule, or why it is refused: {@code to} is before {@code from}, or events were already judged, or
     * there is no such café, or the area may have no more
     */
    public Future<ChangeResult<Schedule>> addSchedule(
            QueryPool pool,
            Witness<Schedule> witness,
            Area area,
            Weekly weekly,
            LocalDate from,
            @Nullable LocalDate to,
            String document,
            EnteredBy by,
            Instant now) {
        if (to != null && to.isBefore(from)) {
            return Future.succeededFuture(new EndsTooEarly<>());
        }
        Tuple row = Tuple.tuple()
                .addString(Objects.toString(area.placeCodeOrNull(), null))
                .addString(Objects.toString(area.regionOrNull(), null))
                .addValue(new JsonObject(Map.copyOf(weekly.toMap())))
                .addLocalDate(from)
                .addLocalDate(to)
                .addString(document)
                .addOffsetDateTime(utc(now))
                .addUUID(by.account().value());
        return ChangeStore.run(
                pool,
                witness,
                area,
                (connection, judged) -> judged.<Schedule>tooEarly(zone -> new LocalDays(zone).start(from))
                        .map(Future::succeededFuture)
                        .orElseGet(() -> EntryLimitStore.ifRoom(
                                connection,
                                EntryLimitStore.Wanted.of(EntryLimitStore.Kind.SCHEDULE, area, by),
                                now,
                                () -> connection
                                        .preparedQuery(ADD_SCHEDULE)
                                        .execute(row)
                                        .map(rows -> new Done<>(
                                                new Schedule(area.level(), entered(rows), weekly, from, to))))));
    }

    /**
     * Enters an order.
     *
     * @param open whether it opens; otherwise it closes
     * @param from its first instant; null: its commit, after all events judged before it
     * @param to the first instant after it
     * @param document the legal document that contains it
     * @param by who enters it
     * @return the order, or why it is refused: {@code to} is not after its beginning, or events were already judged, or
     * there is no such café
     */
    public Future<ChangeResult<HoursOrder>> addOrder(
            QueryPool pool,
            Witness<HoursOrder> witness,
            Area area,
            boolean open,
            @Nullable Instant from,
            Instant to,
            String document,
            EnteredBy by,
            Instant now) {
        Instant ends = to.truncatedTo(MICROS);
        return ChangeStore.run(pool, witness, area, (connection, judged) -> {
            Instant begins = from == null ? judged.freeFrom(now) : from.truncatedTo(MICROS);
            return judged.<HoursOrder>refusal(begins, ends)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> EntryLimitStore.ifRoom(
                            connection,
                            EntryLimitStore.Wanted.of(EntryLimitStore.Kind.ORDER, area, by),
                            now,
                            () -> insert(connection, area, open, new Interval(begins, ends), document, by, now)));
        });
    }

    private Future<ChangeResult<HoursOrder>> insert(
            SqlConnection connection,
            Area area,
            boolean open,
            Interval interval,
            String document,
            EnteredBy by,
            Instant now) {
        UUID id = ids.get();
        Tuple row = Tuple.tuple()
                .addString(Objects.toString(area.placeCodeOrNull(), null))
                .addString(Objects.toString(area.regionOrNull(), null))
                .addUUID(id)
                .addString(open ? "open" : "closed")
                .addOffsetDateTime(utc(interval.from()))
                .addOffsetDateTime(utc(interval.to()))
                .addString(document)
                .addOffsetDateTime(utc(now))
                .addUUID(by.account().value());
        return connection
                .preparedQuery(ADD_ORDER)
                .execute(row)
                .map(rows -> new Done<>(
                        new HoursOrder(area.level(), entered(rows), id, open, interval.from(), interval.to())));
    }

    /**
     * Ends an order: a running one now, though not before the judged time; one that has not begun is cancelled. No batch waits
     * for one that is over.
     *
     * @return the order after the change; not found if it is unknown or already over
     */
    public Future<ChangeResult<HoursOrder>> endOrder(
            QueryPool pool, Witness<HoursOrder> witness, UUID id, Instant now) {
        return pool.preparedQuery(ORDER)
                .execute(Tuple.of(id))
                .compose(rows -> RowStream.of(rows)
                        .filter(row -> !JudgedTime.isOver(instant(row, "begins_at"), instant(row, "ends_at"), now))
                        .findFirst()
                        .map(row -> endOrder(pool, witness, area(row), id, now))
                        .orElseGet(ChangeStore::notFound));
    }

    private static Future<ChangeResult<HoursOrder>> endOrder(
            QueryPool pool, Witness<HoursOrder> witness, Area area, UUID id, Instant now) {
        return ChangeStore.run(
                pool,
                witness,
                area,
                (connection, judged) -> connection
                        .preparedQuery(ORDER)
                        .execute(Tuple.of(id))
                        .map(rows -> order(rows.iterator().next(), area))
                        .compose(order -> judged.endedAt(order.from(), order.to(), now)
                                .map(ends -> end(connection, order, ends))
                                .orElseGet(ChangeStore::notFound)));
    }

    private static Future<ChangeResult<HoursOrder>> end(SqlConnection connection, HoursOrder order, Instant ends) {
        return connection
                .preparedQuery(END_ORDER)
                .execute(Tuple.of(order.id(), utc(ends)))
                .map(rows -> new Done<>(
                        new HoursOrder(order.level(), order.entered(), order.id(), order.open(), order.from(), ends)));
    }

    /** The area of an order, so that the caller can check who may end it; empty if there is no such order. */
    public Future<Optional<Area>> areaOf(SqlClient client, UUID orderId) {
        return client.preparedQuery(ORDER)
                .execute(Tuple.of(orderId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(area(rows.iterator().next())));
    }

    private static Area area(Row row) {
        PlaceCode placeCode = PlaceCode.orNull(row.getString("place_code"));
        return placeCode == null ? new Area.Region(new RegionCode(row.getString("region"))) : new Area.Cafe(placeCode);
    }

    private static HoursOrder order(Row row, Area area) {
        return new HoursOrder(
                area.level(),
                row.getLong("entered"),
                row.getUUID("id"),
                row.getString("kind").equals("open"),
                instant(row, "begins_at"),
                instant(row, "ends_at"));
    }

    private static long entered(RowSet<Row> rows) {
        return rows.iterator().next().getLong("entered");
    }
}
