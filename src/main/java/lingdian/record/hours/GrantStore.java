package lingdian.record.hours;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.instantOrNull;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Area;
import lingdian.law.hours.Level;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Grants, orders, suspensions and closures for a café or region, from every level above it, with their documents. */
public final class GrantStore {
    /** The most of each kind; the latest are returned. */
    private static final int MOST = 100;

    private static final String REGION_OF = """
            SELECT region FROM cafe WHERE place_code = $1
            """;
    private static final String SCHEDULES = """
            SELECT coalesce(place_code, region) AS area, weekly, valid_from, valid_to, document, entered_at
            FROM schedule
            WHERE place_code = ANY ($1) OR region = ANY ($1)
            ORDER BY entered DESC
            LIMIT $2
            """;
    private static final String ORDERS = """
            SELECT coalesce(place_code, region) AS area, id, kind, begins_at, ends_at, document, entered_at
            FROM hours_order
            WHERE (place_code = ANY ($1) OR region = ANY ($1)) AND begins_at < ends_at
            ORDER BY entered DESC
            LIMIT $2
            """;
    private static final String SUSPENSIONS = """
            SELECT place_code AS area, id, begins_at, ends_at, document, entered_at
            FROM suspension
            WHERE place_code = ANY ($1) AND (ends_at IS NULL OR begins_at < ends_at)
            ORDER BY entered_at DESC, id
            LIMIT $2
            """;
    private static final String CLOSURES = """
            SELECT place_code AS area, id, kind, begins_at, ends_at, document, entered_at
            FROM closure
            WHERE place_code = ANY ($1) AND (ends_at IS NULL OR begins_at < ends_at)
            ORDER BY entered_at DESC, id
            LIMIT $2
            """;

    /** All entries, the latest entered first. */
    public record Grants(
            List<ScheduleGrant> schedules,
            List<OrderOrSuspension> orders,
            List<OrderOrSuspension> suspensions,
            List<OrderOrSuspension> closures) {
        public Grants {
            schedules = List.copyOf(schedules);
            orders = List.copyOf(orders);
            suspensions = List.copyOf(suspensions);
            closures = List.copyOf(closures);
        }
    }

    /**
     * A granted schedule.
     *
     * @param area the place code or region code that it was made for
     */
    public record ScheduleGrant(
            String area,
            JsonObject weekly,
            LocalDate from,
            @Nullable LocalDate to,
            String document,
            Instant enteredAt) {}

    /**
     * An order, a suspension or a closure.
     *
     * @param kind {@code open} or {@code closed}; a suspension has {@code closed}; a closure {@code temporary} or
     *     {@code permanent}
     * @param to null: until it is ended
     */
    public record OrderOrSuspension(
            String area,
            UUID id,
            String kind,
            Instant from,
            @Nullable Instant to,
            String document,
            Instant enteredAt) {}

    public Future<Grants> of(SqlClient client, Area area) {
        return switch (area) {
            case Area.Region region ->
                of(client, Level.regionsOf(region.code()).map(RegionCode::value).toList());
            case Area.Cafe cafe ->
                client.preparedQuery(REGION_OF)
                        .execute(Tuple.of(cafe.placeCode().value()))
                        .compose(rows -> of(
                                client,
                                Stream.concat(
                                                Stream.of(cafe.placeCode().value()),
                                                stream(rows)
                                                        .flatMap(row -> Level.regionsOf(
                                                                new RegionCode(row.getString("region"))))
                                                        .map(RegionCode::value))
                                        .toList()));
        };
    }

    private static Future<Grants> of(SqlClient client, List<String> areas) {
        Tuple of = Tuple.from(Arrays.asList(areas.toArray(String[]::new), MOST));
        Future<RowSet<Row>> schedules = client.preparedQuery(SCHEDULES).execute(of);
        Future<RowSet<Row>> orders = client.preparedQuery(ORDERS).execute(of);
        Future<RowSet<Row>> suspensions = client.preparedQuery(SUSPENSIONS).execute(of);
        Future<RowSet<Row>> closures = client.preparedQuery(CLOSURES).execute(of);
        return Future.all(schedules, orders, suspensions, closures)
                .map(all -> new Grants(
                        read(schedules, GrantStore::schedule),
                        read(orders, row -> given(row, row.getString("kind"))),
                        read(suspensions, row -> given(row, "closed")),
                        read(closures, row -> given(row, row.getString("kind")))));
    }

    private static ScheduleGrant schedule(Row row) {
        return new ScheduleGrant(
                row.getString("area"),
                row.getJsonObject("weekly"),
                row.getLocalDate("valid_from"),
                row.getLocalDate("valid_to"),
                row.getString("document"),
                instant(row, "entered_at"));
    }

    private static OrderOrSuspension given(Row row, String kind) {
        return new OrderOrSuspension(
                row.getString("area"),
                row.getUUID("id"),
                kind,
                instant(row, "begins_at"),
                instantOrNull(row, "ends_at"),
                row.getString("document"),
                instant(row, "entered_at"));
    }

    private static <T> List<T> read(Future<RowSet<Row>> rows, Function<Row, T> read) {
        return stream(rows.result()).map(read).toList();
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return RowStream.of(rows);
    }
}
