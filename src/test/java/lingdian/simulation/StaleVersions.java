package lingdian.simulation;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cafés' versions that a program read or wrote last, which it gets instead of the current ones. For {@link
 * Breakage#VERSION_UNCHECKED}.
 */
final class StaleVersions {
    private final Map<String, Long> known = new HashMap<>();

    Rows answer(String statement, Tuple parameters, Rows rows) {
        return switch (statement) {
            case "CafeStateStore.STATES" -> {
                for (Row row : rows) {
                    known.put(row.getString("place_code"), row.getLong("version"));
                }
                yield rows;
            }
            case "CafeStateStore.FIRST_STATES", "CafeStateStore.SAVE_STATES" -> {
                yield Rows.changed(wrote(parameters, 0));
            }
            case "BatchStore.WRITE" -> {
                Row row = rows.iterator().next();
                yield Rows.of(List.of(Rows.row(
                        "ended", row.getLong("ended"), "saved", (long) wrote(parameters, Statements.STATES_IN_WRITE))));
            }
            case "CafeStateStore.VERSIONS", "BatchLookupStore.KNOWN" -> rows.each(this::told);
            default -> rows;
        };
    }

    /** How many states there are, their columns beginning at a parameter. */
    private int wrote(Tuple parameters, int from) {
        String[] places = parameters.getArrayOfStrings(from);
        for (int i = 0; i < places.length; i++) {
            known.put(places[i], parameters.getArrayOfLongs(from + 1)[i]);
        }
        return places.length;
    }

    private Map<String, @Nullable Object> told(Map<String, @Nullable Object> row) {
        if (row.get("version") == null) { // of a person or a session
            return row;
        }
        var told = new LinkedHashMap<>(row);
        told.computeIfPresent(
                "version",
                (column, version) -> known.getOrDefault(String.valueOf(row.get("place_code")), (Long) version));
        return told;
    }
}
