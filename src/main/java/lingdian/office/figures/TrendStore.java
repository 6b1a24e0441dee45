package lingdian.office.figures;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.function.Function;
import lingdian.domain.Authority;
import org.jspecify.annotations.Nullable;

/**
 * Reads figures of days and hours, of the cafés and violations in the reader's scope.
 *
 * <p>Numbers of persons are published or withheld for each county and day; every larger figure is the sum of published
 * ones, so no two queries differ by a withheld number. A scope consists of whole counties, so all readers see the same
 * cells. A cell belongs to the county in which it was counted, even if its café has moved since.
 */
public final class TrendStore {
    /** One more than the most rows of a kind in an answer. */
    static final int ROWS_LIMIT = 20_001;

    private static final String VIOLATION_DAYS = """
            SELECT day, NULL::smallint AS hour, rpad(left(region, $5), 6, '0') AS area, code,
                   coalesce(CASE WHEN NOT counts_persons(code) THEN authorities END, max(authorities)) AS authorities,
                   sum(told)::bigint AS violations, count(*) FILTER (WHERE told IS NULL) AS withheld,
                   sum(overtime_seconds)::bigint AS overtime_seconds
            FROM (SELECT day, region, code, authorities, overtime_seconds,
                         CASE WHEN counts_persons(code)
                              THEN published(violations, day, (SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date))
                              ELSE violations END AS told
                  FROM region_finding
                  WHERE day BETWEEN $1 AND $2 AND region ~>=~ $3 AND region ~<=~ $4 AND violations > 0
                    AND ($6::text IS NULL OR code = $6) AND ($7::text IS NULL OR $7 = ANY (authorities))) AS county
            WHERE told IS NOT NULL OR day < (now() AT TIME ZONE 'Asia/Shanghai')::date
            GROUP BY day, area, code, CASE WHEN NOT counts_persons(code) THEN authorities END
            ORDER BY day, area, code, authorities LIMIT $8
            """;
    /**
     * Hours only of violations of premises: the number of hours with a person in them would reveal how few persons
     * there were.
     */
    private static final String VIOLATION_HOURS = """
            SELECT day, hour, rpad(left(region, $5), 6, '0') AS area, code, authorities,
                   count(*) AS violations, 0::bigint AS withheld, sum(overtime_seconds)::bigint AS overtime_seconds
            FROM violation_figure
            WHERE day BETWEEN $1 AND $2 AND region ~>=~ $3 AND region ~<=~ $4
              AND NOT counts_persons(code) AND ($6::text IS NULL OR code = $6) AND ($7::text IS NULL OR $7 = ANY (authorities))
            GROUP BY day, hour, area, code, authorities ORDER BY day, hour, area, code, authorities LIMIT $8
            """;

    private static final String PREMISES_DAYS = """
            SELECT day, NULL::smallint AS hour, rpad(left(region, $5), 6, '0') AS area, sum(heartbeats)::bigint AS heartbeats,
                   sum(patrols)::bigint AS patrols, sum(cafes)::bigint AS cafes, sum(hours_heard)::bigint AS hours_heard
            FROM region_day
            WHERE day BETWEEN $1 AND $2 AND region ~>=~ $3 AND region ~<=~ $4
            GROUP BY day, area ORDER BY day, area LIMIT $6
            """;
    private static final String PREMISES_HOURS = """
            SELECT day, hour, rpad(left(region, $5), 6, '0') AS area, sum(heartbeats)::bigint AS heartbeats,
                   sum(patrols)::bigint AS patrols, NULL::bigint AS cafes, NULL::bigint AS hours_heard
            FROM region_hour WHERE day BETWEEN $1 AND $2 AND region ~>=~ $3 AND region ~<=~ $4
            GROUP BY day, hour, area ORDER BY day, hour, area LIMIT $6
            """;
    private static final String LOGIN_DAYS = """
            SELECT day, rpad(left(region, $5), 6, '0') AS area, sum(allowed)::bigint AS allowed, sum(denied)::bigint AS denied,
                   sum(minors_refused)::bigint AS minors_refused,
                   sum(num_nulls(allowed, denied, minors_refused)) AS withheld,
                   count(*) FILTER (WHERE minors_refused IS NULL) AS minors_withheld
            FROM (SELECT day, region, published(logins_allowed, day, today) AS allowed,
                         published(logins_denied, day, today) AS denied, published(minors_refused, day, today) AS minors_refused
                  FROM region_day, (SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date AS today OFFSET 0) AS clock
                  WHERE day BETWEEN $1 AND $2 AND region ~>=~ $3 AND region ~<=~ $4) AS county
            GROUP BY day, area ORDER BY day, area LIMIT $6
            """;

    /** Null where no café's number is known. */
    private static final String TERMINAL_DAYS = """
            SELECT day, rpad(left(region, $5), 6, '0') AS area, nullif(sum(licensed), 0)::bigint AS licensed,
                   CASE WHEN sum(licensed) > 0 THEN sum(heard)::bigint END AS heard, sum(unknown_cafes)::bigint AS unknown_cafes
            FROM region_terminals
            WHERE day BETWEEN $1 AND $2 AND region ~>=~ $3 AND region ~<=~ $4
            GROUP BY day, area ORDER BY day, area LIMIT $6
            """;

    /** The figures of a kind, by day and region; logins and terminals by day even if the query asks for hours. */
    public Future<JsonArray> rows(SqlClient client, TrendKind kind, TrendQuery query, int limit) {
        return client.preparedQuery(statement(kind, query.hourly()))
                .execute(values(kind, query, limit))
                .map(rows -> array(rows, json(kind)));
    }

    /** How many {@link #rows} lists in all. */
    public Future<Long> count(SqlClient client, TrendKind kind, TrendQuery query) {
        return client.preparedQuery("SELECT count(*) AS rows FROM (" + statement(kind, query.hourly()) + ") AS listed")
                .execute(values(kind, query, null))
                .map(rows -> rows.iterator().next().getLong("rows"));
    }

    private static String statement(TrendKind kind, boolean hourly) {
        return switch (kind) {
            case VIOLATIONS -> hourly ? VIOLATION_HOURS : VIOLATION_DAYS;
            case PREMISES -> hourly ? PREMISES_HOURS : PREMISES_DAYS;
            case LOGINS -> LOGIN_DAYS;
            case TERMINALS -> TERMINAL_DAYS;
        };
    }

    private static Function<Row, JsonObject> json(TrendKind kind) {
        return switch (kind) {
            case VIOLATIONS -> TrendStore::violations;
            case PREMISES -> TrendStore::premises;
            case LOGINS -> TrendStore::logins;
            case TERMINALS -> TrendStore::terminals;
        };
    }

    private static Tuple values(TrendKind kind, TrendQuery query, @Nullable Integer limit) {
        Tuple values = Tuple.tuple()
                .addLocalDate(query.from())
                .addLocalDate(query.to())
                .addString(query.region().value())
                .addString(query.region().last().value())
                .addInteger(query.level().digits());
        if (kind == TrendKind.VIOLATIONS) {
            values.addString(query.code()).addString(Authority.wireOrNull(query.authority()));
        }
        return values.addInteger(limit);
    }

    private static JsonArray array(Iterable<Row> rows, Function<Row, JsonObject> json) {
        var array = new JsonArray();
        rows.forEach(row -> array.add(json.apply(row)));
        return array;
    }

    private static JsonObject violations(Row row) {
        return beginning(row)
                .put("code", row.getString("code"))
                .put("authorities", new JsonArray(Arrays.asList((Object[]) row.getArrayOfStrings("authorities"))))
                .put("violations", row.getLong("violations"))
                .put("withheld", row.getLong("withheld"))
                .put("overtimeSeconds", row.getLong("overtime_seconds"));
    }

    private static JsonObject premises(Row row) {
        return beginning(row)
                .put("heartbeats", row.getLong("heartbeats"))
                .put("patrols", row.getLong("patrols"))
                .put("cafes", row.getLong("cafes"))
                .put("hoursHeard", row.getLong("hours_heard"));
    }

    private static JsonObject beginning(Row row) {
        return new JsonObject()
                .put("day", row.getLocalDate("day").toString())
                .put("hour", row.getInteger("hour"))
                .put("region", row.getString("area"));
    }

    private static JsonObject terminals(Row row) {
        return new JsonObject()
                .put("day", row.getLocalDate("day").toString())
                .put("region", row.getString("area"))
                .put("licensed", row.getLong("licensed"))
                .put("heard", row.getLong("heard"))
                .put("unknownCafes", row.getLong("unknown_cafes"));
    }

    private static JsonObject logins(Row row) {
        return new JsonObject()
                .put("day", row.getLocalDate("day").toString())
                .put("region", row.getString("area"))
                .put("allowed", row.getLong("allowed"))
                .put("denied", row.getLong("denied"))
                .put("minorsRefused", row.getLong("minors_refused"))
                .put("withheld", row.getLong("withheld"))
                .put("minorsRefusedWithheld", row.getLong("minors_withheld"));
    }
}
