package lingdian.office.account;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import lingdian.office.api.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * The account of a regulator or an administrator that is new or changed.
 *
 * @param authority null: an administrator's
 * @param region null: an administrator's
 * @param change {@code created}, {@code changed} or {@code factor-reset}
 * @param endedAt null: it has not ended
 */
public record AccountChange(
        String name,
        @Nullable String authority,
        @Nullable String region,
        String change,
        OffsetDateTime at,
        @Nullable OffsetDateTime endedAt) {
    static AccountChange of(JsonObject json) {
        return new AccountChange(
                json.getString("name"),
                json.getString("authority"),
                json.getString("region"),
                json.getString("change"),
                JsonValues.time(json, "at"),
                json.getString("endedAt") == null ? null : JsonValues.time(json, "endedAt"));
    }

    @Override
    public String toString() {
        return "AccountChange[" + region + ", " + change + "]"; // officers' names do not belong in logs
    }
}
