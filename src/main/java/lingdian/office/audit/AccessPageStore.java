package lingdian.office.audit;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.office.query.Conditions;
import lingdian.office.query.CountStore;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * The access log as the auditor reads it.
 *
 * <p>Entries are numbered without gaps, so a page continues after a number, and an export of any length reads one page
 * at a time: no transaction stays open for others to wait for.
 */
final class AccessPageStore {
    /** As it was then: a name that somebody has now may have been another's. */
    private static final String NAME = """
            (SELECT coalesce(
               (SELECT former.name FROM former_name AS former
                WHERE former.account = person.id AND former.entries >= access_log.position ORDER BY until LIMIT 1), person.name)
             FROM account AS person WHERE person.id = CASE WHEN %1$s_kind = 'account' THEN %1$s_id::uuid END) AS %1$s_name
            """;

    private static final String COLUMNS =
            """
            SELECT position, id, at, actor_kind, actor_id, action, outcome, subject_kind, subject_id, region, details, reason, chain,
            """ + NAME.formatted("actor") + ", " + NAME.formatted("subject") + "FROM access_log\n";
    private static final String NAMED = """
            actor_kind = 'account' AND actor_id IN (
              SELECT id::text FROM account WHERE strpos(lower(name), lower(?)) > 0
              UNION ALL SELECT account::text FROM former_name WHERE strpos(lower(name), lower(?)) > 0)""";
    /**
     * The codes in an entry's details, such as the café of an order: without its numbers, which count something. What an auditor looked
     * for is no subject of the reading. The functions are those of the operators with a question mark, which is a value's place here.
     */
    private static final String DETAILS = """
            subject_kind IS DISTINCT FROM 'access-log' AND %s(jsonb_path_query_array(details::jsonb, '$.*'), ?)""";

    private static final String ON_SUBJECT = "(subject_id = ? OR " + DETAILS.formatted("jsonb_exists") + ")";
    private static final String AT_CAFES = "(subject_id = ANY (?) OR actor_kind = 'agent' AND actor_id = ANY (?) OR "
            + DETAILS.formatted("jsonb_exists_any") + ")";
    private static final String NEWEST_FIRST = """
            ORDER BY position DESC LIMIT
            """;
    private static final String OLDEST_FIRST = """
            ORDER BY position LIMIT
            """;

    /**
     * Filter of the log; null: no restriction.
     *
     * @param person a part of a name that the account that acted has, or had
     * @param subject an id, of the subject or among the details
     * @param cafes place codes of the cafés that it is about, or whose agent acted
     */
    record Filter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String action,
            @Nullable String outcome,
            @Nullable String account,
            @Nullable String placeCode,
            @Nullable String subject,
            @Nullable String person,
            @Nullable List<String> cafes) {}

    /**
     * A stored entry.
     *
     * @param subject null if it concerned nothing in particular
     * @param reason sealed
     */
    record StoredEntry(
            Link link,
            UUID id,
            Actor actor,
            String action,
            String outcome,
            @Nullable Subject subject,
            @Nullable String region,
            String details,
            byte @Nullable [] reason) {}

    /** The place in the chain. */
    record Link(long position, Instant at, byte[] chain) {}

    /** @param name the account's name at the entry; null if there is no such account any more */
    record Actor(String kind, @Nullable String id, @Nullable String name) {}

    /** @param name of an account at the entry; null for anything else */
    record Subject(
            String kind, @Nullable String id, @Nullable String name) {}

    /** The newest entries before a number. */
    Future<List<StoredEntry>> newest(SqlClient client, Filter filter, long before, int limit) {
        return read(client, filtered(filter).and("position < ?", before), NEWEST_FIRST, limit);
    }

    /** The oldest entries after a number. */
    Future<List<StoredEntry>> oldest(SqlClient client, Filter filter, long after, int limit) {
        return read(client, filtered(filter).and("position > ?", after), OLDEST_FIRST, limit);
    }

    Future<Long> count(SqlClient client, Filter filter) {
        return CountStore.count(client, "FROM access_log", filtered(filter));
    }

    private static Future<List<StoredEntry>> read(SqlClient client, Conditions conditions, String order, int limit) {
        String sql = COLUMNS + conditions.where() + order + conditions.place(limit);
        return client.preparedQuery(sql).execute(conditions.values()).map(AccessPageStore::stored);
    }

    private static Conditions filtered(Filter filter) {
        return new Conditions()
                .and("at >= ?", utc(filter.from()))
                .and("at < ?", utc(filter.to()))
                .and("action = ?", filter.action())
                .and("outcome = ?", filter.outcome())
                .and("actor_kind = 'account' AND actor_id = ?", filter.account())
                .and("actor_kind = 'agent' AND actor_id = ?", filter.placeCode())
                .and(ON_SUBJECT, filter.subject())
                .and(NAMED, filter.person())
                .and(AT_CAFES, filter.cafes() == null ? null : filter.cafes().toArray(String[]::new));
    }

    private static List<StoredEntry> stored(RowSet<Row> rows) {
        return RowStream.of(rows).map(AccessPageStore::stored).toList();
    }

    private static StoredEntry stored(Row row) {
        Buffer reason = row.getBuffer("reason");
        return new StoredEntry(
                new Link(
                        row.getLong("position"),
                        instant(row, "at"),
                        row.getBuffer("chain").getBytes()),
                row.getUUID("id"),
                new Actor(row.getString("actor_kind"), row.getString("actor_id"), row.getString("actor_name")),
                row.getString("action"),
                row.getString("outcome"),
                subject(row),
                row.getString("region"),
                row.getString("details"),
                reason == null ? null : reason.getBytes());
    }

    private static @Nullable Subject subject(Row row) {
        String kind = row.getString("subject_kind");
        return kind == null ? null : new Subject(kind, row.getString("subject_id"), row.getString("subject_name"));
    }
}
