package lingdian.feed.log;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.feed.log.FeedStore.CafeRegion;
import lingdian.feed.log.PersonLookup.Subject;
import org.jspecify.annotations.Nullable;

/**
 * One change of a violation as the table {@code feed} holds it.
 *
 * @param position without gaps, in commit order
 * @param event {@code opened}, {@code updated}, {@code ended} or {@code case}
 * @param snapshot the violation as of this change, without its person
 * @param subject the login whose document it is about, where there is one
 * @param cafe its region when this was read
 */
record FeedRow(
        long position,
        Instant at,
        String event,
        ViolationId violationId,
        Kind kind,
        String snapshot,
        @Nullable Subject subject,
        CafeRegion cafe,
        Counties counties,
        ZoneId zone) {
    /** What filters ask for. */
    record Kind(String code, String standing, Set<Authority> authorities) {}

    /**
     * The counties that its café belonged to.
     *
     * @param then as of this change
     * @param movedFrom the former one, where the change is the café's move to another
     */
    record Counties(RegionCode then, @Nullable RegionCode movedFrom) {}
}
