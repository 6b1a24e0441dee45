package lingdian.record.message;

import java.time.Instant;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;

/**
 * What an authority tells one café.
 *
 * @param until when it loses its meaning: it is not sent any more
 */
public record OfficeMessage(UUID id, PlaceCode placeCode, Authority from, String text, Instant until) {
    @Override
    public String toString() {
        return "OfficeMessage[" + id + "]"; // free text
    }
}
