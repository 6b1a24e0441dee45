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
 * The regions that cafés belong to now, which scopes and region filters use.
 *
 * <p>Messages stay in memory while a café may be moved to another region; an authority of the old region must then no
 * longer see them. So the region is not part of a message: it is looked up here at each delivery, and read again
 * whenever {@code head.facts_version} says that cafés may have changed. Written on the hub's context, read on any.
 */
final class CafeRegions {
    private final FeedStore store;
    private final Map<PlaceCode, CafeRegion> known = new ConcurrentHashMap<>();
    private volatile long version = -1;

    CafeRegions(FeedStore store) {
        this.store = store;
    }

    /** The café's region; before it was ever read, the first six digits of the place code. */
    RegionCode of(PlaceCode placeCode) {
        CafeRegion region = known.get(placeCode);
        return region == null ? placeCode.county() : region.region();
    }

    /** Changes whenever regions may have changed. */
    long version() {
        return version;
    }

    /** Reads all known cafés again where {@code latest} is a version that has not been seen. */
    Future<Void> refresh(long latest) {
        if (latest <= version) {
            return Future.succeededFuture();
        }
        return read(List.copyOf(known.keySet())).onSuccess(v -> version = Math.max(version, latest));
    }

    /** Takes the regions of these rows' cafés over, and reads those of the others, or all where the rows are stale. */
    Future<Void> learn(Collection<FeedRow> rows, Collection<PlaceCode> others) {
        var wanted = new HashSet<PlaceCode>();
        for (FeedRow row : rows) {
            keep(new CafeRegion(row.placeCode(), row.region(), row.factsVersion()));
            if (row.factsVersion() < version) {
                wanted.add(row.placeCode());
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
