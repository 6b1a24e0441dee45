package lingdian.feed.log;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.feed.log.FeedStore.CafeRegion;
import lingdian.feed.log.PersonLookup.Subject;
import org.jspecify.annotations.Nullable;

/**
 * One change of a violation or of a case as the table {@code feed} holds it.
 *
 * @param position without gaps, in commit order
 * @param event {@code opened}, {@code updated}, {@code ended} or {@code case} of a violation, or {@link #CASE_CHANGED}
 * @param about the id of the violation or of the case
 * @param snapshot the violation as of this change, without its person
 * @param octets of the snapshot in UTF-8
 * @param subject the login whose document it is about, where there is one
 * @param cafe its region when this was read
 */
record FeedRow(
        long position,
        Instant at,
        String event,
        UUID about,
        Kind kind,
        String snapshot,
        int octets,
        @Nullable Subject subject,
        CafeRegion cafe,
        Counties counties,
        ZoneId zone) {
    /** A change of a case, which only those are told who ask for it. */
    static final String CASE_CHANGED = "case-changed";

    boolean isOfCase() {
        return event.equals(CASE_CHANGED);
    }

    /** As readers know the event. */
    String eventName() {
        return isOfCase() ? "case.changed" : "violation." + event;
    }

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
