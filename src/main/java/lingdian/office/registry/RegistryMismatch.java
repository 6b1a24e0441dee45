package lingdian.office.registry;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Objects;
import lingdian.office.query.JsonValues;

/**
 * An entry of the registry under which another region presented another name, as {@link RegistryEndpoints} writes it.
 *
 * @param type empty, like {@code number} and {@code name}, where the document can no longer be decrypted
 * @param number masked
 * @param name masked
 */
public record RegistryMismatch(
        String type, String number, String name, OffsetDateTime registeredAt, LocalDate mismatchedOn) {
    static RegistryMismatch of(JsonObject json) {
        JsonObject known = Objects.requireNonNullElseGet(json.getJsonObject("document"), JsonObject::new);
        return new RegistryMismatch(
                JsonValues.textOrEmpty(known, "type"),
                JsonValues.textOrEmpty(known, "number"),
                JsonValues.textOrEmpty(known, "name"),
                JsonValues.time(json, "registeredAt"),
                LocalDate.parse(json.getString("mismatchedOn")));
    }

    @Override
    public String toString() {
        return "RegistryMismatch[" + mismatchedOn + "]"; // a person
    }
}
