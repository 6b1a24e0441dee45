package lingdian.office.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how many characters JSON has: what it takes to write it, or a page of it. Counting them takes far less. */
final class JsonSize {
    /** A short value with its marks. */
    private static final int OF_A_VALUE = 8;

    private JsonSize() {}

    static long of(@Nullable Object value) {
        return switch (value) {
            case JsonObject object -> of(object.getMap());
            case JsonArray array -> of(array.getList());
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .mapToLong(entry -> of(entry.getKey()) + of(entry.getValue()))
                        .sum();
            case JsonNode node -> ofNode(node);
            case Iterable<?> list -> ofEach(list);
            case CharSequence text -> OF_A_VALUE + text.length();
            case null, default -> OF_A_VALUE;
        };
    }

    private static long ofNode(JsonNode node) {
        return node.isTextual() ? of(node.textValue()) : OF_A_VALUE + node.size() * (long) OF_A_VALUE + ofEach(node);
    }

    private static long ofEach(Iterable<?> values) {
        long size = OF_A_VALUE;
        for (Object value : values) {
            size += of(value);
        }
        return size;
    }
}
