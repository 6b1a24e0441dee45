package lingdian.office.enrolment;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * An agent's key or an enrolment code, as administrators list them: never the secret itself.
 *
 * @param name of the café
 * @param at when it was made or given out
 * @param until when a key ended or a code expires; null: the key has not ended
 * @param by of a code who gave it out; empty for a key
 */
public record ListedKey(
        UUID id,
        String placeCode,
        String name,
        String state,
        OffsetDateTime at,
        @Nullable OffsetDateTime until,
        String by) {
    static ListedKey key(JsonObject json) {
        return of(json, JsonValues.time(json, "createdAt"), JsonValues.timeOrNull(json, "endedAt"), "");
    }

    static ListedKey code(JsonObject json) {
        return of(
                json,
                JsonValues.time(json, "issuedAt"),
                JsonValues.timeOrNull(json, "expiresAt"),
                JsonValues.textOrEmpty(json, "issuer"));
    }

    private static ListedKey of(JsonObject json, OffsetDateTime at, @Nullable OffsetDateTime until, String by) {
        return new ListedKey(
                JsonValues.id(json, "id"),
                json.getString("placeCode"),
                json.getString("name"),
                json.getString("state"),
                at,
                until,
                by);
    }
}
