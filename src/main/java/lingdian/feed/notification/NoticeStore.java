package lingdian.feed.notification;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** Reads the content of a message, limited to the violations that its account may see now. */
public final class NoticeStore {
    private static final String CHANGES = """
            SELECT feed.at, feed.violation_id, feed.code, feed.standing, feed.authorities, feed.snapshot,
              feed.place_code, cafe.name, cafe.region
            FROM feed JOIN cafe ON cafe.place_code = feed.place_code
            WHERE feed.position = ANY ($1)
            ORDER BY feed.position
            """;

    /** A case has a county of its own, which may not see the café any more: then its place code is its name. */
    private static final String CASE_CHANGES = """
            SELECT feed.at, feed.case_id, feed.violation_id, feed.code, feed.authorities, feed.snapshot, feed.place_code,
              coalesce(cafe.name, feed.place_code) AS name,
              county.region,
              CASE WHEN file.step = 'correcting' THEN (%s AT TIME ZONE known_zone(file.time_zone) - interval '1 s')::date END AS correct_by
            FROM feed LEFT JOIN cafe ON cafe.place_code = feed.place_code LEFT JOIN case_file AS file ON file.id = feed.case_id
            CROSS JOIN LATERAL (SELECT CASE WHEN feed.case_id IS NULL THEN cafe.region ELSE file.region END AS region) AS county
            WHERE feed.position = ANY ($1) AND county.region IS NOT NULL
            ORDER BY feed.position
            """.formatted(ReminderStore.correctBy("file"));

    /**
     * A change of a case, or of how far a violation is.
     *
     * @param code of the violation; null for a case
     * @param correctBy for an operator, of a case: the last day to correct what was ordered
     */
    public record CaseChange(
            UUID id,
            @Nullable String code,
            String step,
            Instant at,
            PlaceCode placeCode,
            String cafe,
            @Nullable LocalDate correctBy) {}

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

    /**
     * The changes of cases at these positions that lie within a scope, in order. An operator sees those of violations, and orders to
     * correct that still run.
     */
    public Future<List<CaseChange>> caseChanges(SqlClient client, Scope scope, Collection<Long> positions) {
        return client.preparedQuery(CASE_CHANGES)
                .execute(Tuple.tuple().addArrayOfLong(positions.toArray(Long[]::new)))
                .map(rows -> RowStream.of(rows)
                        .filter(row -> row.getUUID("case_id") == null
                                || !scope.isOperators()
                                || row.getLocalDate("correct_by") != null)
                        .filter(row -> scope.covers(
                                new PlaceCode(row.getString("place_code")),
                                new RegionCode(row.getString("region")),
                                Authority.setOf(row.getArrayOfStrings("authorities"))))
                        .map(row -> caseTold(row, scope.isOperators() ? row.getLocalDate("correct_by") : null))
                        .toList());
    }

    private static CaseChange caseTold(Row row, @Nullable LocalDate correctBy) {
        UUID id = row.getUUID("case_id");
        var snapshot = new JsonObject(row.getString("snapshot"));
        return new CaseChange(
                id == null ? row.getUUID("violation_id") : id,
                row.getString("code"),
                snapshot.getString(id == null ? "case" : "step"),
                Columns.instant(row, "at"),
                new PlaceCode(row.getString("place_code")),
                row.getString("name"),
                correctBy);
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
