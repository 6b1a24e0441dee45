package lingdian.office.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * What officers recorded on the spot in one café (现场检查笔录), in its newest version.
 *
 * @param content as it was written; null if it can no longer be opened
 * @param signatures of this version, in order
 */
public record SiteRecord(
        UUID id,
        PlaceCode placeCode,
        int version,
        Instant at,
        AccountId by,
        @Nullable JsonObject content,
        List<SiteSignature> signatures) {
    private static final int OFFICERS = 2;

    public SiteRecord {
        signatures = List.copyOf(signatures);
    }

    /** By two officers, and by the café's person or with the reason why not; then it never changes. */
    public boolean isSigned() {
        return signatures.stream().filter(SiteSignature::isOfficers).count() >= OFFICERS
                && signatures.stream().anyMatch(one -> !one.isOfficers());
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        if (content != null) {
            json.mergeIn(content);
        }
        return json.mergeIn(new RecordOutline(placeCode, version, at, by, isSigned()).json())
                .put(
                        "signatures",
                        new JsonArray(
                                signatures.stream().map(SiteSignature::json).toList()));
    }

    @Override
    public String toString() {
        return "SiteRecord[" + id + "]"; // what was found may name people
    }
}
