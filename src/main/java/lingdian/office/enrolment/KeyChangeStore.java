package lingdian.office.enrolment;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.office.api.RecentChanges;
import lingdian.office.query.Numbered;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Reads what is told of cafés' keys and codes; the database's triggers write it. */
final class KeyChangeStore {
    private static final String NEWEST = """
            SELECT change.number, change.place_code, cafe.name, cafe.time_zone, change.at, change.change, change.issuer
            FROM key_change AS change JOIN cafe USING (place_code)
            WHERE change.at >= $1 AND ($3::text IS NULL OR change.place_code = $3)
              AND change.number < $4 AND ($5::text[] IS NULL OR change.change = ANY ($5))
            ORDER BY change.number DESC
            LIMIT $2
            """;
    /** A key whose successor exists already ends without a cut. */
    private static final String CUTS = """
            SELECT key.place_code, key.ended_at
            FROM agent_key AS key
            WHERE key.place_code = ANY($1) AND key.ended_at >= $2
              AND NOT EXISTS (SELECT FROM agent_key AS other
                WHERE other.place_code = key.place_code AND other.id <> key.id AND other.created_at <= key.ended_at
                  AND (other.ended_at IS NULL OR other.ended_at > key.ended_at))
            """;

    /**
     * Of the cafés that the reader sees, the newest first.
     *
     * @param placeCode null: of all of them
     * @param about null: whatever happened
     */
    Future<List<Numbered<KeyChange>>> newest(
            SqlClient client, RecentChanges.Part part, @Nullable String placeCode, @Nullable List<String> about) {
        return client.preparedQuery(NEWEST)
                .execute(Tuple.of(
                        utc(part.since()),
                        part.limit(),
                        placeCode,
                        part.before(),
                        about == null ? null : about.toArray(String[]::new)))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Numbered<>(row.getLong("number"), change(row)))
                        .toList());
    }

    private static KeyChange change(Row row) {
        return new KeyChange(
                row.getString("place_code"),
                row.getString("name"),
                Columns.instant(row, "at")
                        .atZone(ZoneId.of(row.getString("time_zone")))
                        .toOffsetDateTime(),
                row.getString("change"),
                row.getString("issuer"),
                false);
    }

    /**
     * When cafés lost their last key.
     *
     * @param pool of the service: readers have no right to the table of keys
     * @param placeCodes of cafés that the reader sees
     */
    Future<Set<KeyChange.Cut>> cuts(SqlClient pool, Collection<String> placeCodes, Instant since) {
        return placeCodes.isEmpty()
                ? Future.succeededFuture(Set.of())
                : pool.preparedQuery(CUTS)
                        .execute(Tuple.of(placeCodes.toArray(String[]::new), utc(since)))
                        .map(rows -> rows.stream()
                                .map(row -> new KeyChange.Cut(
                                        row.getString("place_code"), Columns.instant(row, "ended_at")))
                                .collect(Collectors.toSet()));
    }
}
