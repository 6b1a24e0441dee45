package lingdian.office.account;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import lingdian.office.api.JsonValues;

/**
 * A colleague's account that is new or changed.
 *
 * @param change {@code created} or {@code changed}
 */
public record AccountChange(String name, String region, String change, OffsetDateTime at) {
    static AccountChange of(JsonObject json) {
        return new AccountChange(
                json.getString("name"),
                json.getString("region"),
                json.getString("change"),
                JsonValues.time(json, "at"));
    }

    @Override
    public String toString() {
        return "AccountChange[" + region + ", " + change + "]"; // officers' names do not belong in logs
    }
}
