package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.Columns;
import org.jspecify.annotations.Nullable;

/** What is known of the cafés that a table names. */
final class CafeImportStore {
    private static final String KNOWN = """
            SELECT cafe.*, cafe_state.effective_at
            FROM cafe LEFT JOIN cafe_state USING (place_code)
            WHERE place_code = ANY ($1)
            """;

    /** @param judgedUntil null: nothing of it was judged yet */
    record Known(Cafe cafe, @Nullable Instant judgedUntil) {}

    Future<Map<PlaceCode, Known>> known(SqlClient client, List<PlaceCode> placeCodes) {
        return client.preparedQuery(KNOWN)
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                placeCodes.stream().map(PlaceCode::value).toArray(String[]::new)))
                .map(rows -> {
                    var known = new HashMap<PlaceCode, Known>();
                    rows.forEach(row -> {
                        Cafe cafe = Cafe.of(row);
                        known.put(cafe.placeCode(), new Known(cafe, Columns.instantOrNull(row, "effective_at")));
                    });
                    return known;
                });
    }
}
