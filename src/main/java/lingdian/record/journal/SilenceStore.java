package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.judge.Presence;
import lingdian.platform.database.Columns;

/** Cafés to be checked for silence, and when. Nodes share the work: a café claimed by one is skipped by the others. */
public final class SilenceStore {
    private static final String CLAIM = """
            SELECT watch.place_code, coalesce(cafe_state.received_at, watch.look_at) AS received_at,
                   cafe_state.last_event_at, cafe_state.state
            FROM silence_watch AS watch JOIN cafe_state ON cafe_state.place_code = watch.place_code
            WHERE watch.look_at <= $1
            ORDER BY watch.look_at
            LIMIT $2
            FOR UPDATE OF watch SKIP LOCKED
            """;

    private static final String PUT_OFF = """
            UPDATE silence_watch AS watch SET look_at = next.look_at
            FROM unnest($1::text[], $2::timestamptz[]) AS next (place_code, look_at)
            WHERE watch.place_code = next.place_code
            """;

    private static final String LOOK_AT_ALL = "UPDATE silence_watch SET look_at = $1 WHERE look_at > $1";

    private static final String NEIGHBOURS = """
            SELECT count(*) FILTER (WHERE received_at BETWEEN $2 AND $3) AS silent, count(*) AS heard
            FROM cafe JOIN cafe_state ON cafe_state.place_code = cafe.place_code
            WHERE cafe.region = $1 AND received_at >= $4
            """;

    /**
     * A café that is due.
     *
     * @param receivedAt when anything was last received; of a café that never sent anything, any time
     */
    public record ClaimedCafe(PlaceCode placeCode, Instant receivedAt, Presence presence) {}

    /** Of the cafés of a county that were heard: how many fell silent together. */
    public record Neighbours(long silent, long heard) {}

    /** Claims at most {@code limit} cafés that are due, for the duration of the transaction. */
    public Future<List<ClaimedCafe>> claim(SqlClient client, Instant now, int limit) {
        return client.preparedQuery(CLAIM)
                .execute(Tuple.of(Columns.utc(now), limit))
                .map(rows -> {
                    var claimed = new ArrayList<ClaimedCafe>();
                    rows.forEach(row -> claimed.add(claimed(row)));
                    return claimed;
                });
    }

    /** Sets the time of each café's next check. */
    public Future<Void> postpone(SqlClient client, Map<PlaceCode, Instant> looks) {
        return postpone(client, PUT_OFF, looks);
    }

    static Future<Void> postpone(SqlClient client, String sql, Map<PlaceCode, Instant> looks) {
        return client.preparedQuery(sql)
                .execute(Tuple.of(
                        Columns.of(looks.keySet(), String[]::new, PlaceCode::value),
                        Columns.of(looks.values(), OffsetDateTime[]::new, Columns::utc)))
                .mapEmpty();
    }

    /** A decision about cafés may bring deadlines forward: all are checked again. */
    public Future<Void> lookAtAll(SqlClient client, Instant now) {
        return client.preparedQuery(LOOK_AT_ALL)
                .execute(Tuple.of(Columns.utc(now)))
                .mapEmpty();
    }

    /**
     * Of the county's cafés that were heard in the last {@code silence} before {@code lastAt} or since, those that were
     * heard last within {@code together} of it.
     */
    public Future<Neighbours> neighbours(
            SqlClient client, RegionCode region, Instant lastAt, Duration together, Duration silence) {
        return client.preparedQuery(NEIGHBOURS)
                .execute(Tuple.of(
                        region.value(),
                        Columns.utc(lastAt.minus(together)),
                        Columns.utc(lastAt.plus(together)),
                        Columns.utc(lastAt.minus(silence.compareTo(together) > 0 ? silence : together))))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Neighbours(row.getLong("silent"), row.getLong("heard"));
                });
    }

    private static ClaimedCafe claimed(Row row) {
        return new ClaimedCafe(
                new PlaceCode(row.getString("place_code")),
                Columns.instant(row, "received_at"),
                CafeStateStore.presence(row));
    }
}
