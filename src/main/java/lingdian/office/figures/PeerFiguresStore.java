package lingdian.office.figures;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.figures.CafeFigures;
import lingdian.law.figures.PeerComparison;
import lingdian.platform.database.RowStream;

/** Reads the figures by which cafés are compared. */
final class PeerFiguresStore {
    /** A day counts for a café that was heard on it. */
    private static final String FIGURES = """
            SELECT place_code, cafe.region, sum(logins_allowed + logins_denied)::bigint AS logins,
                   sum(logins_allowed)::bigint AS allowed,
                   CASE WHEN count(logins_night) = count(*) THEN sum(logins_night)::bigint END AS night,
                   sum(minors_refused)::bigint AS minors_refused,
                   coalesce(terminals, 0) * count(*) FILTER (WHERE hours_heard <> 0) AS seat_days
            FROM cafe JOIN cafe_day USING (place_code)
            WHERE cafe.region ~>=~ $1 AND cafe.region ~<=~ $2 AND day >= $3 AND day < $4
            GROUP BY place_code HAVING sum(logins_allowed + logins_denied) >= $5
            """;

    /**
     * The figures of a province's cafés that have enough logins to be compared.
     *
     * @param until excluded
     */
    Future<List<CafeFigures>> read(SqlClient client, RegionCode province, LocalDate from, LocalDate until) {
        return client.preparedQuery(FIGURES)
                .execute(Tuple.of(
                        province.value(), province.last().value(), from, until, (long) PeerComparison.MIN_LOGINS))
                .map(rows -> RowStream.of(rows).map(PeerFiguresStore::figures).toList());
    }

    private static CafeFigures figures(Row row) {
        return new CafeFigures(
                new PlaceCode(row.getString("place_code")),
                new RegionCode(row.getString("region")),
                row.getLong("logins"),
                row.getLong("allowed"),
                row.getLong("night"),
                row.getLong("minors_refused"),
                row.getLong("seat_days"));
    }
}
