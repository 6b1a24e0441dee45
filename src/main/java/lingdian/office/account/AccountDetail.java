package lingdian.office.account;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * An account as an administrator sees it; no secret.
 *
 * @param signInName empty: of a program, or of a person who comes in through the identity provider
 * @param authority with region: of a regulator, else empty
 * @param placeCodes of an operator
 * @param endedAt null: it has not ended
 * @param signsIn whether its holder has any way in: a password, the identity provider, a token
 * @param invitedUntil when an invitation that was not used ends or ended; null: there is none
 */
public record AccountDetail(
        UUID id,
        String name,
        String signInName,
        String role,
        String authority,
        String region,
        List<String> placeCodes,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime endedAt,
        boolean secondFactor,
        boolean signsIn,
        @Nullable OffsetDateTime invitedUntil) {
    public AccountDetail {
        placeCodes = List.copyOf(placeCodes);
    }

    static AccountDetail of(JsonObject json) {
        return new AccountDetail(
                JsonValues.id(json, "id"),
                json.getString("name"),
                JsonValues.textOrEmpty(json, "signInName"),
                json.getString("role"),
                JsonValues.textOrEmpty(json, "authority"),
                JsonValues.textOrEmpty(json, "region"),
                json.getJsonArray("placeCodes") == null ? List.of() : JsonValues.texts(json, "placeCodes"),
                JsonValues.time(json, "createdAt"),
                JsonValues.timeOrNull(json, "endedAt"),
                json.getBoolean("secondFactor"),
                json.getBoolean("password") || json.getBoolean("provider") || json.getBoolean("token"),
                JsonValues.timeOrNull(json, "invitedUntil"));
    }

    /** Whether an invitation can still be used. */
    public boolean isInvited(Instant now) {
        return invitedUntil != null && invitedUntil.toInstant().isAfter(now);
    }

    @Override
    public String toString() {
        return "AccountDetail[" + id + "]"; // names do not belong in logs
    }
}
