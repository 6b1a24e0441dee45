package lingdian.office.enrolment;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import lingdian.office.api.JsonValues;
import lingdian.platform.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a café's keys and codes.
 *
 * @param change {@code code-issued}, {@code code-withdrawn}, {@code enrolled}, {@code key-made} or {@code key-ended}
 * @param issuer of the code: {@code admin} or an authority; null where it is about a key
 */
public record KeyChange(
        String placeCode,
        String name,
        OffsetDateTime at,
        String change,
        @Nullable String issuer) {
    static KeyChange of(JsonObject json) {
        return new KeyChange(
                json.getString("placeCode"),
                json.getString("name"),
                JsonValues.time(json, "at"),
                json.getString("change"),
                json.getString("issuer"));
    }

    JsonObject json() {
        return new JsonObject()
                .put("placeCode", placeCode)
                .put("name", name)
                .put("at", Rfc3339.format(at.toInstant(), at.getOffset()))
                .put("change", change)
                .put("issuer", issuer);
    }
}
