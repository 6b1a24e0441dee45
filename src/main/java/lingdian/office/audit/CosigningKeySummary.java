package lingdian.office.audit;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.office.query.JsonValues;

/** A regulator's key, as {@link CosigningEndpoints} writes it. */
public record CosigningKeySummary(
        UUID id,
        AccountId account,
        String fingerprint,
        String algorithm,
        OffsetDateTime registeredAt,
        boolean approved) {
    static CosigningKeySummary of(JsonObject json) {
        return new CosigningKeySummary(
                JsonValues.id(json, "id"),
                new AccountId(JsonValues.id(json, "account")),
                json.getString("fingerprint"),
                json.getString("algorithm"),
                JsonValues.time(json, "registeredAt"),
                json.getBoolean("approved"));
    }
}
