package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Presence;
import lingdian.platform.database.Columns;

/** Cafés to be checked for an absence, and when. Nodes share the work as in {@link SilenceStore}. */
public final class AbsenceStore {
    private static final String CLAIM = """
            SELECT watch.place_code, watch.keyed_at,
                   cafe_state.last_event_at, cafe_state.state
            FROM absence_watch AS watch LEFT JOIN cafe_state ON cafe_state.place_code = watch.place_code
            WHERE watch.look_at <= $1
            ORDER BY watch.look_at
            LIMIT $2
            FOR UPDATE OF watch SKIP LOCKED
            """;

    private static final String PUT_OFF = """
            UPDATE absence_watch AS watch SET look_at = next.look_at
            FROM unnest($1::text[], $2::timestamptz[]) AS next (place_code, look_at)
            WHERE watch.place_code = next.place_code
            """;

    /** Another node that is at it holds the row. */
    private static final String MARKED = "SELECT facts_version FROM absence_facts FOR UPDATE SKIP LOCKED";

    private static final String MARK = "UPDATE absence_facts SET facts_version = $1";

    private static final String CHANGES = "SELECT area FROM facts_change WHERE version > $1 AND version <= $2";

    private static final String LOOK_AT_CAFES =
            "UPDATE absence_watch SET look_at = $1 WHERE place_code = ANY ($2) AND look_at > $1";

    /** Spread over some minutes: a province has thousands of cafés. */
    private static final String LOOK_AT_REGIONS = """
            UPDATE absence_watch AS watch SET look_at = least(look_at, $1::timestamptz + random() * interval '5 minutes')
            FROM cafe
            WHERE cafe.place_code = watch.place_code AND cafe.region LIKE ANY ($2)
            """;

    /**
     * A café that is due.
     *
     * @param keyedAt when its first agent key was made or its first enrolment code expired, whichever was earlier
     */
    public record WaitedFor(PlaceCode placeCode, Instant keyedAt, Presence presence) {}

    /** Claims at most {@code limit} cafés that are due, for the duration of the transaction. */
    public Future<List<WaitedFor>> claim(SqlClient client, Instant now, int limit) {
        return client.preparedQuery(CLAIM)
                .execute(Tuple.of(Columns.utc(now), limit))
                .map(rows -> {
                    var claimed = new ArrayList<WaitedFor>();
                    rows.forEach(row -> claimed.add(claimed(row)));
                    return claimed;
                });
    }

    /** Sets the time of each café's next check. */
    public Future<Void> postpone(SqlClient client, Map<PlaceCode, Instant> looks) {
        return SilenceStore.postpone(client, PUT_OFF, looks);
    }

    /**
     * Decisions about cafés may begin or end an absence: those that changes up to {@code version} touched are checked
     * again. In one transaction.
     */
    public Future<Void> lookAtChanged(SqlConnection connection, long version, Instant now) {
        return connection.preparedQuery(MARKED).execute().compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture();
            }
            long marked = rows.iterator().next().getLong("facts_version");
            return marked >= version
                    ? Future.succeededFuture()
                    : lookAtChanged(connection, marked, version, now)
                            .compose(looking -> connection.preparedQuery(MARK).execute(Tuple.of(version)))
                            .mapEmpty();
        });
    }

    private static Future<Void> lookAtChanged(SqlConnection connection, long marked, long version, Instant now) {
        return connection
                .preparedQuery(CHANGES)
                .execute(Tuple.of(marked, version))
                .compose(rows -> lookAt(connection, rows, rows.size() < version - marked, now));
    }

    /** @param forgotten whether some changes are no longer kept */
    private static Future<Void> lookAt(SqlConnection connection, RowSet<Row> changes, boolean forgotten, Instant now) {
        var cafes = new ArrayList<String>();
        var regions = new ArrayList<String>();
        if (forgotten) {
            regions.add("%");
        }
        for (Row change : changes) {
            String area = change.getString("area");
            if (area == null) {
                regions.add("%"); // the rules
            } else if (area.length() == RegionCode.DIGITS) {
                regions.add(new RegionCode(area).prefix() + "%");
            } else {
                cafes.add(area);
            }
        }
        return look(connection, LOOK_AT_REGIONS, regions, now)
                .compose(looking -> look(connection, LOOK_AT_CAFES, cafes, now));
    }

    private static Future<Void> look(SqlConnection connection, String sql, List<String> areas, Instant now) {
        return areas.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(sql)
                        .execute(Tuple.tuple()
                                .addOffsetDateTime(Columns.utc(now))
                                .addArrayOfString(areas.toArray(String[]::new))) // of(…) would spread it
                        .mapEmpty();
    }

    private static WaitedFor claimed(Row row) {
        return new WaitedFor(
                new PlaceCode(row.getString("place_code")),
                Columns.instant(row, "keyed_at"),
                row.getString("state") == null ? CafeState.Memory.EMPTY.presence() : CafeStateStore.presence(row));
    }
}
