package lingdian.feed.log;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.feed.log.PersonLookup.Subject;
import lingdian.platform.database.QueryPool;
import org.jspecify.annotations.Nullable;

/**
 * Reads the table {@code feed}, by index seeks on its position only.
 *
 * <p>A deleted café must not leave a gap in the feed, hence the outer join.
 */
final class FeedStore {
    private static final String EXTENT = """
            SELECT head.position, head.facts_version,
                   coalesce((SELECT min(feed.position) FROM feed), head.position + 1) AS oldest
            FROM head
            """;
    private static final String GO_BEYOND = "UPDATE head SET position = $1 WHERE position < $1";
    private static final String ROWS = """
            SELECT feed.position, feed.at, feed.event, feed.violation_id, feed.case_id, feed.place_code, feed.code, feed.standing,
                   feed.authorities, feed.snapshot, feed.stream_number, feed.login_seq, feed.login_day,
                   feed.region AS region_then, feed.moved_from,
                   coalesce(cafe.region, left(feed.place_code, 6)) AS region,
                   coalesce(cafe.time_zone, 'Asia/Shanghai') AS time_zone,
                   (SELECT facts_version FROM head) AS facts_version, feed.octets
            FROM (
              SELECT *, octet_length(snapshot) AS octets,
                sum(octet_length(snapshot)) OVER (ORDER BY position ROWS UNBOUNDED PRECEDING) - octet_length(snapshot) AS before
              FROM feed WHERE position > $1 AND position <= $2
              ORDER BY position
              LIMIT $3) AS feed
            LEFT JOIN cafe ON cafe.place_code = feed.place_code
            WHERE feed.before < $4
            ORDER BY feed.position
            """;
    private static final String REGIONS = """
            SELECT cafe.place_code, cafe.region, (SELECT facts_version FROM head) AS facts_version
            FROM cafe
            WHERE cafe.place_code = ANY ($1)
            """;

    private final QueryPool pool;

    FeedStore(QueryPool pool) {
        this.pool = pool;
    }

    /**
     * The range of messages that the table holds at one moment.
     *
     * @param oldest the first position in the table, or {@code newest + 1} if the table is empty
     * @param newest the position of the newest message, 0 before the first one
     */
    record Extent(long oldest, long newest, long factsVersion) {
        /** Whether a reader that has seen {@code position} misses nothing when it continues after it. */
        boolean continues(long position) {
            return position <= newest && position + 1 >= oldest;
        }
    }

    /** The region of one café as of {@code factsVersion}. */
    record CafeRegion(PlaceCode placeCode, RegionCode region, long factsVersion) {}

    Future<Extent> extent() {
        return pool.preparedQuery(EXTENT)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new Extent(row.getLong("oldest"), row.getLong("position"), row.getLong("facts_version")));
    }

    /** Leaves out positions, so that none has a second meaning. Fails if that is far. */
    Future<Void> goBeyond(long position) {
        return pool.preparedQuery(GO_BEYOND).execute(Tuple.of(position)).mapEmpty();
    }

    /**
     * The messages of {@code after < position <= upTo} in order, at most {@code limit}, and none after {@code octets} of
     * snapshots.
     */
    Future<List<FeedRow>> rows(long after, long upTo, int limit, long octets) {
        return pool.preparedQuery(ROWS)
                .execute(Tuple.of(after, upTo, limit, octets))
                .map(FeedStore::feedRows);
    }

    /** The current regions of these cafés. */
    Future<List<CafeRegion>> regions(Collection<PlaceCode> placeCodes) {
        return pool.preparedQuery(REGIONS)
                .execute(Tuple.of(placeCodes.stream().map(PlaceCode::value).toArray(String[]::new)))
                .map(FeedStore::cafeRegions);
    }

    private static List<FeedRow> feedRows(RowSet<Row> rows) {
        var zones = new HashMap<String, ZoneId>();
        var feedRows = new ArrayList<FeedRow>(rows.size());
        rows.forEach(row -> feedRows.add(feedRow(row, zones)));
        return feedRows;
    }

    private static FeedRow feedRow(Row row, Map<String, ZoneId> zones) {
        UUID violation = row.getUUID("violation_id");
        OffsetDateTime at = row.getOffsetDateTime("at");
        return new FeedRow(
                row.getLong("position"),
                at.toInstant(),
                row.getString("event"),
                violation == null ? row.getUUID("case_id") : violation,
                new FeedRow.Kind(
                        Objects.requireNonNullElse(row.getString("code"), ""),
                        Objects.requireNonNullElse(row.getString("standing"), ""),
                        Authority.setOf(row.getArrayOfStrings("authorities"))),
                row.getString("snapshot"),
                row.getInteger("octets"),
                subject(row, violation),
                cafeRegion(row),
                counties(row),
                zones.computeIfAbsent(row.getString("time_zone"), FeedStore::zone));
    }

    private static FeedRow.Counties counties(Row row) {
        return new FeedRow.Counties(
                new RegionCode(row.getString("region_then")), RegionCode.orNull(row.getString("moved_from")));
    }

    private static @Nullable Subject subject(Row row, @Nullable UUID violation) {
        Integer stream = row.getInteger("stream_number");
        return stream == null || violation == null
                ? null
                : new Subject(
                        new ViolationId(violation), stream, row.getLong("login_seq"), row.getLocalDate("login_day"));
    }

    /** Falls back to UTC, which keeps the instant right: an unknown zone must not stop the feed for everyone. */
    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return ZoneId.of("UTC");
        }
    }

    private static List<CafeRegion> cafeRegions(RowSet<Row> rows) {
        var regions = new ArrayList<CafeRegion>(rows.size());
        rows.forEach(row -> regions.add(cafeRegion(row)));
        return regions;
    }

    private static CafeRegion cafeRegion(Row row) {
        return new CafeRegion(
                new PlaceCode(row.getString("place_code")),
                new RegionCode(row.getString("region")),
                row.getLong("facts_version"));
    }
}
