package lingdian.feed.notification;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.platform.Columns;
import lingdian.platform.Rfc3339;
import lingdian.platform.RowStream;

/** Reads the content of a message, limited to the violations that its account may see now. */
public final class NoticeStore {
    private static final String CHANGES = """
            SELECT feed.at, feed.violation_id, feed.code, feed.standing, feed.authorities, feed.snapshot,
              feed.place_code, cafe.name, cafe.region
            FROM feed JOIN cafe ON cafe.place_code = feed.place_code
            WHERE feed.position = ANY ($1)
            ORDER BY feed.position
            """;

    /** One change of a violation. */
    public record ViolationChange(
            ViolationId violation,
            String code,
            String standing,
            Instant startedAt,
            Instant detectedAt,
            PlaceCode placeCode,
            String cafe) {}

    /** The changes at these positions that lie within a scope, in order. */
    public Future<List<ViolationChange>> changes(SqlClient client, Scope scope, Collection<Long> positions) {
        return client.preparedQuery(CHANGES)
                .execute(Tuple.tuple().addArrayOfLong(positions.toArray(Long[]::new)))
                .map(rows -> RowStream.of(rows)
                        .filter(row -> scope.covers(
                                new PlaceCode(row.getString("place_code")),
                                new RegionCode(row.getString("region")),
                                Authority.setOf(row.getArrayOfStrings("authorities"))))
                        .map(NoticeStore::told)
                        .toList());
    }

    private static ViolationChange told(Row row) {
        Instant at = Columns.instant(row, "at");
        var snapshot = new JsonObject(row.getString("snapshot"));
        return new ViolationChange(
                new ViolationId(row.getUUID("violation_id")),
                row.getString("code"),
                row.getString("standing"),
                time(snapshot, "startedAt", at),
                time(snapshot, "detectedAt", at),
                new PlaceCode(row.getString("place_code")),
                row.getString("name"));
    }

    private static Instant time(JsonObject snapshot, String field, Instant otherwise) {
        String text = snapshot.getString(field);
        return text == null ? otherwise : Rfc3339.parse(text).orElse(otherwise);
    }
}
