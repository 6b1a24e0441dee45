package lingdian.office.query;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads fields of the API's answers as the types that they stand for. */
public final class JsonValues {
    private JsonValues() {}

    public static UUID id(JsonObject json, String field) {
        return UUID.fromString(json.getString(field));
    }

    public static @Nullable UUID idOrNull(JsonObject json, String field) {
        String id = json.getString(field);
        return id == null ? null : UUID.fromString(id);
    }

    /** An empty text where the field is null or missing. */
    public static String textOrEmpty(JsonObject json, String field) {
        return Objects.requireNonNullElse(json.getString(field), "");
    }

    public static OffsetDateTime time(JsonObject json, String field) {
        return OffsetDateTime.parse(json.getString(field));
    }

    public static @Nullable OffsetDateTime timeOrNull(JsonObject json, String field) {
        String time = json.getString(field);
        return time == null ? null : OffsetDateTime.parse(time);
    }

    public static LocalDate day(JsonObject json, String field) {
        return LocalDate.parse(json.getString(field));
    }

    public static @Nullable LocalDate dayOrNull(JsonObject json, String field) {
        String day = json.getString(field);
        return day == null ? null : LocalDate.parse(day);
    }

    /** Each value as text, by its field's name. */
    public static Map<String, String> textsByName(JsonObject json) {
        var texts = new HashMap<String, String>();
        json.forEach(one -> texts.put(one.getKey(), Objects.toString(one.getValue())));
        return texts;
    }

    /** None where the field is null or missing. */
    public static List<String> texts(JsonObject json, String field) {
        return values(json, field).map(String::valueOf).toList();
    }

    /** None where the field is null or missing. */
    public static <T> List<T> all(JsonObject json, String field, Function<JsonObject, T> reading) {
        return values(json, field).map(one -> reading.apply((JsonObject) one)).toList();
    }

    private static Stream<Object> values(JsonObject json, String field) {
        JsonArray array = json.getJsonArray(field);
        return array == null ? Stream.empty() : array.stream();
    }
}
