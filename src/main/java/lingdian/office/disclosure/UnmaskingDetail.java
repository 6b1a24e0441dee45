package lingdian.office.disclosure;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.ViolationId;
import lingdian.office.query.JsonValues;
import lingdian.office.query.PersonSummary;
import org.jspecify.annotations.Nullable;

/**
 * An unmasking as {@link UnmaskingJson} writes it.
 *
 * @param secondPerson why a second person must approve; null if none must
 * @param reason empty if it can no longer be decrypted
 * @param askedByName empty if the reader may not know it
 * @param person empty if the reader may not see it
 * @param decidedByName empty where nobody decided, or no second person had to, or the reader may not know it
 * @param decidedAt null where nobody decided
 */
public record UnmaskingDetail(
        UUID id,
        ViolationId violation,
        String state,
        @Nullable String secondPerson,
        String reason,
        AccountId askedBy,
        String askedByName,
        String decidedByName,
        @Nullable OffsetDateTime decidedAt,
        @Nullable OffsetDateTime expiresAt,
        Optional<PersonSummary> person) {
    static UnmaskingDetail of(JsonObject json) {
        JsonObject askedBy = json.getJsonObject("askedBy");
        return new UnmaskingDetail(
                JsonValues.id(json, "id"),
                new ViolationId(JsonValues.id(json, "violationId")),
                json.getString("state"),
                json.getString("secondPerson"),
                JsonValues.textOrEmpty(json, "reason"),
                new AccountId(JsonValues.id(askedBy, "id")),
                JsonValues.textOrEmpty(askedBy, "name"),
                JsonValues.textOrEmpty(json, "decidedByName"),
                JsonValues.timeOrNull(json, "decidedAt"),
                JsonValues.timeOrNull(json, "expiresAt"),
                PersonSummary.in(json));
    }

    @Override
    public String toString() {
        return "UnmaskingDetail[" + id + "]"; // a reason is free text
    }
}
