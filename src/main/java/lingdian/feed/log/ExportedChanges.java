package lingdian.feed.log;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.platform.database.QueryPool;

/**
 * The feed for a data platform: the changes of violations in some regions that concern some authorities, without person
 * and session. Changes of cases are left out.
 */
public final class ExportedChanges {
    /** A page is in memory while it is sent. */
    private static final int AT_ONCE = 200;

    private static final int OCTETS_AT_ONCE = 4 << 20;

    private final FeedStore store;
    private final Set<RegionCode> regions;
    private final Set<Authority> authorities;

    /**
     * @param pool of the service's own role
     * @param regions each includes the regions below it
     */
    public ExportedChanges(QueryPool pool, List<String> regions, List<String> authorities) {
        this.store = new FeedStore(pool);
        this.regions = regions.stream().map(RegionCode::new).collect(Collectors.toUnmodifiableSet());
        this.authorities = authorities.stream().map(Authority::of).collect(Collectors.toUnmodifiableSet());
    }

    /** The positions that are kept. @param oldest {@code newest + 1} if none is */
    public record Extent(long oldest, long newest) {}

    /**
     * Part of the feed.
     *
     * @param first the first position that was looked at
     * @param upTo the last position that was looked at
     * @param changes those that are exported, in order
     */
    public record Page(long first, long upTo, List<Change> changes, boolean isEmpty) {}

    /** One change. Its text is made when it is asked for. */
    public final class Change {
        private final FeedRow row;

        private Change(FeedRow row) {
            this.row = row;
        }

        public PlaceCode cafe() {
            return row.cafe().placeCode();
        }

        /** CloudEvents 1.0 in its JSON form, whose id is the position. */
        public byte[] cloudEvent() {
            return CloudEventJson.write(
                    row, ViolationJson.parse(row.snapshot()).exported(ExportedChanges.this::covers));
        }
    }

    public Future<Extent> extent() {
        return store.extent().map(kept -> new Extent(kept.oldest(), kept.newest()));
    }

    /** Whether a position is that of a change which is kept. */
    public Future<Boolean> holds(long position) {
        return store.rows(position - 1, position, 1, OCTETS_AT_ONCE).map(rows -> !rows.isEmpty());
    }

    /** The next changes after a position. */
    public Future<Page> after(long position) {
        return store.rows(position, Long.MAX_VALUE, AT_ONCE, OCTETS_AT_ONCE).map(rows -> page(position, rows));
    }

    private Page page(long position, List<FeedRow> rows) {
        List<Change> changes =
                rows.stream().filter(this::isExported).map(Change::new).toList();
        return rows.isEmpty()
                ? new Page(position, position, changes, true)
                : new Page(rows.getFirst().position(), rows.getLast().position(), changes, false);
    }

    /** As filters of the feed decide: by the county as of the change, and a café's move is told in both. */
    private boolean isExported(FeedRow row) {
        RegionCode left = row.counties().movedFrom();
        return !row.isOfCase()
                && row.kind().authorities().stream().anyMatch(authorities::contains)
                && (covers(row.counties().then()) || left != null && covers(left));
    }

    private boolean covers(RegionCode county) {
        return regions.stream().anyMatch(region -> region.covers(county));
    }
}
