package lingdian.office.table;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table.
 *
 * @param number in the file, from 1: the header is row 1
 * @param values by the column's field, without those that are empty
 */
public record TableRow(int number, Map<String, String> values) {
    public TableRow {
        values = Map.copyOf(values);
    }

    public @Nullable String value(String field) {
        return values.get(field);
    }

    JsonObject json() {
        var json = new JsonObject();
        values.forEach(json::put);
        return json;
    }

    @Override
    public String toString() {
        return "TableRow[" + number + "]"; // it may name a person
    }
}
