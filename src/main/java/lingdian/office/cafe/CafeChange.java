package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import lingdian.office.query.JsonValues;
import lingdian.platform.text.Rfc3339;

/**
 * A change of a café that its offices did not make.
 *
 * @param name of then
 * @param change {@code region}, {@code time-zone}, {@code staff-terminals} or {@code measures}
 * @param former ids of terminals with spaces between
 * @param visible whether the reader still sees the café
 */
public record CafeChange(
        String placeCode,
        String name,
        OffsetDateTime at,
        String change,
        String former,
        String present,
        boolean visible) {
    static CafeChange of(JsonObject json) {
        return new CafeChange(
                json.getString("placeCode"),
                json.getString("name"),
                JsonValues.time(json, "at"),
                json.getString("change"),
                json.getString("former"),
                json.getString("present"),
                json.getBoolean("visible"));
    }

    JsonObject json() {
        return new JsonObject()
                .put("placeCode", placeCode)
                .put("name", name)
                .put("at", Rfc3339.format(at.toInstant(), at.getOffset()))
                .put("change", change)
                .put("former", former)
                .put("present", present)
                .put("visible", visible);
    }
}
