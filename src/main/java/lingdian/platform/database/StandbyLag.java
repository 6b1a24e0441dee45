package lingdian.platform.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How far a standby is behind its primary.
 *
 * <p>The standby is asked what it has replayed, and then the primary where its log ends. A standby alone cannot say: one
 * that is cut off has replayed all that it received.
 */
final class StandbyLag {
    private static final String REPLAYED = """
            SELECT pg_is_in_recovery() AS recovering, pg_last_wal_replay_lsn()::text AS replayed,
              pg_last_xact_replay_timestamp() AS newest, (SELECT system_identifier FROM pg_control_system()) AS system
            """;
    // What the service commits is acknowledged, and seen by other sessions, once it is on the disk.
    private static final String MISSING = """
            SELECT CASE WHEN pg_is_in_recovery() THEN NULL
                        ELSE pg_wal_lsn_diff(pg_current_wal_flush_lsn(), $1::text::pg_lsn)::bigint END AS missing,
              clock_timestamp() AS now, (SELECT system_identifier FROM pg_control_system()) AS system
            """;

    private final SqlClient primary;
    private volatile boolean historyChanged;
    private volatile @Nullable OffsetDateTime changedAt;

    /** The standby cannot answer, and the primary must. */
    static final class Declined extends Exception {
        private static final long serialVersionUID = 1L;

        Declined(String why) {
            super(why, null, false, false);
        }
    }

    StandbyLag(SqlClient primary) {
        this.primary = primary;
    }

    /**
     * The database has a new primary. A standby of the old one may have replayed what is in no other history, so none is
     * read before it has replayed a commit that was made after now.
     */
    void historyChanged() {
        historyChanged = true;
    }

    /**
     * How many milliseconds a standby is behind: the age of the newest commit that it has replayed, or 0 if it has
     * replayed all. What it reads afterwards is not older. Fails with {@link Declined} where it follows another database
     * or another history.
     */
    Future<Long> behindMillis(SqlClient standby) {
        return standby.query(REPLAYED)
                .execute()
                .compose(rows -> behindMillis(rows.iterator().next()));
    }

    private Future<Long> behindMillis(Row replayed) {
        String position = replayed.getString("replayed");
        if (!replayed.getBoolean("recovering") || position == null) {
            return Future.failedFuture(new Declined("is no standby"));
        }
        return primary.preparedQuery(MISSING)
                .execute(Tuple.of(position))
                .compose(rows -> behindMillis(replayed, rows.iterator().next()));
    }

    private Future<Long> behindMillis(Row replayed, Row end) {
        Long missing = end.getLong("missing");
        OffsetDateTime now = end.getOffsetDateTime("now");
        OffsetDateTime newest = replayed.getOffsetDateTime("newest");
        if (missing == null || missing < 0 || !end.getLong("system").equals(replayed.getLong("system"))) {
            return Future.failedFuture(new Declined("does not follow this primary"));
        }
        if (newest == null || newest.isBefore(change(now))) {
            return Future.failedFuture(new Declined("has replayed no commit of this primary"));
        }
        return Future.succeededFuture(
                missing == 0 ? 0 : Math.max(1, Duration.between(newest, now).toMillis()));
    }

    private OffsetDateTime change(OffsetDateTime now) {
        if (historyChanged) {
            historyChanged = false;
            changedAt = now;
        }
        OffsetDateTime change = changedAt;
        return change == null ? OffsetDateTime.MIN : change;
    }
}
