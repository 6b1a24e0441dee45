package lingdian.office.account;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * An account that is new or changed.
 *
 * @param authority null: not a regulator's
 * @param region null: not a regulator's
 * @param placeCodes those among the reader's whose operator's it is, or was
 * @param change {@code created}, {@code changed}, {@code invited}, {@code factor-reset} or {@code renamed}
 * @param formerNames within the days that are looked at, the oldest first
 * @param endedAt null: it has not ended
 * @param unmaskings how many persons it unmasked alone while it was too new to approve
 * @param lookUps how often it looked a person up in the registry meanwhile
 */
public record AccountChange(
        String name,
        String role,
        @Nullable String authority,
        @Nullable String region,
        List<String> placeCodes,
        String change,
        List<String> formerNames,
        OffsetDateTime at,
        @Nullable OffsetDateTime endedAt,
        int unmaskings,
        int lookUps) {
    public AccountChange {
        placeCodes = List.copyOf(placeCodes);
        formerNames = List.copyOf(formerNames);
    }

    public boolean isOperator() {
        return role.equals("operator");
    }

    static AccountChange of(JsonObject json) {
        return new AccountChange(
                json.getString("name"),
                json.getString("role"),
                json.getString("authority"),
                json.getString("region"),
                JsonValues.texts(json, "placeCodes"),
                json.getString("change"),
                JsonValues.texts(json, "formerNames"),
                JsonValues.time(json, "at"),
                JsonValues.timeOrNull(json, "endedAt"),
                json.getInteger("unmaskings"),
                json.getInteger("lookUps"));
    }

    @Override
    public String toString() {
        return "AccountChange[" + role + ", " + change + "]"; // people's names do not belong in logs
    }
}
