package lingdian.office.figures;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.figures.PeerDeviation;
import lingdian.law.json.PeerDeviationJson;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;

/** What is worked out at night, as facts about each café and as sums of each county. */
final class NightlyFiguresStore {
    private static final String CLAIM = "SELECT try_turn('nightly-figures') AS claimed";

    private static final String COUNTIES = "SELECT DISTINCT region FROM cafe ORDER BY region";

    private static final String COUNTED = """
            SELECT place_code, heard_terminals, unlike_peers, named.deviation::jsonb AS unlike,
                   CASE WHEN $4 <= (SELECT count(*) FROM cafe_day
                                    WHERE cafe_day.place_code = cafe.place_code AND cafe_day.day >= $2 AND cafe_day.day < $3)
                        THEN (SELECT count(*) FROM heard_terminal
                              WHERE heard_terminal.place_code = cafe.place_code AND last_day >= $2)::integer END AS now
            FROM cafe LEFT JOIN unnest($5::text[], $6::text[]) AS named (place_code, deviation) USING (place_code)
            WHERE region = $1
            """;

    private static final String ANY_CHANGED = "SELECT EXISTS (SELECT FROM (" + COUNTED
            + ") AS counted WHERE (heard_terminals, unlike_peers) IS DISTINCT FROM (now, unlike)) AS changed";

    private static final String ENTER =
            "UPDATE cafe SET heard_terminals = counted.now, unlike_peers = counted.unlike FROM (" + COUNTED
                    + ") AS counted WHERE cafe.place_code = counted.place_code"
                    + " AND (cafe.heard_terminals, cafe.unlike_peers) IS DISTINCT FROM (counted.now, counted.unlike)";

    /** Of the cafés that were licensed on the day, and not closed all day. */
    private static final String ADD_UP = """
            INSERT INTO region_terminals AS kept
            SELECT $2, $1, coalesce(sum(terminals) FILTER (WHERE known), 0),
                   coalesce(sum(heard_terminals) FILTER (WHERE known), 0), count(*) FILTER (WHERE NOT known)
            FROM (SELECT terminals, heard_terminals, coalesce(terminals, 0) > 0 AND heard_terminals IS NOT NULL AS known
                  FROM cafe
                  WHERE region = $1 AND coalesce(licence_valid_until >= $2, true)
                    AND NOT EXISTS (SELECT FROM closure
                                    WHERE closure.place_code = cafe.place_code
                                      AND begins_at <= $2::timestamp AT TIME ZONE known_zone(time_zone)
                                      AND coalesce(ends_at >= ($2 + 1)::timestamp AT TIME ZONE known_zone(time_zone), true))
                 ) AS open_cafe
            HAVING count(*) > 0
            ON CONFLICT (day, region) DO UPDATE SET
              licensed = excluded.licensed, heard = excluded.heard, unknown_cafes = excluded.unknown_cafes
            """;

    /**
     * The days that are counted.
     *
     * @param until excluded
     * @param heard on how many of them a café must have been heard for its number to be known
     */
    record Days(LocalDate from, LocalDate until, int heard) {
        private Tuple of(RegionCode county, Map<PlaceCode, PeerDeviation> unlike) {
            List<Map.Entry<PlaceCode, PeerDeviation>> all = List.copyOf(unlike.entrySet());
            return Tuple.of(county.value(), from, until, (long) heard)
                    .addValue(Columns.of(all, String[]::new, one -> one.getKey().value()))
                    .addValue(Columns.of(
                            all,
                            String[]::new,
                            one -> PeerDeviationJson.write(one.getValue()).toString()));
        }
    }

    /** Whether this transaction is the one, of all nodes, that counts. */
    Future<Boolean> claim(SqlClient client) {
        return client.query(CLAIM).execute().map(rows -> rows.iterator().next().getBoolean("claimed"));
    }

    Future<List<RegionCode>> counties(SqlClient client) {
        return client.query(COUNTIES)
                .execute()
                .map(rows -> RowStream.of(rows)
                        .map(row -> new RegionCode(row.getString("region")))
                        .toList());
    }

    /**
     * Whether something about a café of the county is different now.
     *
     * @param unlike cafés that are far from their peers, also of other counties
     */
    Future<Boolean> anyChanged(SqlClient client, RegionCode county, Days days, Map<PlaceCode, PeerDeviation> unlike) {
        return client.preparedQuery(ANY_CHANGED)
                .execute(days.of(county, unlike))
                .map(rows -> rows.iterator().next().getBoolean("changed"));
    }

    /** Adds the numbers of a county's cafés up, as those of the last day that was counted. */
    Future<Void> addUp(SqlClient client, RegionCode county, Days days) {
        return client.preparedQuery(ADD_UP)
                .execute(Tuple.of(county.value(), days.until().minusDays(1)))
                .mapEmpty();
    }

    /** Enters the figures of a county's cafés. Needs the lock on {@code head}. */
    Future<Void> enter(SqlClient client, RegionCode county, Days days, Map<PlaceCode, PeerDeviation> unlike) {
        return client.preparedQuery(ENTER).execute(days.of(county, unlike)).mapEmpty();
    }
}
