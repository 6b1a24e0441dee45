package lingdian.feed.notification;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Finds out who is to be reminded of what, once for all nodes. */
final class ReminderFillStore {
    /** A further case that is due adds nothing to what a reader does. */
    private static final int COUNTED_MAX = 1_000;

    /**
     * Requests that were not told yet, for each account that may decide them: a regulator of the authority and of the region, who did not
     * ask. A second node waits for the row of the first one, and finds it taken.
     */
    private static final String REQUESTS = """
            WITH waits AS (
              SELECT unmasking.id, unmasking.asked_at, unmasking.asked_by, violation.region, violation.authorities
              FROM unmasking JOIN violation ON violation.id = unmasking.violation_id
              WHERE unmasking.granted IS NULL AND unmasking.ends_at > $1
              UNION ALL
              SELECT record_request.id, record_request.asked_at, record_request.asked_by, cafe.region, ARRAY[record_request.authority]
              FROM record_request JOIN cafe ON cafe.place_code = record_request.place_code
              WHERE record_request.granted IS NULL AND record_request.ends_at > $1
              UNION ALL
              SELECT id, lifting_asked_at, lifting_asked_by, region, ARRAY[authority] FROM legal_hold
              WHERE lifting_asked_at IS NOT NULL AND lifted_at IS NULL),
            told AS (
              INSERT INTO notification_request (request_id, asked_at, at)
              SELECT id, asked_at, $1 FROM waits
              WHERE NOT EXISTS (SELECT FROM notification_request AS before
                WHERE before.request_id = waits.id AND before.asked_at = waits.asked_at)
              ORDER BY id
              ON CONFLICT DO NOTHING
              RETURNING request_id, asked_at)
            SELECT target.id AS target, target.account, account.region, count(*) AS changes,
              setting.group_minutes, setting.quiet_from, setting.quiet_to, setting.quiet_drops
            FROM told JOIN waits ON waits.id = told.request_id AND waits.asked_at = told.asked_at
            JOIN account ON account.ended_at IS NULL AND account.role = 'regulator' AND account.authority = ANY (waits.authorities)
              AND account.region IN (waits.region, left(waits.region, 4) || '00', left(waits.region, 2) || '0000', '000000')
              AND account.id <> waits.asked_by
            JOIN notification_setting AS setting ON setting.account = account.id AND NOT setting.muted AND setting.approvals
            JOIN notification_target AS target ON target.account = account.id
            GROUP BY target.id, target.account, account.region, setting.account
            """;

    /** Accounts for which nobody looked on this day yet. A node skips those that another one looks at. */
    private static final String LOOK = """
            WITH free AS MATERIALIZED (
              SELECT setting.account FROM notification_setting AS setting JOIN account ON account.id = setting.account
              WHERE account.ended_at IS NULL AND account.role IN ('regulator', 'operator')
                AND NOT setting.muted AND setting.deadlines <> 'none'
                AND (setting.reminded_on IS NULL OR setting.reminded_on < $1)
              LIMIT $2
              FOR NO KEY UPDATE OF setting SKIP LOCKED)
            UPDATE notification_setting AS setting SET reminded_on = $1 FROM free WHERE setting.account = free.account
            RETURNING setting.account
            """;

    /** An officer's cases that are due, and what an operator's cafés must correct. */
    private static final String DUE = """
            SELECT target.id AS target, target.account, coalesce(account.region, left(account.place_code, 6)) AS region, due.changes,
              setting.group_minutes, setting.quiet_from, setting.quiet_to, setting.quiet_drops
            FROM notification_setting AS setting JOIN account ON account.id = setting.account
            JOIN notification_target AS target ON target.account = account.id
            CROSS JOIN LATERAL (SELECT count(*) AS changes FROM (
              (SELECT 1 FROM case_file AS file
              WHERE account.role = 'regulator' AND NOT file.ended AND file.due_at <= $2 AND file.authority = account.authority
                AND account.region IN (file.region, left(file.region, 4) || '00', left(file.region, 2) || '0000', '000000')
                AND (setting.deadlines = 'all' OR file.id IN (
                  SELECT assigned.case_id FROM case_assignee AS assigned WHERE assigned.account = account.id))
              LIMIT %1$d)
              UNION ALL
              (SELECT 1 FROM case_file AS file
              WHERE account.role = 'operator' AND file.step = 'correcting' AND %2$s <= $2
                AND file.place_code = ANY (account.place_code || account.other_place_codes)
              LIMIT %1$d)) AS counted) AS due
            WHERE setting.account = ANY ($1) AND due.changes > 0
            """.formatted(COUNTED_MAX, ReminderStore.correctBy("file"));

    /**
     * A target whose account is to be reminded.
     *
     * @param region of the account; of an operator the café's county
     * @param changes the number of requests or cases
     */
    record Reminded(
            UUID target,
            AccountId account,
            String region,
            int changes,
            int groupMinutes,
            @Nullable QuietHours quiet) {}

    /** Takes the requests that were not told yet. */
    Future<List<Reminded>> requests(SqlConnection connection, Instant now) {
        return connection
                .preparedQuery(REQUESTS)
                .execute(Tuple.of(utc(now)))
                .map(rows -> RowStream.of(rows).map(ReminderFillStore::reminded).toList());
    }

    /** Takes accounts that were not looked at for this day yet; none are left if there are fewer than the limit. */
    Future<List<AccountId>> accounts(SqlConnection connection, LocalDate day, int limit) {
        return connection
                .preparedQuery(LOOK)
                .execute(Tuple.of(day, limit))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new AccountId(row.getUUID("account")))
                        .toList());
    }

    /** @param until cases that are due up to this moment */
    Future<List<Reminded>> due(SqlConnection connection, List<AccountId> accounts, Instant until) {
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(Columns.of(accounts, UUID[]::new, AccountId::value), utc(until)))
                .map(rows -> RowStream.of(rows).map(ReminderFillStore::reminded).toList());
    }

    private static Reminded reminded(Row row) {
        return new Reminded(
                row.getUUID("target"),
                new AccountId(row.getUUID("account")),
                row.getString("region"),
                Math.toIntExact(row.getLong("changes")),
                row.getInteger("group_minutes"),
                OutboxFillStore.quiet(row));
    }
}
