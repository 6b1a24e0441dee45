package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * Where a case stands.
 *
 * @param outcome of all its violations; empty where nobody has checked it
 * @param open the actions that are possible
 * @param mergedInto the case that goes on in its place; empty: none
 */
public record CaseProgress(
        String step,
        String outcome,
        String mergedInto,
        List<String> open,
        @Nullable Correction correction,
        List<Sanctioned> sanctions,
        List<Taken> history) {
    public CaseProgress {
        open = List.copyOf(open);
        sanctions = List.copyOf(sanctions);
        history = List.copyOf(history);
    }

    static CaseProgress of(JsonObject json) {
        JsonObject decision = json.getJsonObject("decision");
        return new CaseProgress(
                json.getString("step"),
                JsonValues.textOrEmpty(json, "outcome"),
                JsonValues.textOrEmpty(json, "mergedInto"),
                JsonValues.texts(json, "open"),
                Correction.of(json.getJsonObject("correction")),
                decision == null ? List.of() : JsonValues.all(decision, "sanctions", Sanctioned::of),
                json.containsKey("history") ? JsonValues.all(json, "history", Taken::of) : List.of());
    }

    /** @param until a local date; empty: at once */
    public record Correction(String until, String demand) {
        private static @Nullable Correction of(@Nullable JsonObject json) {
            return json == null
                    ? null
                    : new Correction(JsonValues.textOrEmpty(json, "until"), JsonValues.textOrEmpty(json, "demand"));
        }

        @Override
        public String toString() {
            return "Correction[" + until + "]"; // a demand is free text
        }
    }

    /** @param yuan of a fine; null for any other */
    public record Sanctioned(
            String kind,
            @Nullable Long yuan,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to) {
        static Sanctioned of(JsonObject json) {
            return new Sanctioned(
                    json.getString("kind"),
                    json.getLong("yuan"),
                    JsonValues.timeOrNull(json, "from"),
                    JsonValues.timeOrNull(json, "to"));
        }
    }

    /**
     * An action of its history.
     *
     * @param by the name of the account; empty: the service
     * @param note empty where there is none
     * @param inspection its id; empty where it names none
     * @param said what the action says besides, by the names of the API's fields
     */
    public record Taken(
            String action, String step, OffsetDateTime at, String by, String note, String inspection, JsonObject said) {
        private static Taken of(JsonObject json) {
            JsonObject by = json.getJsonObject("by");
            return new Taken(
                    json.getString("action"),
                    json.getString("step"),
                    JsonValues.time(json, "at"),
                    by == null ? "" : JsonValues.textOrEmpty(by, "name"),
                    JsonValues.textOrEmpty(json, "note"),
                    JsonValues.textOrEmpty(json, "inspection"),
                    Objects.requireNonNullElseGet(json.getJsonObject("particulars"), JsonObject::new));
        }

        /** The names of the officers to whom it assigns; none where it does not. */
        public List<String> officers() {
            return said.getJsonArray("officers", new JsonArray()).stream()
                    .map(one -> ((JsonObject) one).getString("name"))
                    .toList();
        }

        /** One of the texts that the action says besides; empty where it has none. */
        public String said(String field) {
            return said.getValue(field) instanceof String text ? text : "";
        }

        @Override
        public String toString() {
            return "Taken[" + action + "]"; // notes and names do not belong in logs
        }
    }
}
