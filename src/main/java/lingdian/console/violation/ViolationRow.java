package lingdian.console.violation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import lingdian.console.frame.Times;
import org.jspecify.annotations.Nullable;

/** A violation as it stands in a list, from what the API answers. */
public record ViolationRow(
        String id,
        String code,
        String standing,
        String state,
        String step,
        String placeCode,
        String region,
        OffsetDateTime startedAt,
        OffsetDateTime detectedAt,
        @Nullable OffsetDateTime endedAt,
        @Nullable String terminal,
        @Nullable Long seconds,
        @Nullable Integer sessions) {

    public static ViolationRow of(JsonObject violation) {
        String endedAt = violation.getString("endedAt");
        return new ViolationRow(
                violation.getString("id"),
                violation.getString("code"),
                violation.getString("standing"),
                violation.getString("state"),
                violation.getString("case"),
                violation.getString("placeCode"),
                violation.getString("region"),
                OffsetDateTime.parse(violation.getString("startedAt")),
                OffsetDateTime.parse(violation.getString("detectedAt")),
                endedAt == null ? null : OffsetDateTime.parse(endedAt),
                violation.getString("terminal"),
                violation.getLong("seconds"),
                violation.getInteger("sessions"));
    }

    public static List<ViolationRow> all(JsonObject list) {
        JsonArray items = list.getJsonArray("items");
        return Stream.iterate(0, i -> i < items.size(), i -> i + 1)
                .map(items::getJsonObject)
                .map(ViolationRow::of)
                .toList();
    }

    public boolean isOpen() {
        return state.equals("open");
    }

    public String from() {
        return Times.minute(startedAt);
    }

    /** Empty while it goes on. */
    String to() {
        return endedAt == null ? "" : Times.minute(endedAt, startedAt);
    }

    /** Whole minutes, as people read overtime; null where it has none. */
    @Nullable
    Long minutes() {
        return seconds == null ? null : seconds / 60;
    }
}
