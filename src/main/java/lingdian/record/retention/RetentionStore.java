package lingdian.record.retention;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Asks the database to drop days: its own functions check, count, record and drop. */
final class RetentionStore {
    private static final String CLAIM = "SELECT try_turn('retention') AS claimed";

    private static final String DROPPABLE = "SELECT day FROM droppable_days($1) AS day";

    private static final String HELD = """
            SELECT count(*) AS days FROM stored_days('journal', 'sealed') AS stored (day)
            WHERE day <= $1 AND held_day(day)
            """;

    private static final String UNCOUNTED = """
            SELECT day FROM stored_days('journal') AS stored (day)
            WHERE day < $1 AND NOT EXISTS (SELECT FROM daily_figures WHERE daily_figures.day = stored.day)
            ORDER BY day
            """;

    private static final String COUNT = "SELECT count_day($1)";

    private static final String DROP = "SELECT drop_day($1, $2)";

    private static final String PACKABLE = "SELECT day FROM packable_days($1) AS day";

    private static final String PACK = "SELECT pack_day($1, $2) AS records";

    private static final String RECORDED = "SELECT number, records, hash FROM retention_drop WHERE day = $1";

    private static final String DROPPABLE_MONTHS = "SELECT month AS day FROM droppable_access_months($1) AS month";

    private static final String DROP_MONTH = "SELECT drop_access_month($1)";

    private static final String DROP_FINDINGS = "SELECT drop_findings($1, $2) AS violations";

    private static final String DROP_KEY_CHANGES = "SELECT drop_key_changes($1) AS codes";

    private static final String LAST_DROPPED = "SELECT max(day) AS day FROM retention_drop";

    private static final String KEPT = "SELECT day FROM stored_days('sealed') AS stored (day) WHERE day <= $1";

    /** A drop as it is recorded. */
    record Drop(long number, long records, byte[] hash) {}

    /** Claims the right to drop for this transaction; false if another node has it. */
    Future<Boolean> claim(SqlClient client) {
        return client.query(CLAIM).execute().map(rows -> rows.iterator().next().getBoolean("claimed"));
    }

    /** The days up to one of them that may be dropped now, the oldest first. */
    Future<List<LocalDate>> droppable(SqlClient client, LocalDate upTo) {
        return days(client, DROPPABLE, upTo);
    }

    /** How many of the days up to one of them a legal hold keeps. */
    Future<Integer> held(SqlClient client, LocalDate upTo) {
        return client.preparedQuery(HELD)
                .execute(Tuple.of(upTo))
                .map(rows -> rows.iterator().next().getInteger("days"));
    }

    /** The days before {@code today} that have no figures yet. */
    Future<List<LocalDate>> uncounted(SqlClient client, LocalDate today) {
        return days(client, UNCOUNTED, today);
    }

    /** The latest day that was dropped; null if none was. */
    Future<@Nullable LocalDate> lastDropped(SqlClient client) {
        return client.query(LAST_DROPPED)
                .execute()
                .map(rows -> rows.iterator().next().getLocalDate("day"));
    }

    /** The days up to one of them that still exist. */
    Future<List<LocalDate>> keptUpTo(SqlClient client, LocalDate day) {
        return days(client, KEPT, day);
    }

    Future<Void> count(SqlClient client, LocalDate day) {
        return client.preparedQuery(COUNT).execute(Tuple.of(day)).mapEmpty();
    }

    /** The days up to one of them whose records may be packed now, the oldest first. */
    Future<List<LocalDate>> packable(SqlClient client, LocalDate upTo) {
        return days(client, PACKABLE, upTo);
    }

    /** @return how many records the day has */
    Future<Long> pack(SqlClient client, LocalDate day, Instant at) {
        return client.preparedQuery(PACK)
                .execute(Tuple.of(day, Columns.utc(at)))
                .map(rows -> rows.iterator().next().getLong("records"));
    }

    /** Drops a day, and returns what was recorded about it. */
    Future<Drop> drop(SqlClient client, LocalDate day, Instant at) {
        return client.preparedQuery(DROP)
                .execute(Tuple.of(day, Columns.utc(at)))
                .compose(dropped -> client.preparedQuery(RECORDED).execute(Tuple.of(day)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Drop(
                        row.getLong("number"),
                        row.getLong("records"),
                        row.getBuffer("hash").getBytes()));
    }

    /** The droppable months of the access log that ended before a moment, by their first days, the oldest first. */
    Future<List<LocalDate>> droppableMonths(SqlClient client, OffsetDateTime before) {
        return client.preparedQuery(DROPPABLE_MONTHS).execute(Tuple.of(before)).map(RetentionStore::days);
    }

    /** Drops the oldest month of the access log. */
    Future<Void> dropMonth(SqlClient client, LocalDate month) {
        return client.preparedQuery(DROP_MONTH).execute(Tuple.of(month)).mapEmpty();
    }

    /** @return how many violations were dropped */
    Future<Long> dropFindings(SqlClient client, OffsetDateTime before, OffsetDateTime casesClosedBefore) {
        return client.preparedQuery(DROP_FINDINGS)
                .execute(Tuple.of(before, casesClosedBefore))
                .map(rows -> rows.iterator().next().getLong("violations"));
    }

    /** @return how many codes for agents' keys were dropped */
    Future<Long> dropKeyChanges(SqlClient client, OffsetDateTime before) {
        return client.preparedQuery(DROP_KEY_CHANGES)
                .execute(Tuple.of(before))
                .map(rows -> rows.iterator().next().getLong("codes"));
    }

    private static Future<List<LocalDate>> days(SqlClient client, String query, LocalDate bound) {
        return client.preparedQuery(query).execute(Tuple.of(bound)).map(RetentionStore::days);
    }

    private static List<LocalDate> days(RowSet<Row> rows) {
        return RowStream.of(rows).map(row -> row.getLocalDate("day")).toList();
    }
}
