package lingdian.record.accesslog;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.evidence.RecordHash;
import lingdian.record.journal.VerificationStore;

/**
 * Reads the whole access log in order, without holding it in memory. Blocking: only {@code verify} and the nightly
 * verification use it.
 */
public final class VerificationOfAccessStore implements AutoCloseable {
    private static final String END = "SELECT position, chain, now() AS at FROM access_log_head";
    private static final String CUTS =
            "SELECT details FROM access_log WHERE action = '" + Action.DROP_ACCESS_MONTH.wire() + "'";
    private static final String ENTRIES = "SELECT * FROM access_log ORDER BY position, at";

    /**
     * Documents and the entries of their making, each with the other or without. What belongs to a case that is erased has
     * neither to be there; but no case is gone if none was erased since its document was made.
     *
     * <p>Something is older than the log only where the log's beginning was dropped, and no document is older than its case;
     * less a day for clocks that differ.
     */
    private static final String DOCUMENTS =
            """
            WITH log AS (
              SELECT coalesce(min(position), 1) = 1 AS whole, min(at) + interval '1 day' AS since FROM access_log
            ), said AS (
              SELECT position, (details::jsonb ->> 'document')::uuid AS document, subject_id::uuid AS case_id, details::jsonb ->> 'hash' AS hash
              FROM access_log WHERE action = '%1$s' AND outcome = 'done'
            ), voided AS (
              SELECT DISTINCT (details::jsonb ->> 'document')::uuid AS document FROM access_log WHERE action = '%2$s' AND outcome = 'done'
            )
            SELECT coalesce(made.id, said.document) AS document, coalesce(said.case_id, made.case_id) AS case_id,
                   made.case_id IS DISTINCT FROM said.case_id AS moved, made.content, made.content_hash, said.hash AS said,
                   log.whole OR made.at >= log.since OR made.at < case_file.opened_at - interval '1 day' AS logged,
                   made.void_at IS NOT NULL AS void, voided.document IS NOT NULL AS said_void,
                   log.whole OR made.void_at >= log.since OR made.void_at < made.at - interval '1 day' AS void_logged
            FROM log CROSS JOIN (case_document AS made FULL JOIN said ON said.document = made.id)
            LEFT JOIN voided ON voided.document = made.id
            LEFT JOIN case_file ON case_file.id = made.case_id
            WHERE made.id IS NOT NULL
              OR EXISTS (SELECT FROM case_file WHERE id = said.case_id)
              OR said.position > (SELECT coalesce(max(position), 0) FROM access_log WHERE action = '%3$s')
            ORDER BY made.at, 1
            """.formatted(Action.MAKE_DOCUMENT.wire(), Action.VOID_DOCUMENT.wire(), Action.ERASE_CASES.wire());

    /**
     * Rows that findings rest on, each with the entry that it was entered with and the last one that ended it. A decision on a case
     * enters without saying an end. Something is older than the log only where the log's beginning was dropped.
     */
    private static final String CHANGES = """
            WITH log AS (
              SELECT coalesce(min(position), 1) = 1 AS whole, min(at) + interval '1 day' AS since FROM access_log
            ), said AS (
              SELECT position, action, actor_id, subject_id, details::jsonb AS details FROM access_log
              WHERE outcome = 'done'
                AND action IN ('%1$s', '%2$s', '%3$s', '%4$s', '%5$s', '%6$s', '%7$s', '%8$s')
            ), made AS (
              SELECT 'schedule ' || entered AS name, coalesce(place_code, region) AS subject, '%1$s' AS action, NULL AS ending,
                     entered::text AS entered, coalesce(place_code, region) AS area, valid_from::timestamp AT TIME ZONE 'UTC' AS begins_at,
                     NULL::timestamptz AS ends_at, NULL AS state, NULL AS hash, entered_by::text AS who, entered_at AS at
              FROM schedule
              UNION ALL
              SELECT 'order ' || id, id::text, '%2$s', '%3$s', NULL, coalesce(place_code, region), begins_at, ends_at, NULL, NULL,
                     entered_by::text, entered_at
              FROM hours_order
              UNION ALL
              SELECT 'suspension ' || id, id::text, '%4$s', '%5$s', NULL, place_code, begins_at, ends_at, NULL, NULL, entered_by::text,
                     entered_at
              FROM suspension
              UNION ALL
              SELECT 'closure ' || id, id::text, '%6$s', '%7$s', NULL, place_code, begins_at, ends_at, NULL, NULL, entered_by::text, entered_at
              FROM closure
              UNION ALL
              SELECT 'rules ' || id, id::text, '%8$s', NULL, NULL, NULL, NULL, NULL, state, encode(sha256(convert_to(content, 'UTF8')), 'hex'),
                     coalesce(decided_by, CASE source WHEN 'account' THEN author END)::text, coalesce(decided_at, proposed_at)
              FROM rule_release
            )
            SELECT made.name, CASE
                WHEN entry.position IS NULL THEN
                  CASE WHEN log.whole OR made.at >= log.since THEN 'no entry of the access log says this of it' END
                WHEN made.who IS NOT NULL AND made.who IS DISTINCT FROM entry.actor_id THEN 'the entry of the access log is of somebody else'
                WHEN entry.details ->> 'hash' <> made.hash THEN 'its content is not that of its entry in the access log'
                WHEN made.begins_at IS NOT NULL AND entry.details ? 'from' AND made.begins_at IS DISTINCT FROM %9$s
                  OR entry.details ->> 'for' <> made.area THEN 'it is not what its entry in the access log says'
                WHEN made.ending IS NOT NULL AND (ended.details IS NOT NULL OR NOT entry.details ? 'case')
                  AND made.ends_at IS DISTINCT FROM %10$s
                  THEN 'no entry of the access log says that it ends then'
              END AS fault
            FROM log CROSS JOIN made
            LEFT JOIN LATERAL (
              SELECT * FROM said
              WHERE said.subject_id = made.subject AND said.action = made.action
                AND said.details ->> 'entered' IS NOT DISTINCT FROM made.entered AND said.details ->> 'state' IS NOT DISTINCT FROM made.state
              ORDER BY position LIMIT 1) AS entry ON true
            LEFT JOIN LATERAL (
              SELECT * FROM said WHERE said.subject_id = made.subject AND said.action = made.ending
              ORDER BY position DESC LIMIT 1) AS ended ON true
            ORDER BY made.at, made.name
            """.formatted(
                    Action.SET_HOURS.wire(),
                    Action.CREATE_ORDER.wire(),
                    Action.END_ORDER.wire(),
                    Action.CREATE_SUSPENSION.wire(),
                    Action.END_SUSPENSION.wire(),
                    Action.CREATE_CLOSURE.wire(),
                    Action.END_CLOSURE.wire(),
                    Action.CHANGE_RULES.wire(),
                    time("entry.details ->> 'from' || CASE WHEN made.entered IS NULL THEN '' ELSE 'T00:00:00Z' END"),
                    time("coalesce(ended.details, entry.details) ->> 'to'"));

    private static final int FILES_AT_ONCE = 8;
    private static final int ROWS_AT_ONCE = 2_000;

    /** The end of the log, according to its head, and the database's time. */
    record End(long position, byte[] chain, Instant now) {}

    private final Connection connection;

    private VerificationOfAccessStore(Connection connection) {
        this.connection = connection;
    }

    public static VerificationOfAccessStore open(DatabaseAddress address) throws SQLException {
        Connection connection =
                DriverManager.getConnection(address.jdbcUrlOfSchema(), address.user(), address.password());
        connection.setAutoCommit(false); // one snapshot, and rows by portions
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        return new VerificationOfAccessStore(connection);
    }

    /**
     * The time of a text as Java writes it: PostgreSQL knows neither its sign before years of five digits nor the years 0 and -1.
     * It is null where the text is no time, so that one entry does not end the comparison of all.
     */
    private static String time(String text) {
        String spelt = "ltrim(regexp_replace(regexp_replace(" + text
                + ", '^0000(.*)', '0001\\1 BC'), '^-0001(.*)', '0002\\1 BC'), '+')";
        return "CASE WHEN pg_input_is_valid(" + spelt + ", 'timestamptz') THEN (" + spelt + ")::timestamptz END";
    }

    RecordHash hash() throws SQLException {
        return VerificationStore.hash(connection);
    }

    End end() throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(END)) {
            return rows.next()
                    ? new End(rows.getLong("position"), rows.getBytes("chain"), instant(rows))
                    : new End(0, AccessRecord.origin(), Instant.MIN);
        }
    }

    /**
     * The chain hash at each number up to which entries were dropped, according to the entries that recorded the cuts.
     */
    Map<Long, String> cuts() throws SQLException {
        var cuts = new HashMap<Long, String>();
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CUTS)) {
            while (rows.next()) {
                AccessLogStore.readCut(new JsonObject(rows.getString("details")), cuts);
            }
        }
        return cuts;
    }

    /** @param reader returns whether to continue */
    void entries(Predicate<AccessRecord> reader) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(ENTRIES)) {
                while (rows.next()) {
                    if (!reader.test(entry(rows))) {
                        return;
                    }
                }
            }
        }
    }

    /** @param reader returns whether to continue */
    void documents(Predicate<VerificationOfDocuments.Made> reader) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(FILES_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(DOCUMENTS)) {
                while (rows.next()) {
                    var made = new VerificationOfDocuments.Made(
                            rows.getObject("document", UUID.class),
                            rows.getObject("case_id", UUID.class),
                            rows.getBytes("content"),
                            rows.getBytes("content_hash"),
                            rows.getString("said"),
                            rows.getBoolean("moved"),
                            rows.getBoolean("logged"),
                            new VerificationOfDocuments.Voiding(
                                    rows.getBoolean("void"),
                                    rows.getBoolean("said_void"),
                                    rows.getBoolean("void_logged")));
                    if (!reader.test(made)) {
                        return;
                    }
                }
            }
        }
    }

    /** @param reader returns whether to continue */
    void changes(Predicate<VerificationOfChanges.Change> reader) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(CHANGES)) {
                while (rows.next()) {
                    if (!reader.test(
                            new VerificationOfChanges.Change(rows.getString("name"), rows.getString("fault")))) {
                        return;
                    }
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static AccessRecord entry(ResultSet row) throws SQLException {
        return new AccessRecord(
                new AccessRecord.Link(row.getLong("position"), instant(row), row.getBytes("chain")),
                row.getObject("id", UUID.class),
                new AccessRecord.Party(row.getString("actor_kind"), row.getString("actor_id")),
                row.getString("action"),
                row.getString("outcome"),
                new AccessRecord.Party(row.getString("subject_kind"), row.getString("subject_id")),
                row.getString("region"),
                row.getObject("person", UUID.class),
                row.getString("details"),
                new AccessRecord.Reason(row.getBytes("reason"), row.getBytes("reason_hash")));
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("at", OffsetDateTime.class).toInstant();
    }
}
