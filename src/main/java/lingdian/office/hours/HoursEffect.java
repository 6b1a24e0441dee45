package lingdian.office.hours;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.query.JsonValues;

/**
 * What a change of hours would do, as {@link HoursJson} writes it.
 *
 * @param cafes how many it is for
 * @param changed how many of them would notice it
 * @param complete whether all cafés were looked at
 */
public record HoursEffect(int cafes, int changed, boolean complete, List<Difference> differences) {
    public HoursEffect {
        differences = List.copyOf(differences);
    }

    /** What some cafés would notice first. */
    public record Difference(OffsetDateTime from, OffsetDateTime to, boolean permitted, int cafes) {
        private static Difference of(JsonObject json) {
            return new Difference(
                    JsonValues.time(json, "from"),
                    JsonValues.time(json, "to"),
                    json.getBoolean("permitted"),
                    json.getInteger("cafes"));
        }
    }

    static HoursEffect of(JsonObject json) {
        return new HoursEffect(
                json.getInteger("cafes"),
                json.getInteger("changed"),
                json.getBoolean("complete"),
                JsonValues.all(json, "differences", Difference::of));
    }
}
