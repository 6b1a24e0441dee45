package lingdian.record.message;

import java.time.Instant;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A message as an authority sends it, to one café or to all cafés of a region.
 *
 * @param region whose cafés it is for, or the one that its café is in
 * @param placeCode null: for all cafés of the region that are not closed for good
 */
public record NewMessage(
        UUID id,
        Authority from,
        RegionCode region,
        @Nullable PlaceCode placeCode,
        String purpose,
        String text,
        AccountId by,
        Instant at,
        Instant until) {
    @Override
    public String toString() {
        return "NewMessage[" + id + "]"; // free text
    }
}
