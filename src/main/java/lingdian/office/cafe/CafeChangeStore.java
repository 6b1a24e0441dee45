package lingdian.office.cafe;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import lingdian.domain.ChinaTime;
import lingdian.office.api.RecentChanges;
import lingdian.office.query.Numbered;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Reads what is told of changes of cafés; the database's trigger writes it. */
public final class CafeChangeStore {
    /** A café that moved away is not joined: the reader may not see it any more. */
    private static final String NEWEST = """
            SELECT change.*, cafe.place_code IS NOT NULL AS visible
            FROM cafe_change AS change LEFT JOIN cafe ON cafe.place_code = change.place_code
            WHERE change.at >= $1 AND ($3::text IS NULL OR change.place_code = $3)
              AND change.number < $4 AND ($5::text IS NULL OR change.change = $5)
            ORDER BY change.number DESC
            LIMIT $2
            """;

    /**
     * Of the cafés that the reader sees, or saw before they moved, the newest first.
     *
     * @param placeCode null: of all of them
     * @param kind null: whatever changed
     */
    public Future<List<Numbered<CafeChange>>> newest(
            SqlClient client, RecentChanges.Part part, @Nullable String placeCode, @Nullable String kind) {
        return client.preparedQuery(NEWEST)
                .execute(Tuple.of(utc(part.since()), part.limit(), placeCode, part.before(), kind))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Numbered<>(row.getLong("number"), change(row)))
                        .toList());
    }

    private static CafeChange change(Row row) {
        return new CafeChange(
                row.getString("place_code"),
                row.getString("name"),
                Columns.instant(row, "at").atZone(ChinaTime.ZONE).toOffsetDateTime(),
                row.getString("change"),
                row.getString("former"),
                row.getString("present"),
                row.getBoolean("visible"));
    }
}
