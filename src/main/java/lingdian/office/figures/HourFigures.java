package lingdian.office.figures;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import lingdian.office.query.JsonValues;

/** Figures by hour, as {@link TrendEndpoints} answers them. They count premises only: an hour has too few persons. */
public record HourFigures(List<ViolationHour> violations, List<PremisesHour> premises) {
    public HourFigures {
        violations = List.copyOf(violations);
        premises = List.copyOf(premises);
    }

    /** Violations of one code that began in one hour. */
    public record ViolationHour(LocalDate day, int hour, String code, long violations, long overtimeSeconds) {
        private static ViolationHour of(JsonObject json) {
            return new ViolationHour(
                    JsonValues.day(json, "day"),
                    json.getInteger("hour"),
                    json.getString("code"),
                    json.getLong("violations"),
                    Objects.requireNonNullElse(json.getLong("overtimeSeconds"), 0L));
        }
    }

    /** An hour in which cafés of the area were heard. */
    public record PremisesHour(LocalDate day, int hour, long heartbeats) {
        private static PremisesHour of(JsonObject json) {
            return new PremisesHour(JsonValues.day(json, "day"), json.getInteger("hour"), json.getLong("heartbeats"));
        }
    }

    static HourFigures of(JsonObject json) {
        return new HourFigures(
                JsonValues.all(json, "violations", ViolationHour::of),
                JsonValues.all(json, "premises", PremisesHour::of));
    }
}
