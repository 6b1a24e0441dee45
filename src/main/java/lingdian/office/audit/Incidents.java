package lingdian.office.audit;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import lingdian.office.query.JsonValues;
import lingdian.office.query.Page;
import org.jspecify.annotations.Nullable;

/**
 * Integrity incidents, newest first, and the last verification of the whole record.
 *
 * @param verification null if there was none yet
 */
public record Incidents(
        Page<IncidentSummary> page, @Nullable Verification verification) {
    /**
     * The verification of one night.
     *
     * @param broken how many streams have a record that does not fit
     * @param endedAt null while it goes on
     */
    public record Verification(
            LocalDate night,
            long records,
            int broken,
            OffsetDateTime beganAt,
            @Nullable OffsetDateTime endedAt) {
        private static Verification of(JsonObject json) {
            return new Verification(
                    JsonValues.day(json, "night"),
                    json.getLong("records"),
                    json.getInteger("broken"),
                    JsonValues.time(json, "beganAt"),
                    JsonValues.timeOrNull(json, "endedAt"));
        }
    }

    static Incidents of(JsonObject answer) {
        return new Incidents(
                Page.read(answer, IncidentSummary::of),
                Optional.ofNullable(answer.getJsonObject("verification"))
                        .map(Verification::of)
                        .orElse(null));
    }
}
