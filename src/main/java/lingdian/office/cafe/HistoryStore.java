package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.function.Function;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.Columns;

/** The history of one café: the hours of each day in which it was heard, and its confirmed violations. */
public final class HistoryStore {
    private static final String HEARD = """
            SELECT day, bit_count(hours_heard::bit(24))::integer AS hours FROM cafe_day
            WHERE place_code = $1 AND day BETWEEN $2 AND $3
            ORDER BY day
            """;
    private static final String MONTHS = """
            SELECT DISTINCT to_char(day, 'YYYY-MM') AS month FROM cafe_day
            WHERE place_code = $1 AND day >= $2 AND day < $3 AND hours_heard <> 0
            ORDER BY month DESC
            """;
    private static final String CONFIRMED = """
            SELECT code, count(*) AS violations FROM case_step
            WHERE place_code = $1 AND action = 'confirm' AND at >= $2
            GROUP BY code ORDER BY violations DESC, code
            """;

    /** Days without any event are left out. */
    public Future<JsonArray> heard(SqlClient client, PlaceCode placeCode, LocalDate from, LocalDate to) {
        return client.preparedQuery(HEARD)
                .execute(Tuple.of(placeCode.value(), from, to))
                .map(rows -> array(
                        rows,
                        row -> new JsonObject()
                                .put("day", row.getLocalDate("day").toString())
                                .put("hoursHeard", row.getInteger("hours"))));
    }

    /** The months in which it was heard, the latest first. */
    public Future<JsonArray> months(SqlClient client, PlaceCode placeCode, YearMonth from, YearMonth before) {
        return client.preparedQuery(MONTHS)
                .execute(Tuple.of(placeCode.value(), from.atDay(1), before.atDay(1)))
                .map(rows -> {
                    var months = new JsonArray();
                    rows.forEach(row -> months.add(row.getString("month")));
                    return months;
                });
    }

    /** By code, the most frequent first; only violations that the reader may see. */
    public Future<JsonArray> confirmed(SqlClient client, PlaceCode placeCode, Instant since) {
        return client.preparedQuery(CONFIRMED)
                .execute(Tuple.of(placeCode.value(), Columns.utc(since)))
                .map(rows -> array(
                        rows,
                        row -> new JsonObject()
                                .put("code", row.getString("code"))
                                .put("violations", row.getLong("violations"))));
    }

    private static JsonArray array(Iterable<Row> rows, Function<Row, JsonObject> json) {
        var array = new JsonArray();
        rows.forEach(row -> array.add(json.apply(row)));
        return array;
    }
}
