package lingdian.record.hours;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Supplier;
import lingdian.domain.Authority;
import lingdian.law.hours.Area;
import lingdian.law.hours.AreaLimit;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.ChangeResult.TooMany;
import org.jspecify.annotations.Nullable;

/** Counts the entries of an area before one is added: it may have so many of each kind. */
final class EntryLimitStore {
    private static final String COUNT = """
            SELECT count(*) FILTER (WHERE in_force) AS in_force, count(*) FILTER (WHERE entered) AS entered,
              count(*) FILTER (WHERE in_force AND own) AS own_in_force, count(*) FILTER (WHERE entered AND own) AS own_entered
            FROM (
              SELECT begins_at < ends_at AND ends_at > $3 AS in_force, entered_at > $2 AS entered, entered_by = $4 AS own
              FROM (%s) AS entry
              WHERE decided = $5 AND (ordered_by = $6 OR $6 IS NULL)) AS counted
            """;

    private EntryLimitStore() {}

    /** The kinds of entries, each with its statement that finds those of an area. */
    enum Kind {
        /** Without times: none counts as in force. */
        SCHEDULE("""
                SELECT NULL::timestamptz AS begins_at, NULL::timestamptz AS ends_at, entered_at, entered_by, false AS decided,
                  NULL AS ordered_by
                FROM schedule
                WHERE place_code = $1 OR region = $1
                """),
        ORDER("""
                SELECT begins_at, ends_at, entered_at, entered_by, false AS decided, NULL AS ordered_by
                FROM hours_order
                WHERE place_code = $1 OR region = $1
                """),
        SUSPENSION("""
                SELECT begins_at, coalesce(ends_at, 'infinity') AS ends_at, entered_at, entered_by, decided, ordered_by
                FROM suspension
                WHERE place_code = $1
                """),
        CLOSURE("""
                SELECT begins_at, coalesce(ends_at, 'infinity') AS ends_at, entered_at, entered_by, decided, NULL AS ordered_by
                FROM closure
                WHERE place_code = $1
                """);

        private final String counts;

        Kind(String rows) {
            this.counts = COUNT.formatted(rows);
        }
    }

    /**
     * What is to be added.
     *
     * @param authority whose entries alone count: neither authority fills the other's room; null: all count
     */
    record Wanted(
            Kind kind, Area area, EnteredBy by, @Nullable Authority authority) {
        static Wanted of(Kind kind, Area area, EnteredBy by) {
            return new Wanted(kind, area, by, null);
        }

        static Wanted suspension(Area.Cafe cafe, EnteredBy by, Authority authority) {
            return new Wanted(Kind.SUSPENSION, cafe, by, authority);
        }

        private Tuple values(Instant now) {
            return Tuple.from(Arrays.asList(
                    area.text(),
                    utc(now.minus(AreaLimit.DAYS, ChronoUnit.DAYS)),
                    utc(now),
                    by.account().value(),
                    by.byDecision(),
                    authority == null ? null : authority.wire()));
        }
    }

    /**
     * Goes on with {@code next} if there is room for what is wanted; exact if the caller holds the lock on {@code head},
     * which everybody who enters one takes first.
     */
    static <T> Future<ChangeResult<T>> ifRoom(
            SqlClient client, Wanted wanted, Instant now, Supplier<Future<ChangeResult<T>>> next) {
        return client.preparedQuery(wanted.kind().counts)
                .execute(wanted.values(now))
                .map(rows -> rows.iterator().next())
                .compose(row -> AreaLimit.reached(
                                new AreaLimit.Count(row.getLong("in_force"), row.getLong("entered")),
                                new AreaLimit.Count(row.getLong("own_in_force"), row.getLong("own_entered")))
                        .map(limit -> Future.<ChangeResult<T>>succeededFuture(new TooMany<>(limit)))
                        .orElseGet(next));
    }
}
