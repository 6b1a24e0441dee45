package lingdian.office.returns;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A period of the list.
 *
 * @param submission of a county, its newest version
 * @param submitted how many counties have submitted, of {@code counties}
 */
public record ReturnSummary(Period period, @Nullable Submitted submission, int submitted, int counties) {
    /**
     * A period.
     *
     * @param kind {@code month}, {@code quarter}, {@code half-year}, {@code year} or {@code campaign}
     * @param campaign the name of a campaign; else empty
     * @param over whether its last day has passed
     */
    public record Period(String name, String kind, String campaign, String from, String to, boolean over) {
        static Period of(JsonObject json) {
            return new Period(
                    json.getString("period"),
                    json.getString("kind"),
                    JsonValues.textOrEmpty(json, "campaign"),
                    json.getString("from"),
                    json.getString("to"),
                    json.getBoolean("over"));
        }
    }

    /** What was submitted, when and by whom. */
    public record Submitted(int version, OffsetDateTime at, String by) {
        static Submitted of(JsonObject json) {
            return new Submitted(json.getInteger("version"), JsonValues.time(json, "at"), json.getString("by"));
        }

        static @Nullable Submitted orNull(@Nullable JsonObject json) {
            return json == null ? null : of(json);
        }

        @Override
        public String toString() {
            return "Submitted[" + version + "]"; // an officer's name does not belong in a log
        }
    }

    static ReturnSummary of(JsonObject json) {
        return new ReturnSummary(
                Period.of(json),
                Submitted.orNull(json.getJsonObject("submission")),
                json.getInteger("submitted"),
                json.getInteger("counties"));
    }
}
