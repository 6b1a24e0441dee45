package lingdian.office.registry;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the registry as {@link RegistryEndpoints} writes it.
 *
 * @param number masked
 * @param name masked; empty if it can no longer be decrypted
 * @param reason of a loss or revocation; empty if there is none
 * @param nameMatches null if the look-up had no name
 */
public record RegistryEntryDetail(
        String type,
        String number,
        String name,
        OffsetDateTime registeredAt,
        String state,
        OffsetDateTime stateAt,
        String reason,
        @Nullable Boolean nameMatches) {
    static RegistryEntryDetail of(JsonObject json) {
        JsonObject document = json.getJsonObject("document");
        return new RegistryEntryDetail(
                document.getString("type"),
                document.getString("number"),
                JsonValues.textOrEmpty(document, "name"),
                JsonValues.time(json, "registeredAt"),
                json.getString("state"),
                JsonValues.time(json, "stateAt"),
                JsonValues.textOrEmpty(json, "reason"),
                json.getBoolean("nameMatches"));
    }

    @Override
    public String toString() {
        return "RegistryEntryDetail[" + state + "]"; // a person
    }
}
