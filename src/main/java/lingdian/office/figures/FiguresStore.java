package lingdian.office.figures;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.AgentEvent;
import lingdian.office.figures.HeardTerminals.Heard;
import lingdian.office.figures.HeardTerminals.Naming;
import lingdian.platform.database.Columns;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the figures the records and changes after their positions.
 *
 * <p>Records are counted by addition, because a day of a city is millions of them. Each violation has a row that is
 * rewritten, because its standing and seconds change after it was counted.
 */
final class FiguresStore {
    private static final String CLAIM = "SELECT try_turn('figures') AS claimed";

    /**
     * Reads the last counted received day and later ones, and also the day before it, because the clocks of two nodes
     * may differ at midnight.
     *
     * <p>OFFSET 0 keeps PostgreSQL from joining with the whole day instead: it does not know how few records a stream
     * is behind, and would read the whole day every five seconds.
     */
    private static final String COUNT_RECORDS = """
            WITH behind AS (
              SELECT number, place_code, region, known_zone(time_zone) AS zone, acked_seq, coalesce(counted.seq, 0) AS after,
                     least(acked_seq, coalesce(counted.seq, 0) + $2) AS up_to,
                     coalesce(counted.day, (began_at AT TIME ZONE interval '8 hours')::date) AS day
              FROM stream_head JOIN cafe USING (place_code) LEFT JOIN counted_stream counted ON stream_number = number
              WHERE acked_seq > coalesce(counted.seq, 0) AND number > $3
              ORDER BY number LIMIT $1
            ), record AS MATERIALIZED (
              SELECT number, place_code, region, journal.day AS received_day,
                     coalesce(effective_at, received_at) AT TIME ZONE zone AS local,
                     CASE WHEN effective_at IS NULL THEN NULL
                          WHEN type = 'h' THEN '{"type":"heartbeat",' || substring(body FROM '"inUse":.*$')
                          WHEN type = 'i' THEN json_build_object('inUse', json_build_array(body::json -> 'terminal'))::text
                     END AS terminals,
                     type = 'h' AND effective_at IS NOT NULL AS heartbeat, type = 'p' AND effective_at IS NOT NULL AS patrol,
                     answer = 'r' AS rejected, answer = 'a' AS allowed, answer = 'd' AS denied,
                     under_age AND NOT admitted AS minor_refused
              FROM behind CROSS JOIN LATERAL (
                SELECT * FROM journal
                WHERE stream_number = number AND seq > after AND seq <= up_to AND journal.day >= behind.day - 1
                OFFSET 0) AS journal
            ), counted_days AS (
              INSERT INTO cafe_day AS kept
              SELECT local::date, place_code, count(*) FILTER (WHERE heartbeat), count(*) FILTER (WHERE patrol),
                     count(*) FILTER (WHERE rejected), count(*) FILTER (WHERE allowed), count(*) FILTER (WHERE denied),
                     count(*) FILTER (WHERE minor_refused), bit_or(1 << extract(hour FROM local)::integer), region,
                     count(*) FILTER (WHERE (allowed OR denied) AND extract(hour FROM local) < 8)
              FROM record GROUP BY local::date, place_code, region ORDER BY local::date, place_code
              ON CONFLICT (day, place_code) DO UPDATE SET
                heartbeats = kept.heartbeats + excluded.heartbeats, patrols = kept.patrols + excluded.patrols,
                rejects = kept.rejects + excluded.rejects, logins_allowed = kept.logins_allowed + excluded.logins_allowed,
                logins_denied = kept.logins_denied + excluded.logins_denied,
                minors_refused = kept.minors_refused + excluded.minors_refused,
                hours_heard = kept.hours_heard | excluded.hours_heard, logins_night = kept.logins_night + excluded.logins_night
            ), counted_hours AS (
              INSERT INTO region_hour AS kept
              SELECT local::date, extract(hour FROM local), region, count(*) FILTER (WHERE heartbeat),
                     count(*) FILTER (WHERE patrol)
              FROM record GROUP BY local::date, extract(hour FROM local), region
              ON CONFLICT (day, hour, region) DO UPDATE SET
                heartbeats = kept.heartbeats + excluded.heartbeats, patrols = kept.patrols + excluded.patrols
            ), heard AS MATERIALIZED (
              SELECT place_code, day, heartbeat, terminals
              FROM (SELECT *, sum(octet_length(terminals)) OVER (ORDER BY place_code, day, terminals) AS bytes
                    FROM (SELECT DISTINCT place_code, local::date AS day, heartbeat, terminals FROM record
                          WHERE octet_length(terminals) < 100000) AS said) AS summed
              WHERE bytes < 16000000 -- all that is held in memory
            ), moved AS (
              INSERT INTO counted_stream
              SELECT number, up_to, coalesce(newest, day)
              FROM behind LEFT JOIN (SELECT number, max(received_day) AS newest FROM record GROUP BY number) AS counted USING (number)
              ON CONFLICT (stream_number) DO UPDATE SET seq = excluded.seq, day = greatest(counted_stream.day, excluded.day)
            )
            SELECT CASE WHEN count(*) = $1 THEN max(number) END AS last, coalesce(bool_or(up_to < acked_seq), false) AS more,
                   (SELECT json_agg(json_build_array(place_code, day, heartbeat, terminals)) FROM heard) AS heard
            FROM behind
            """;

    /** Of each café those named first are kept, and those kept stay as long as they are named. */
    private static final String ADD_TERMINALS = """
            WITH named AS (
              SELECT place_code, terminal, max(day) AS day, min(place) AS place
              FROM unnest($1::text[], $2::text[], $3::date[]) WITH ORDINALITY AS naming (place_code, terminal, day, place)
              GROUP BY place_code, terminal
            ), news AS (
              SELECT place_code, terminal, day, place, known.terminal IS NOT NULL AS is_known
              FROM named LEFT JOIN heard_terminal AS known USING (place_code, terminal)
              WHERE coalesce(known.last_day < day, true)
            ), full_up_to AS (
              SELECT place_code, count(*) AS terminals FROM heard_terminal
              WHERE place_code IN (SELECT place_code FROM news WHERE NOT is_known) GROUP BY place_code
            ), placed AS (
              SELECT place_code, terminal, day, is_known, coalesce(terminals, 0)
                + row_number() OVER (PARTITION BY place_code, is_known ORDER BY place) AS place
              FROM news LEFT JOIN full_up_to USING (place_code)
            )
            INSERT INTO heard_terminal AS kept
            SELECT place_code, terminal, day FROM placed WHERE is_known OR place <= $4 ORDER BY place_code, terminal
            ON CONFLICT (place_code, terminal) DO UPDATE SET last_day = excluded.last_day WHERE kept.last_day < excluded.last_day
            """;

    private static final String FORGET_TERMINALS = """
            DELETE FROM heard_terminal WHERE last_day < $1
            """;

    private static final String COUNT_FINDINGS = """
            WITH part AS (
              SELECT counted_feed.position AS after, least(head.position, counted_feed.position + $1) AS up_to, head.position AS newest
              FROM counted_feed, head
            ), found AS (
              INSERT INTO violation_figure
              SELECT id, local::date, extract(hour FROM local), place_code, code, standing, authorities,
                     CASE WHEN code = 'OVERTIME_OPERATION' THEN coalesce(seconds, 0) ELSE 0 END, region
              FROM (SELECT violation.*, started_at AT TIME ZONE known_zone(time_zone) AS local
                    FROM violation JOIN cafe USING (place_code)
                    WHERE id IN (SELECT violation_id FROM feed, part WHERE position > after AND position <= up_to)) AS changed
              ON CONFLICT (id) DO UPDATE SET
                day = excluded.day, hour = excluded.hour, standing = excluded.standing, authorities = excluded.authorities,
                overtime_seconds = excluded.overtime_seconds
            )
            UPDATE counted_feed SET position = part.up_to FROM part WHERE part.up_to > counted_feed.position
            RETURNING part.up_to < part.newest AS more
            """;

    private static final String STANDING = """
            SELECT count(*) AS licensed, count(*) FILTER (WHERE received_at > $1::timestamptz - interval '15 minutes') AS heard,
                   pg_database_size(current_database()) AS bytes
            FROM cafe LEFT JOIN cafe_state USING (place_code)
            WHERE licence_valid_until IS NULL OR licence_valid_until >= ($1 AT TIME ZONE known_zone(time_zone))::date
            """;

    /** The gauges at {@code now}, over all nodes. */
    Future<ServiceGauges> standing(SqlClient client, Instant now) {
        return client.preparedQuery(STANDING)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next())
                .map(row -> new ServiceGauges(row.getLong("licensed"), row.getLong("heard"), row.getLong("bytes")));
    }

    private static List<Heard> heard(Row row) {
        return row.getValue("heard") instanceof JsonArray all
                ? all.stream()
                        .map(JsonArray.class::cast)
                        .map(one -> new Heard(
                                new PlaceCode(one.getString(0)),
                                LocalDate.parse(one.getString(1)),
                                one.getBoolean(2),
                                one.getString(3)))
                        .toList()
                : List.of();
    }

    /** Writes terminals that were named, up to a limit of each café. */
    Future<Void> addTerminals(SqlClient client, List<Naming> named) {
        return named.isEmpty()
                ? Future.succeededFuture()
                : client.preparedQuery(ADD_TERMINALS)
                        .execute(Tuple.tuple()
                                .addValue(Columns.of(
                                        named,
                                        String[]::new,
                                        one -> one.placeCode().value()))
                                .addValue(Columns.of(named, String[]::new, Naming::terminal))
                                .addValue(Columns.of(named, LocalDate[]::new, Naming::day))
                                .addInteger(AgentEvent.Heartbeat.TERMINALS_MAX))
                        .mapEmpty();
    }

    /** Deletes terminals of which nothing was heard since a day. */
    Future<Void> forgetTerminals(SqlClient client, LocalDate before) {
        return client.preparedQuery(FORGET_TERMINALS).execute(Tuple.of(before)).mapEmpty();
    }

    /** Whether this transaction is the one, of all nodes, that counts. */
    Future<Boolean> claim(SqlClient client) {
        return client.query(CLAIM).execute().map(rows -> rows.iterator().next().getBoolean("claimed"));
    }

    /**
     * The result of counting the records of some streams.
     *
     * @param last the number of the last stream; null if there is none after it
     * @param more whether one of them had more records than a part counts
     * @param heard what their events say about terminals
     */
    record Counted(@Nullable Integer last, boolean more, List<Heard> heard) {}

    /**
     * Counts records. Those that arrive meanwhile are left to a later part: under load there always are some.
     *
     * @param after the number of the last stream of the previous part
     */
    Future<Counted> countRecords(SqlClient client, int after, int streams, long recordsOfEach) {
        return client.preparedQuery(COUNT_RECORDS)
                .execute(Tuple.of(streams, recordsOfEach, after))
                .map(rows -> rows.iterator().next())
                .map(row -> new Counted(row.getInteger("last"), row.getBoolean("more"), heard(row)));
    }

    /** @return whether the feed had more than one part counts */
    Future<Boolean> countFindings(SqlClient client, long changes) {
        return client.preparedQuery(COUNT_FINDINGS)
                .execute(Tuple.of(changes))
                .map(rows -> rows.rowCount() > 0 && rows.iterator().next().getBoolean("more"));
    }
}
