package lingdian.office.query;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list (handbook, feed.md#the-list-and-the-feed-together).
 *
 * @param next the cursor of the next page; null for the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** @param found one more than {@code limit} if there is a page after this one */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> place) {
        return of(found, false, limit, place);
    }

    /** @param more whether there are others also where no more than {@code limit} were found */
    public static <T> Page<T> of(List<T> found, boolean more, int limit, Function<T, String> place) {
        List<T> items = found.size() <= limit ? found : found.subList(0, limit);
        return new Page<>(items, more || items.size() < found.size() ? place.apply(items.getLast()) : null);
    }

    /** A list that has one page. */
    public static <T> Page<T> whole(List<T> found) {
        return new Page<>(found, null);
    }

    /** A page as an answer of the API lists it. */
    public static <T> Page<T> read(JsonObject answer, Function<JsonObject, T> item) {
        return new Page<>(JsonValues.all(answer, "items", item), answer.getString("next"));
    }

    public JsonObject json(Function<T, JsonObject> item, String position) {
        return new JsonObject()
                .put("items", new JsonArray(items.stream().map(item).toList()))
                .put("next", next)
                .put("position", position);
    }
}
