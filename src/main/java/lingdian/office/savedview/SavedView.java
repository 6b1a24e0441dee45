package lingdian.office.savedview;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import lingdian.office.query.JsonValues;

/**
 * A saved filter of the worklist.
 *
 * @param filter parameters of the list, by name
 * @param shared whether the whole office sees it
 * @param own whether it belongs to the reader, who alone may change it
 * @param by the name of its owner
 */
public record SavedView(UUID id, String name, Map<String, String> filter, boolean shared, boolean own, String by) {
    public SavedView {
        filter = Map.copyOf(filter);
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("name", name)
                .put("filter", new JsonObject(new HashMap<>(filter)))
                .put("shared", shared)
                .put("own", own)
                .put("by", by);
    }

    static SavedView of(JsonObject json) {
        return new SavedView(
                JsonValues.id(json, "id"),
                json.getString("name"),
                JsonValues.textsByName(json.getJsonObject("filter")),
                json.getBoolean("shared"),
                json.getBoolean("own"),
                json.getString("by"));
    }

    @Override
    public String toString() {
        return "SavedView[" + id + "]"; // people search by name
    }
}
