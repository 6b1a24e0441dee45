package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;
import java.time.ZoneId;

/** What everybody who may see a café at all is told of it, an administrator too. */
public record CafeHeading(String placeCode, String name, ZoneId timeZone) {
    static CafeHeading of(JsonObject json) {
        return new CafeHeading(
                json.getString("placeCode"), json.getString("name"), ZoneId.of(json.getString("timeZone")));
    }
}
