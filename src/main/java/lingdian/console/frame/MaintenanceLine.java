package lingdian.console.frame;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Work in a café at night that its operator gave notice of. */
public record MaintenanceLine(String work, String from, String to, String at) {
    /** All of them, the latest first. */
    public static List<MaintenanceLine> all(JsonObject list) {
        return each(list).map(MaintenanceLine::of).toList();
    }

    /** Those of the time that a violation is about. */
    public static List<MaintenanceLine> during(JsonObject list, JsonObject violation) {
        OffsetDateTime started = at(violation, "startedAt");
        OffsetDateTime ended = OffsetDateTime.parse(
                Objects.requireNonNullElse(violation.getString("endedAt"), violation.getString("detectedAt")));
        return each(list)
                .filter(one -> !at(one, "from").isAfter(ended) && at(one, "to").isAfter(started))
                .map(MaintenanceLine::of)
                .toList();
    }

    private static MaintenanceLine of(JsonObject json) {
        return new MaintenanceLine(
                json.getString("work"),
                Times.second(json.getString("from")),
                Times.second(json.getString("to")),
                Times.second(json.getString("at")));
    }

    private static OffsetDateTime at(JsonObject json, String member) {
        return OffsetDateTime.parse(json.getString(member));
    }

    private static Stream<JsonObject> each(JsonObject list) {
        return list.getJsonArray("items").stream().map(JsonObject.class::cast);
    }
}
