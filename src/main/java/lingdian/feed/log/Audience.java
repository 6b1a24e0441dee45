package lingdian.feed.log;

import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;

/** What one subscriber may see and wants to see. Equal audiences get the same bytes. */
record Audience(Scope scope, FeedFilter filter) {
    /** @param region the one that the café belongs to now */
    boolean sees(FeedRow row, RegionCode region) {
        return scope.covers(row.placeCode(), region, row.authorities())
                && filter.wants(region, row.code(), row.standing(), row.authorities());
    }
}
