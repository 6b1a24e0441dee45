package lingdian.office.inspection;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.platform.text.Rfc3339;

/**
 * The newest version of a site record as its inspection lists it, with nothing of its sealed content: an inspection has up to
 * hundreds of records, and each can be long.
 *
 * @param signed by all, so that it never changes
 */
public record RecordOutline(PlaceCode placeCode, int version, Instant at, AccountId by, boolean signed) {
    JsonObject json() {
        return new JsonObject()
                .put("placeCode", placeCode.value())
                .put("version", version)
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("by", by.toString())
                .put("signed", signed);
    }
}
