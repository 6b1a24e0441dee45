package lingdian.office.disclosure;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A record request as {@link RecordRequestEndpoints} writes it.
 *
 * @param legalBasis empty if it can no longer be decrypted, like {@code reason}
 * @param expiresAt when an undecided request lapses, or a granted one can no longer be exported
 * @param decidedByName empty where nobody decided, or no second person had to, or the reader may not know it
 * @param decidedAt null where nobody decided
 */
public record RecordRequestDetail(
        UUID id,
        String placeCode,
        OffsetDateTime from,
        OffsetDateTime to,
        String legalBasis,
        String reason,
        String state,
        AccountId askedBy,
        String askedByName,
        String decidedByName,
        @Nullable OffsetDateTime decidedAt,
        OffsetDateTime expiresAt) {
    static RecordRequestDetail of(JsonObject json) {
        JsonObject askedBy = json.getJsonObject("askedBy");
        return new RecordRequestDetail(
                JsonValues.id(json, "id"),
                json.getString("placeCode"),
                JsonValues.time(json, "from"),
                JsonValues.time(json, "to"),
                JsonValues.textOrEmpty(json, "legalBasis"),
                JsonValues.textOrEmpty(json, "reason"),
                json.getString("state"),
                new AccountId(JsonValues.id(askedBy, "id")),
                JsonValues.textOrEmpty(askedBy, "name"),
                JsonValues.textOrEmpty(json, "decidedByName"),
                JsonValues.timeOrNull(json, "decidedAt"),
                JsonValues.time(json, "expiresAt"));
    }

    @Override
    public String toString() {
        return "RecordRequestDetail[" + id + "]"; // a reason is free text
    }
}
