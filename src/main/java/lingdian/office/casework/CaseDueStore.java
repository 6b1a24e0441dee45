package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.law.course.CaseId;
import lingdian.office.query.Conditions;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** The deadlines by which worklists sort, and by which state of the calendar they were reckoned. */
final class CaseDueStore {
    private static final String CLAIM = """
            SELECT entered FROM case_head, (SELECT count(*) AS entered FROM calendar_year) AS calendar
            WHERE calendar_entries <> entered FOR UPDATE OF case_head
            """;
    private static final String CLAIM_IF_FREE = CLAIM + "SKIP LOCKED";

    /** A case that has another version by now was reckoned with it. */
    private static final String WRITE = """
            UPDATE case_file AS f SET due_at = d.due_at
            FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) AS d (id, version, due_at)
            WHERE f.id = d.id AND f.version = d.version AND f.due_at <> d.due_at
            """;

    private static final String DONE = "UPDATE case_head SET calendar_entries = $1";

    private final CaseFileStore files;

    CaseDueStore(CaseFileStore files) {
        this.files = files;
    }

    /** @param due the end of its earliest deadline */
    record Due(CaseId id, long version, Instant due) {}

    /** How many entries the calendar has; empty where all is reckoned by them, or another node is at it just now. */
    Future<Optional<Long>> claim(SqlConnection connection) {
        return claim(connection, CLAIM_IF_FREE);
    }

    /** Whether deadlines are still to be reckoned. Waits while another node, or the grouping of violations, holds the row. */
    Future<Boolean> isWanted(SqlConnection connection) {
        return claim(connection, CLAIM).map(Optional::isPresent);
    }

    private static Future<Optional<Long>> claim(SqlConnection connection, String sql) {
        return connection
                .query(sql)
                .execute()
                .map(rows ->
                        RowStream.of(rows).map(row -> row.getLong("entered")).findFirst());
    }

    /** The next cases that are not over, by id. */
    Future<List<StoredCase>> open(SqlClient client, @Nullable CaseId after, int limit) {
        Conditions conditions = new Conditions().and("NOT ended").and("id > ?", after == null ? null : after.value());
        return files.outlines(client, conditions, "ORDER BY id LIMIT " + conditions.place(limit));
    }

    Future<Void> write(SqlConnection connection, Collection<Due> dues) {
        return CaseCopyStore.lock(connection, dues.stream().map(Due::id).toList())
                .compose(held -> connection
                        .preparedQuery(WRITE)
                        .execute(Tuple.of(
                                Columns.of(dues, UUID[]::new, due -> due.id().value()),
                                Columns.of(dues, Long[]::new, Due::version),
                                Columns.times(dues, Due::due))))
                .mapEmpty();
    }

    Future<Void> done(SqlConnection connection, long entries) {
        return connection.preparedQuery(DONE).execute(Tuple.of(entries)).mapEmpty();
    }
}
