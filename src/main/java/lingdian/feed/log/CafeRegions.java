package lingdian.feed.log;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.feed.log.FeedStore.CafeRegion;

/**
 * The current region of each café, by which scopes and region filters decide.
 *
 * <p>Messages stay in memory while a café may be moved to another region; an authority of the old region must then no
 * longer see them. So the region is not part of a message: the feed looks it up here at each delivery, and reads all
 * known cafés again whenever {@code head.facts_version} grows. Written on the hub's context, read on any.
 */
final class CafeRegions {
    private final FeedStore store;
    private final Map<PlaceCode, CafeRegion> known = new ConcurrentHashMap<>();
    private volatile long version = -1;

    CafeRegions(FeedStore store) {
        this.store = store;
    }

    /** The café's region; the first six digits of the place code until the region has been read. */
    RegionCode of(PlaceCode placeCode) {
        CafeRegion region = known.get(placeCode);
        return region == null ? placeCode.county() : region.region();
    }

    /** Changes whenever regions may have changed. */
    long version() {
        return version;
    }

    /** Reads all known cafés again if {@code latest} is newer than the version read last. */
    Future<Void> refresh(long latest) {
        if (latest <= version) {
            return Future.succeededFuture();
        }
        return read(List.copyOf(known.keySet())).onSuccess(v -> version = Math.max(version, latest));
    }

    /**
     * Adopts the regions that these rows carry. Reads the regions of unknown other cafés, and of cafés whose row is
     * stale.
     */
    Future<Void> learn(Collection<FeedRow> rows, Collection<PlaceCode> others) {
        var wanted = new HashSet<PlaceCode>();
        for (FeedRow row : rows) {
            keep(row.cafe());
            if (row.cafe().factsVersion() < version) {
                wanted.add(row.cafe().placeCode());
            }
        }
        others.stream().filter(cafe -> !known.containsKey(cafe)).forEach(wanted::add);
        return read(wanted);
    }

    private Future<Void> read(Collection<PlaceCode> cafes) {
        if (cafes.isEmpty()) {
            return Future.succeededFuture();
        }
        return store.regions(Set.copyOf(cafes))
                .onSuccess(regions -> regions.forEach(this::keep))
                .mapEmpty();
    }

    private void keep(CafeRegion read) {
        known.merge(read.placeCode(), read, (a, b) -> a.factsVersion() > b.factsVersion() ? a : b);
    }
}
