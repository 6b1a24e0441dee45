package lingdian.office.rules;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;
import lingdian.office.query.JsonValues;

/** A finding in shadow, as the author of its rules sees it. */
public record ShadowFinding(UUID id, String code, String placeCode, OffsetDateTime startedAt) {
    static ShadowFinding of(JsonObject json) {
        return new ShadowFinding(
                JsonValues.id(json, "id"),
                json.getString("code"),
                json.getString("placeCode"),
                JsonValues.time(json, "startedAt"));
    }
}
