package lingdian.office.enrolment;

import static lingdian.platform.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import lingdian.platform.Columns;
import org.jspecify.annotations.Nullable;

/** Reads what is told of cafés' keys and codes; the database's triggers write it. */
final class KeyChangeStore {
    private static final String NEWEST = """
            SELECT change.place_code, cafe.name, cafe.time_zone, change.at, change.change, change.issuer
            FROM key_change AS change JOIN cafe USING (place_code)
            WHERE change.at >= $1 AND ($3::text IS NULL OR change.place_code = $3)
            ORDER BY change.number DESC
            LIMIT $2
            """;

    /**
     * Of the cafés that the reader sees, the newest first.
     *
     * @param placeCode null: of all of them
     */
    Future<List<KeyChange>> newest(SqlClient client, Instant since, @Nullable String placeCode, int limit) {
        return client.preparedQuery(NEWEST)
                .execute(Tuple.of(utc(since), limit, placeCode))
                .map(rows -> rows.stream()
                        .map(row -> new KeyChange(
                                row.getString("place_code"),
                                row.getString("name"),
                                Columns.instant(row, "at")
                                        .atZone(ZoneId.of(row.getString("time_zone")))
                                        .toOffsetDateTime(),
                                row.getString("change"),
                                row.getString("issuer")))
                        .toList());
    }
}
