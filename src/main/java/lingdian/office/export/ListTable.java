package lingdian.office.export;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A list as a table.
 *
 * @param name of its file, without an ending
 * @param title of its sheet, in Chinese
 * @param rows the field of the list's answer that holds its rows
 */
public record ListTable(String name, String title, String rows, List<Column> columns) {
    /** The most rows of one file; longer lists are to be narrowed. */
    public static final int ROWS_MAX = 100_000;

    public ListTable {
        columns = List.copyOf(columns);
    }

    public static ListTable of(String name, String title, Column... columns) {
        return new ListTable(name, title, "items", List.of(columns));
    }

    /** The rows of a page of the list, each with a value a column. */
    public List<List<@Nullable Object>> rowsOf(JsonObject page) {
        JsonArray items = page.getJsonArray(rows);
        return IntStream.range(0, items.size())
                .mapToObj(items::getJsonObject)
                .map(this::row)
                .toList();
    }

    private List<@Nullable Object> row(JsonObject item) {
        var values = new ArrayList<@Nullable Object>();
        columns.forEach(column -> values.add(column.in(item)));
        return values;
    }
}
