package lingdian.simulation;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
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
                String[] places = parameters.getArrayOfStrings(0);
                for (int i = 0; i < places.length; i++) {
                    known.put(places[i], parameters.getArrayOfLongs(1)[i]);
                }
                yield Rows.changed(places.length);
            }
            case "CafeStateStore.VERSIONS" -> told(rows);
            default -> rows;
        };
    }

    private Rows told(Rows rows) {
        List<Map<String, @Nullable Object>> told = new ArrayList<>();
        for (Row row : rows) {
            String place = row.getString("place_code");
            told.add(Rows.row("place_code", place, "version", known.getOrDefault(place, row.getLong("version"))));
        }
        return Rows.of(told);
    }
}
