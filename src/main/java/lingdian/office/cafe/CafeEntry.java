package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;
import java.util.Objects;
import lingdian.office.query.JsonValues;

/**
 * A café's configuration, which is all that an administrator sees of it.
 *
 * @param validUntil empty: without end
 * @param terminals empty: never entered
 * @param condition whether it is enrolled, invited, suspended, closed or neither; empty outside lists
 */
public record CafeEntry(
        String placeCode,
        String name,
        String region,
        String licence,
        String validUntil,
        String terminals,
        String address,
        String telephone,
        String condition) {
    public static CafeEntry of(JsonObject json) {
        JsonObject licence = json.getJsonObject("licence");
        return new CafeEntry(
                json.getString("placeCode"),
                json.getString("name"),
                json.getString("region"),
                licence.getString("number"),
                JsonValues.textOrEmpty(licence, "validUntil"),
                Objects.toString(json.getInteger("terminals"), ""),
                JsonValues.textOrEmpty(json, "address"),
                JsonValues.textOrEmpty(json, "telephone"),
                JsonValues.textOrEmpty(json, "condition"));
    }
}
