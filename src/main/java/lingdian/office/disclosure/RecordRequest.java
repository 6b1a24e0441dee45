package lingdian.office.disclosure;

import java.time.Instant;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.permission.Permission;
import org.jspecify.annotations.Nullable;

/**
 * A lawful request for one café's records of a limited time (Art. 23 of the Regulation grants it to both authorities).
 * It names a café and a time: records cannot be searched for a person.
 *
 * @param region the café's present region
 * @param authority of the requesting account; others do not see the request
 * @param to excluded
 * @param legalBasis as given, like {@code reason}; null if the key that sealed it is retired
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
        Permission permission,
        @Nullable String askedByName,
        @Nullable String decidedByName) {

    public RecordRequest {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from must be before to");
        }
    }

    RecordRequest with(Permission decided) {
        return new RecordRequest(
                id, placeCode, region, authority, from, to, legalBasis, reason, decided, askedByName, null);
    }

    @Override
    public String toString() {
        return "RecordRequest[" + id + "]"; // a reason is free text
    }
}
