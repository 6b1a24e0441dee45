package lingdian.feed.log;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.feed.log.PersonLookup.Subject;
import org.jspecify.annotations.Nullable;

/**
 * One change of a violation as the table {@code feed} holds it.
 *
 * @param position without gaps, in commit order
 * @param event {@code opened}, {@code updated}, {@code ended} or {@code case}
 * @param snapshot the violation as of this change, without its person
 * @param subject the login whose document the violation is about; null if it is not about a person
 * @param region the café's region when this row was read
 * @param factsVersion {@code head.facts_version} when this row was read
 */
record FeedRow(
        long position,
        Instant at,
        String event,
        ViolationId violationId,
        PlaceCode placeCode,
        String code,
        String standing,
        Set<Authority> authorities,
        String snapshot,
        @Nullable Subject subject,
        RegionCode region,
        ZoneId zone,
        long factsVersion) {}
