package lingdian.office.audit;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import lingdian.office.query.JsonValues;

/**
 * Where the stored record failed verification, as {@link IncidentEndpoint} writes it.
 *
 * @param placeCode empty where it belongs to no stream
 */
public record IncidentSummary(long number, String placeCode, String what, OffsetDateTime foundAt) {
    static IncidentSummary of(JsonObject json) {
        return new IncidentSummary(
                json.getLong("number"),
                JsonValues.textOrEmpty(json, "placeCode"),
                json.getString("what"),
                JsonValues.time(json, "foundAt"));
    }
}
