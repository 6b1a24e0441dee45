package lingdian.record.hours;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import lingdian.law.hours.Area;
import lingdian.law.hours.AreaLimit;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.ChangeResult.TooMany;

/** Counts the entries of an area before one is added: it may have so many of each kind. */
final class EntryLimitStore {
    private EntryLimitStore() {}

    /** The kinds of entries, each with its statement that counts those of an area. */
    enum Kind {
        SCHEDULE("""
                SELECT 0::bigint AS in_force, count(*) FILTER (WHERE entered_at > $2) AS entered
                FROM schedule
                WHERE (place_code = $1 OR region = $1) AND $3::timestamptz IS NOT NULL
                """),
        ORDER("""
                SELECT count(*) FILTER (WHERE begins_at < ends_at AND ends_at > $3) AS in_force,
                  count(*) FILTER (WHERE entered_at > $2) AS entered
                FROM hours_order
                WHERE place_code = $1 OR region = $1
                """),
        SUSPENSION("""
                SELECT count(*) FILTER (WHERE ends_at IS NULL OR begins_at < ends_at AND ends_at > $3) AS in_force,
                  count(*) FILTER (WHERE entered_at > $2) AS entered
                FROM suspension
                WHERE place_code = $1
                """),
        CLOSURE("""
                SELECT count(*) FILTER (WHERE ends_at IS NULL OR begins_at < ends_at AND ends_at > $3) AS in_force,
                  count(*) FILTER (WHERE entered_at > $2) AS entered
                FROM closure
                WHERE place_code = $1
                """);

        private final String counts;

        Kind(String counts) {
            this.counts = counts;
        }
    }

    /**
     * Goes on with {@code next} if {@code area} may have one more; exact if the caller holds the lock on {@code head},
     * which everybody who enters one takes first.
     */
    static <T> Future<ChangeResult<T>> ifRoom(
            SqlClient client, Kind kind, Area area, Instant now, Supplier<Future<ChangeResult<T>>> next) {
        Instant since = now.minus(AreaLimit.DAYS, ChronoUnit.DAYS);
        return client.preparedQuery(kind.counts)
                .execute(Tuple.of(area.text(), utc(since), utc(now)))
                .map(rows -> rows.iterator().next())
                .compose(row -> AreaLimit.reached(row.getLong("in_force"), row.getLong("entered"))
                        .map(limit -> Future.<ChangeResult<T>>succeededFuture(new TooMany<>(limit)))
                        .orElseGet(next));
    }
}
