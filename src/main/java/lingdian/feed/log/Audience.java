package lingdian.feed.log;

import java.util.Set;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;

/** What one subscriber may see and wants to see. Equal audiences get the same bytes. */
record Audience(Scope scope, FeedFilter filter) {
    /**
     * Rights go by the county that the café belongs to now, filters by that of the change. That a café moved is told in
     * the county that it left, too.
     *
     * @param now the county that the café belongs to now
     */
    boolean sees(FeedRow row, RegionCode now) {
        if (row.isOfCase()) {
            return seesCase(row);
        }
        RegionCode left = row.counties().movedFrom();
        return (covers(row, now) || left != null && covers(row, left))
                && (wants(row, row.counties().then()) || left != null && wants(row, left));
    }

    /** The county that deals with a case; its café may belong to another one now. Never the café's operator. */
    private boolean seesCase(FeedRow row) {
        RegionCode county = row.counties().then();
        Set<Authority> authorities = row.kind().authorities();
        return scope.authority() != null
                && scope.covers(row.cafe().placeCode(), county, authorities)
                && filter.wantsCase(county, authorities);
    }

    private boolean covers(FeedRow row, RegionCode county) {
        return scope.covers(row.cafe().placeCode(), county, row.kind().authorities());
    }

    private boolean wants(FeedRow row, RegionCode county) {
        FeedRow.Kind kind = row.kind();
        return filter.wants(county, kind.code(), kind.standing(), kind.authorities());
    }
}
