package lingdian.office.table;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of one row, or would become of it.
 *
 * @param key of the row, as far as it is one: never anything else that was in the file
 * @param fault null unless refused
 * @param more what only one kind of table answers
 */
public record RowResult(
        int row,
        @Nullable String key,
        Result result,
        @Nullable FaultyCell fault,
        JsonObject more) {
    /** The possible results, named as on the wire. */
    public enum Result {
        CREATED("created"),
        CHANGED("changed"),
        UNCHANGED("unchanged"),
        REFUSED("refused");

        private final String wire;

        Result(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    public static RowResult of(int row, String key, Result result) {
        return new RowResult(row, key, result, null, new JsonObject());
    }

    public static RowResult refused(int row, @Nullable String key, FaultyCell fault) {
        return new RowResult(row, key, Result.REFUSED, fault, new JsonObject());
    }

    public RowResult with(String name, JsonObject value) {
        return new RowResult(row, key, result, fault, more.copy().put(name, value));
    }

    private JsonObject json(String keyField) {
        return new JsonObject()
                .put("row", row)
                .put(keyField, key)
                .put("result", result.wire())
                .put("field", fault == null ? null : fault.field())
                .put("code", fault == null ? null : fault.fault().wire())
                .put("values", new JsonArray(fault == null ? List.of() : fault.values()))
                .put("reason", fault == null ? null : fault.reason())
                .mergeIn(more);
    }

    /**
     * All rows, with how many there are of each result.
     *
     * @param mendable rows whose cells are answered where they were refused, to be mended and handed in again
     */
    public static JsonObject answer(List<RowResult> rows, List<TableRow> mendable, String keyField) {
        Map<Integer, TableRow> byNumber =
                mendable.stream().collect(Collectors.toMap(TableRow::number, Function.identity()));
        var items = new JsonArray();
        for (RowResult row : rows) {
            JsonObject item = row.json(keyField);
            TableRow cells = byNumber.get(row.row);
            items.add(row.result == Result.REFUSED && cells != null ? item.put("cells", cells.json()) : item);
        }
        var answer = new JsonObject().put("items", items);
        for (Result result : Result.values()) {
            answer.put(
                    result.wire(),
                    rows.stream().filter(row -> row.result() == result).count());
        }
        return answer;
    }

    @Override
    public String toString() {
        return "RowResult[" + row + " " + result.wire() + "]"; // an invitation is a secret
    }
}
