package lingdian.office.inspection;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A site record, as {@link SiteRecord} writes it.
 *
 * @param readOnly whether it is another office's
 * @param values of its single fields, by their names in a form such as {@code exits.blocked}; one without a value is missing
 */
public record SiteRecordDetail(
        int version,
        boolean signed,
        boolean readOnly,
        Map<String, String> values,
        List<Seat> seats,
        List<Signature> signatures) {
    /** Of a café of which nothing was recorded yet. */
    public static final SiteRecordDetail NONE = new SiteRecordDetail(0, false, false, Map.of(), List.of(), List.of());

    private static final List<String> OBJECTS = List.of("person", "signs", "exits");
    private static final List<String> SINGLE =
            List.of("checkedAt", "software", "hours", "minors", "present", "seatsTotal", "other");

    public SiteRecordDetail {
        values = Map.copyOf(values);
        seats = List.copyOf(seats);
        signatures = List.copyOf(signatures);
    }

    /** A seat; a field is empty where nothing was said. */
    public record Seat(String terminal, String saw, String registered, String reported, String note) {
        private static Seat of(JsonObject json) {
            return new Seat(
                    json.getString("terminal"),
                    json.getString("saw"),
                    Objects.toString(json.getBoolean("registered"), ""),
                    Objects.toString(json.getBoolean("reported"), ""),
                    JsonValues.textOrEmpty(json, "note"));
        }

        @Override
        public String toString() {
            return "Seat[" + terminal + "]"; // a note is free text
        }
    }

    /** @param says certificate, opinion or reason */
    public record Signature(String as, String name, String says, OffsetDateTime at, String drawing) {
        private static Signature of(JsonObject json) {
            String says = JsonValues.textOrEmpty(
                    json,
                    switch (json.getString("as")) {
                        case "officer" -> "certificate";
                        case "person" -> "opinion";
                        default -> "reason";
                    });
            return new Signature(
                    json.getString("as"),
                    JsonValues.textOrEmpty(json, "name"),
                    says,
                    JsonValues.time(json, "at"),
                    JsonValues.textOrEmpty(json, "drawing"));
        }

        @Override
        public String toString() {
            return "Signature[" + as + "]"; // it names a person
        }
    }

    static SiteRecordDetail of(JsonObject json) {
        var values = new HashMap<String, String>();
        SINGLE.forEach(field -> put(values, field, json.getValue(field)));
        for (String field : OBJECTS) {
            JsonObject inner = json.getJsonObject(field);
            if (inner != null) {
                inner.forEach(one -> put(values, field + "." + one.getKey(), one.getValue()));
            }
        }
        JsonArray licences = json.getJsonArray("licences");
        if (licences != null) {
            licences.stream()
                    .map(JsonObject.class::cast)
                    .forEach(one -> put(values, "licences." + one.getString("kind"), one.getBoolean("shown")));
        }
        return new SiteRecordDetail(
                json.getInteger("version"),
                json.getBoolean("signed"),
                json.getBoolean("readOnly", false),
                values,
                JsonValues.all(json, "seats", Seat::of),
                JsonValues.all(json, "signatures", Signature::of));
    }

    private static void put(Map<String, String> values, String field, @Nullable Object value) {
        if (value != null) {
            values.put(field, value.toString());
        }
    }

    @Override
    public String toString() {
        return "SiteRecordDetail[" + version + "]"; // what was found may name people
    }
}
