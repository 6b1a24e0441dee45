package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A café's safety officer, training and letter of responsibility, as {@link Safety} writes them.
 *
 * @param officer empty where nobody is named, as the telephone and the day of the letter
 * @param trainedOn the latest first
 * @param changedAt null where nobody entered anything
 */
public record SafetyRecord(
        String officer,
        String phone,
        List<String> trainedOn,
        String letterOn,
        String version,
        @Nullable OffsetDateTime changedAt) {
    public SafetyRecord {
        trainedOn = List.copyOf(trainedOn);
    }

    static SafetyRecord of(JsonObject json) {
        JsonObject officer = Objects.requireNonNullElseGet(json.getJsonObject("officer"), JsonObject::new);
        return new SafetyRecord(
                JsonValues.textOrEmpty(officer, "name"),
                JsonValues.textOrEmpty(officer, "phone"),
                JsonValues.texts(json, "trainedOn"),
                JsonValues.textOrEmpty(json, "responsibilityLetterOn"),
                json.getString("version"),
                JsonValues.timeOrNull(json, "changedAt"));
    }

    @Override
    public String toString() {
        return "SafetyRecord[" + trainedOn + "]"; // it names somebody
    }
}
