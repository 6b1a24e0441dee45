package lingdian.office.disclosure;

import java.time.Instant;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.api.Leave;
import org.jspecify.annotations.Nullable;

/**
 * A lawful query of one café's records in a bounded time (Art. 23 of the Regulation grants it to both authorities). There is
 * no search for a person: only a café and a time.
 *
 * @param region that the café belongs to now
 * @param authority of who asks; others do not see it
 * @param to excluded
 * @param legalBasis with reason: as it was given; null where the key that sealed it is retired
 */
public record RecordRequest(
        UUID id,
        PlaceCode placeCode,
        RegionCode region,
        Authority authority,
        Instant from,
        Instant to,
        @Nullable String legalBasis,
        @Nullable String reason,
        Leave leave,
        @Nullable String askedByName) {

    public RecordRequest {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a time has a beginning before its end");
        }
    }

    RecordRequest with(Leave decided) {
        return new RecordRequest(id, placeCode, region, authority, from, to, legalBasis, reason, decided, askedByName);
    }

    @Override
    public String toString() {
        return "RecordRequest[" + id + "]"; // a reason is free text
    }
}
