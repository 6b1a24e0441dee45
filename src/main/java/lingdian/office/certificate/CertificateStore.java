package lingdian.office.certificate;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.instantOrNull;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lingdian.domain.PlaceCode;
import lingdian.domain.region.Scope;
import lingdian.office.query.Conditions;
import lingdian.platform.database.RowStream;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** Reads what a certificate says of a café and a month, as its reader may see it. */
public final class CertificateStore {
    private static final String CAFE = """
            SELECT name, licence_number, licence_valid_until FROM cafe WHERE place_code = $1
            """;

    /** The step is that of the violation itself, which takes the first outcome; each authority's own is in its case. */
    private static final String FOUND = """
            SELECT id, code, standing, state, case_step, started_at, ended_at,
                   (SELECT json_object_agg(authority, outcome ORDER BY authority) FROM case_violation AS placed
                    WHERE placed.violation_id = violation.id AND outcome IS NOT NULL)::text AS outcomes
            FROM violation
            """;

    private static final String COUNTS = "SELECT code, count(*) AS findings FROM violation\n";

    private static final String HEARD = """
            SELECT day, hours_heard FROM cafe_day WHERE place_code = $1 AND day BETWEEN $2 AND $3 AND hours_heard <> 0
            """;

    /** A café's own data. */
    public record Licensee(
            String name, String licence, @Nullable LocalDate validUntil) {}

    public Future<Optional<Licensee>> cafe(SqlClient client, PlaceCode placeCode) {
        return client.preparedQuery(CAFE)
                .execute(Tuple.of(placeCode.value()))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Licensee(
                                row.getString("name"),
                                row.getString("licence_number"),
                                row.getLocalDate("licence_valid_until")))
                        .findFirst());
    }

    /** The findings that overlap a time, the earliest first, without seats and persons. */
    public Future<List<JsonObject>> found(
            SqlClient client, Scope scope, PlaceCode placeCode, Instant from, Instant to, ZoneId zone, int limit) {
        Conditions conditions = within(scope, placeCode, from, to);
        return client.preparedQuery(
                        FOUND + conditions.where() + "ORDER BY started_at, id LIMIT " + conditions.place(limit))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(row -> finding(row, zone)).toList());
    }

    /** How many there are, by code. */
    public Future<Map<String, Long>> counts(
            SqlClient client, Scope scope, PlaceCode placeCode, Instant from, Instant to) {
        Conditions conditions = within(scope, placeCode, from, to);
        return client.preparedQuery(COUNTS + conditions.where() + "GROUP BY code")
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows)
                        .collect(Collectors.toMap(
                                row -> row.getString("code"),
                                row -> row.getLong("findings"),
                                Long::sum,
                                TreeMap::new)));
    }

    /** The hours that were heard, by day of the month; bit n: hour n. */
    public Future<Map<Integer, Integer>> heard(SqlClient client, PlaceCode placeCode, YearMonth month) {
        return client.preparedQuery(HEARD)
                .execute(Tuple.of(placeCode.value(), month.atDay(1), month.atEndOfMonth()))
                .map(rows -> RowStream.of(rows)
                        .collect(Collectors.toMap(
                                row -> row.getLocalDate("day").getDayOfMonth(), row -> row.getInteger("hours_heard"))));
    }

    private static Conditions within(Scope scope, PlaceCode placeCode, Instant from, Instant to) {
        return Conditions.visible(scope)
                .and("place_code = ?", placeCode)
                .and(
                        "started_at < ?2 AND (ended_at IS NULL OR ended_at > ?1 OR started_at >= ?1)",
                        from.atOffset(ZoneOffset.UTC),
                        to.atOffset(ZoneOffset.UTC));
    }

    private static JsonObject finding(Row row, ZoneId zone) {
        Instant endedAt = instantOrNull(row, "ended_at");
        String outcomes = row.getString("outcomes");
        return new JsonObject()
                .put("id", row.getUUID("id").toString())
                .put("code", row.getString("code"))
                .put("standing", row.getString("standing"))
                .put("state", row.getString("state"))
                .put("case", row.getString("case_step"))
                .put("outcomes", outcomes == null ? new JsonObject() : new JsonObject(outcomes))
                .put("startedAt", Rfc3339.format(instant(row, "started_at"), zone))
                .put("endedAt", endedAt == null ? null : Rfc3339.format(endedAt, zone));
    }
}
