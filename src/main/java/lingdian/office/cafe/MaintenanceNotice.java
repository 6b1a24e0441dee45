package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.query.JsonValues;

/**
 * Work at night that an operator announced, as {@link MaintenanceEndpoints} writes it.
 *
 * @param at when it was announced
 */
public record MaintenanceNotice(String work, OffsetDateTime from, OffsetDateTime to, OffsetDateTime at) {
    /** The latest to begin first. */
    static List<MaintenanceNotice> all(JsonObject answer) {
        return JsonValues.all(answer, "items", MaintenanceNotice::of);
    }

    private static MaintenanceNotice of(JsonObject json) {
        return new MaintenanceNotice(
                json.getString("work"),
                JsonValues.time(json, "from"),
                JsonValues.time(json, "to"),
                JsonValues.time(json, "at"));
    }

    /** Whether it is about a part of this time. */
    public boolean overlaps(OffsetDateTime begin, OffsetDateTime end) {
        return !from.isAfter(end) && to.isAfter(begin);
    }
}
