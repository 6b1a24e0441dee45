package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.domain.AccountId;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.office.cafe.CafeReportStore;
import lingdian.office.inspection.Route.Point;
import lingdian.office.inspection.Route.Stop;
import lingdian.office.query.Conditions;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cafés that look open now: sessions or overtime, seats in use without a login, or an agent that went silent,
 * since a café that is open past closing may well have stopped registering its guests.
 */
public final class PlanStore {
    /** More than a round could visit in a night. */
    static final int MAX = 300;

    private static final String BUSY = """
            SELECT c.place_code, c.name, c.region, c.address, c.telephone, c.latitude, c.longitude, coalesce(s.open_sessions, 0) AS open_sessions,
                   s.received_at, %s AS connected, o.overtime, coalesce(o.codes, '{}') AS codes
            FROM cafe c
            LEFT JOIN cafe_state s USING (place_code)
            LEFT JOIN LATERAL (
              SELECT array_agg(DISTINCT code) AS codes,
                     (array_agg(id ORDER BY detected_at DESC) FILTER (WHERE code = 'OVERTIME_OPERATION'))[1] AS overtime
              FROM violation
              WHERE place_code = c.place_code AND state = 'open'
                AND code IN ('OVERTIME_OPERATION', 'TERMINAL_UNREGISTERED', 'MEASURES_STOPPED')) o ON true
            """.formatted(CafeReportStore.CONNECTED);
    private static final String LOOKS_OPEN = """
            (s.open_sessions > ?1 OR o.codes IS NOT NULL OR c.place_code = ANY (?2))
            """;
    private static final String OPERATING = """
            NOT EXISTS (SELECT FROM closure WHERE closure.place_code = c.place_code
              AND closure.begins_at <= ?1 AND (closure.ends_at IS NULL OR closure.ends_at > ?2))
            """;
    /** The newest inspection that names a café, and its first version that does; not one whose newest version no longer does. */
    private static final String INSPECTED = """
            SELECT DISTINCT ON (place_code) place_code, i.id, v.at, v.unit, v.account
            FROM inspection i
            JOIN inspection_version v ON v.inspection_id = i.id
            JOIN LATERAL (
              SELECT place_codes FROM inspection_version WHERE inspection_id = i.id ORDER BY version DESC LIMIT 1) newest ON true
            CROSS JOIN LATERAL unnest(v.place_codes) AS place_code
            """;

    private static final String NEWEST_FIRST = """
            ORDER BY place_code, i.created_at DESC, v.version
            """;
    private static final String BY_PLACE_CODE = """
            ORDER BY o.overtime IS NULL, c.place_code LIMIT
            """;

    /**
     * A café that looks open.
     *
     * @param openSessions as its agent said last
     * @param lastHeard when that was; null: never
     * @param overtime its open violation, if there is one that the reader may see
     * @param codes of its open violations that speak for it
     */
    record ActiveCafe(
            Stop stop,
            String name,
            @Nullable String address,
            @Nullable String telephone,
            int openSessions,
            boolean connected,
            @Nullable Instant lastHeard,
            @Nullable ViolationId overtime,
            List<String> codes) {
        ActiveCafe {
            codes = List.copyOf(codes);
        }
    }

    /**
     * An inspection of a café.
     *
     * @param at when the record first named the café
     */
    record Inspected(InspectionId id, Instant at, String unit, AccountId by) {}

    /**
     * Cafés with overtime first; one more than {@link #MAX} if there are more. None that says it is closed.
     *
     * @param added place codes of cafés that are on the round even where nothing goes on
     */
    public Future<List<ActiveCafe>> busy(
            SqlClient client, Scope scope, @Nullable RegionCode region, List<String> added, Instant now) {
        Conditions conditions = new Conditions()
                .and("c.region LIKE ?", Conditions.regionPattern(scope.region()))
                .and("c.region LIKE ?", Conditions.regionPattern(region))
                .and(LOOKS_OPEN, 0, added.toArray(String[]::new))
                .and(OPERATING, now.atOffset(ZoneOffset.UTC), now.atOffset(ZoneOffset.UTC));
        return client.preparedQuery(BUSY + conditions.where() + BY_PLACE_CODE + conditions.place(MAX + 1))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(PlanStore::busy).toList());
    }

    /** The latest inspection by the reader's own authority and region, by café; none that began before {@code since}. */
    public Future<Map<PlaceCode, Inspected>> inspected(
            SqlClient client, Account account, Collection<PlaceCode> cafes, Instant since) {
        OffsetDateTime at = since.atOffset(ZoneOffset.UTC);
        Conditions conditions = new Conditions()
                .and("i.authority = ?", account.authority())
                .within("i.region", account.region())
                .and("i.created_at > ?1 AND coalesce(v.started_at, i.created_at) > ?2", at, at)
                .and(
                        "place_code = ANY (?)",
                        cafes.stream().map(PlaceCode::value).toArray(String[]::new))
                .and("place_code = ANY (newest.place_codes)");
        return client.preparedQuery(INSPECTED + conditions.where() + NEWEST_FIRST)
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows)
                        .collect(Collectors.toMap(
                                row -> new PlaceCode(row.getString("place_code")), PlanStore::inspected)));
    }

    private static Inspected inspected(Row row) {
        return new Inspected(
                new InspectionId(row.getUUID("id")),
                Columns.instant(row, "at"),
                row.getString("unit"),
                new AccountId(row.getUUID("account")));
    }

    private static ActiveCafe busy(Row row) {
        Double latitude = row.getDouble("latitude");
        Double longitude = row.getDouble("longitude");
        Point at = latitude == null || longitude == null ? null : new Point(latitude, longitude);
        return new ActiveCafe(
                new Stop(new PlaceCode(row.getString("place_code")), new RegionCode(row.getString("region")), at),
                row.getString("name"),
                row.getString("address"),
                row.getString("telephone"),
                row.getInteger("open_sessions"),
                row.getBoolean("connected"),
                Columns.instantOrNull(row, "received_at"),
                ViolationId.orNull(row.getUUID("overtime")),
                List.of(row.getArrayOfStrings("codes")));
    }
}
