package lingdian.office.table;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
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

    /** The same, each refused one with the cells of its row, so that whoever handed them in can mend them and hand them in again. */
    public static List<RowResult> withCells(List<RowResult> results, List<TableRow> rows) {
        Map<Integer, TableRow> byNumber = rows.stream().collect(Collectors.toMap(TableRow::number, row -> row));
        return results.stream()
                .map(one -> one.result == Result.REFUSED && byNumber.containsKey(one.row)
                        ? one.with("cells", byNumber.get(one.row).json())
                        : one)
                .toList();
    }

    /** All rows, with how many there are of each result. */
    public static JsonObject answer(List<RowResult> rows, String keyField) {
        var answer = new JsonObject()
                .put(
                        "items",
                        new JsonArray(
                                rows.stream().map(row -> row.json(keyField)).toList()));
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
