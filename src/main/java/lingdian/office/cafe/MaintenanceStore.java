package lingdian.office.cafe;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.domain.PlaceCode;
import lingdian.law.hours.Interval;
import lingdian.office.query.Conditions;
import lingdian.office.query.Cursor;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Operators' notices of work in their cafés. */
public final class MaintenanceStore {
    /** So that simultaneous notices are counted one after the other. */
    private static final String LOCK = "SELECT FROM cafe WHERE place_code = $1 FOR NO KEY UPDATE";

    private static final String ADD = """
            INSERT INTO maintenance (id, place_code, work, begins_at, ends_at, at, account)
            SELECT $1, $2, $3, $4, $5, $6, $7
            WHERE (SELECT count(*) FROM maintenance WHERE place_code = $2 AND ends_at > $6) < $8
            """;
    private static final String OF = """
            SELECT id, work, begins_at, ends_at, at FROM maintenance
            """;
    private static final String LATEST_FIRST = "ORDER BY begins_at DESC, id LIMIT ";

    /**
     * A notice.
     *
     * @param work one of a few words
     * @param at when it was given
     */
    record Notice(UUID id, String work, Interval interval, Instant at) {}

    /**
     * Within a transaction.
     *
     * @return whether it is stored: not if {@code most} others of the café have not ended yet
     */
    Future<Boolean> add(SqlClient client, PlaceCode placeCode, Notice notice, Account account, int most) {
        return client.preparedQuery(LOCK)
                .execute(Tuple.of(placeCode.value()))
                .compose(locked -> insert(client, placeCode, notice, account, most));
    }

    private static Future<Boolean> insert(
            SqlClient client, PlaceCode placeCode, Notice notice, Account account, int most) {
        return client.preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addUUID(notice.id())
                        .addString(placeCode.value())
                        .addString(notice.work())
                        .addOffsetDateTime(utc(notice.interval().from()))
                        .addOffsetDateTime(utc(notice.interval().to()))
                        .addOffsetDateTime(utc(notice.at()))
                        .addUUID(account.id().value())
                        .addInteger(most))
                .map(added -> added.rowCount() == 1);
    }

    /** One café's notices, ordered by when they begin, the latest first. */
    public Future<List<Notice>> of(
            SqlClient client, PlaceCode placeCode, Cursor.@Nullable AfterViolation after, int limit) {
        Conditions conditions =
                new Conditions().and("place_code = ?", placeCode).after("begins_at", after);
        return client.preparedQuery(OF + conditions.where() + LATEST_FIRST + conditions.place(limit))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(MaintenanceStore::notice).toList());
    }

    private static Notice notice(Row row) {
        return new Notice(
                row.getUUID("id"),
                row.getString("work"),
                new Interval(instant(row, "begins_at"), instant(row, "ends_at")),
                instant(row, "at"));
    }
}
