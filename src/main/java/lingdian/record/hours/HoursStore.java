package lingdian.record.hours;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.instantOrNull;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.CafeHours;
import lingdian.law.hours.Closure;
import lingdian.law.hours.HoursLayers;
import lingdian.law.hours.HoursOrder;
import lingdian.law.hours.Level;
import lingdian.law.hours.Schedule;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.hours.Weekly;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the hours, suspensions and closures of cafés, in five queries for any number of them.
 *
 * <p>Entries of any age are included, because a day that arrives late is judged exactly as if it had arrived live, and
 * a closed period may have begun long ago. If the caller holds the lock on {@code head}, the queries see one
 * state, because {@link ChangeStore} waits for that lock.
 */
public final class HoursStore {
    private static final String CAFES = """
            SELECT place_code, region, time_zone
            FROM cafe
            WHERE place_code = ANY ($1)
            """;
    private static final String SCHEDULES = """
            SELECT entered, coalesce(place_code, region) AS area, weekly, valid_from, valid_to
            FROM schedule
            WHERE (place_code IS NOT NULL AND place_code = ANY ($1)) OR (region IS NOT NULL AND region = ANY ($2))
            """;
    private static final String ORDERS = """
            SELECT entered, coalesce(place_code, region) AS area, id, kind, begins_at, ends_at
            FROM hours_order
            WHERE ((place_code IS NOT NULL AND place_code = ANY ($1)) OR (region IS NOT NULL AND region = ANY ($2)))
              AND begins_at < ends_at
            """;
    private static final String SUSPENSIONS = """
            SELECT place_code, id, begins_at, ends_at, cause, ordered_by, document
            FROM suspension
            WHERE place_code = ANY ($1) AND (ends_at IS NULL OR begins_at < ends_at)
            ORDER BY begins_at, id
            """;
    private static final String CLOSURES = """
            SELECT place_code, id, kind, begins_at, ends_at
            FROM closure
            WHERE place_code = ANY ($1) AND (ends_at IS NULL OR begins_at < ends_at)
            ORDER BY begins_at, id
            """;

    /**
     * The hours of each of the existing cafés, by place code; cafés of one county without entries of their own share one
     * {@link HoursLayers}. Fails only if the database does.
     */
    public Future<Map<PlaceCode, CafeHours>> load(SqlClient client, Collection<PlaceCode> placeCodes) {
        if (placeCodes.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        String[] codes = placeCodes.stream().map(PlaceCode::value).toArray(String[]::new);
        return client.preparedQuery(CAFES)
                .execute(Tuple.of(codes))
                .map(rows -> stream(rows).map(Cafe::of).toList())
                .compose(cafes -> load(client, codes, cafes));
    }

    private static Future<Map<PlaceCode, CafeHours>> load(SqlClient client, String[] codes, List<Cafe> cafes) {
        String[] regions = cafes.stream()
                .flatMap(Cafe::regions)
                .map(RegionCode::value)
                .distinct()
                .toArray(String[]::new);
        Tuple areas = Tuple.tuple().addArrayOfString(codes).addArrayOfString(regions); // of(…) would spread the second
        Future<RowSet<Row>> schedules = client.preparedQuery(SCHEDULES).execute(areas);
        Future<RowSet<Row>> orders = client.preparedQuery(ORDERS).execute(areas);
        Future<RowSet<Row>> suspensions = client.preparedQuery(SUSPENSIONS).execute(Tuple.of(codes));
        Future<RowSet<Row>> closures = client.preparedQuery(CLOSURES).execute(Tuple.of(codes));
        return Future.all(schedules, orders, suspensions, closures)
                .map(all -> new Entries(
                        grouped(schedules.result(), "area", HoursStore::schedule),
                        grouped(orders.result(), "area", HoursStore::order),
                        grouped(suspensions.result(), "place_code", HoursStore::suspension),
                        grouped(closures.result(), "place_code", ClosureStore::of)))
                .map(entries -> {
                    var ofRegions = new HashMap<RegionAndZone, HoursLayers>();
                    return cafes.stream().collect(toMap(Cafe::placeCode, cafe -> entries.of(cafe, ofRegions)));
                });
    }

    /** What cafés have in common that have no entries of their own. */
    private record RegionAndZone(RegionCode region, ZoneId zone) {}

    /** A café and the codes of its areas. */
    private record Cafe(PlaceCode placeCode, RegionCode region, ZoneId zone) {
        static Cafe of(Row row) {
            return new Cafe(
                    new PlaceCode(row.getString("place_code")),
                    new RegionCode(row.getString("region")),
                    ZoneId.of(row.getString("time_zone")));
        }

        Stream<RegionCode> regions() {
            return Level.regionsOf(region);
        }

        <T> List<T> gather(Map<String, List<T>> byArea) {
            return Stream.concat(Stream.of(placeCode.value()), regions().map(RegionCode::value))
                    .flatMap(area -> byArea.getOrDefault(area, List.of()).stream())
                    .toList();
        }
    }

    /** The entries found, by the code of the café or region that they were made for. */
    private record Entries(
            Map<String, List<Schedule>> schedules,
            Map<String, List<HoursOrder>> orders,
            Map<String, List<SuspensionPeriod>> suspensions,
            Map<String, List<Closure>> closures) {
        CafeHours of(Cafe cafe, Map<RegionAndZone, HoursLayers> ofRegions) {
            String code = cafe.placeCode().value();
            HoursLayers layers = schedules.containsKey(code) || orders.containsKey(code)
                    ? layers(cafe)
                    : ofRegions.computeIfAbsent(new RegionAndZone(cafe.region(), cafe.zone()), first -> layers(cafe));
            return new CafeHours(
                    layers, suspensions.getOrDefault(code, List.of()), closures.getOrDefault(code, List.of()));
        }

        private HoursLayers layers(Cafe cafe) {
            return new HoursLayers(cafe.zone(), cafe.gather(schedules), cafe.gather(orders));
        }
    }

    private static Schedule schedule(Row row) {
        return new Schedule(
                level(row.getString("area")),
                row.getLong("entered"),
                weekly(row.getJsonObject("weekly")),
                row.getLocalDate("valid_from"),
                row.getLocalDate("valid_to"));
    }

    private static Weekly weekly(JsonObject json) {
        return switch (Weekly.parse(json.getMap())) {
            case Weekly.Parsed.Valid valid -> valid.weekly();
            case Weekly.Parsed.Invalid invalid ->
                throw new IllegalStateException("a stored schedule cannot be read: " + invalid.mistakes());
        };
    }

    private static HoursOrder order(Row row) {
        return new HoursOrder(
                level(row.getString("area")),
                row.getLong("entered"),
                row.getUUID("id"),
                row.getString("kind").equals("open"),
                instant(row, "begins_at"),
                instant(row, "ends_at"));
    }

    static SuspensionPeriod suspension(Row row) {
        return new SuspensionPeriod(
                row.getUUID("id"), instant(row, "begins_at"), instantOrNull(row, "ends_at"), suspensionOrder(row));
    }

    private static @Nullable SuspensionOrder suspensionOrder(Row row) {
        String by = row.getString("ordered_by");
        return by == null
                ? null
                : new SuspensionOrder(
                        SuspensionOrder.Kind.of(row.getString("cause")), Authority.of(by), row.getString("document"));
    }

    private static Level level(String area) {
        return area.length() == RegionCode.DIGITS ? Level.ofRegion(new RegionCode(area)) : Level.CAFE;
    }

    private static <T> Map<String, List<T>> grouped(RowSet<Row> rows, String by, Function<Row, T> read) {
        return stream(rows).collect(groupingBy(row -> row.getString(by), mapping(read, toList())));
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return RowStream.of(rows);
    }
}
