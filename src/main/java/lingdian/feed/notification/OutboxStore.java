package lingdian.feed.notification;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.platform.work.Attempts;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/**
 * Leases due messages, and records their outcome.
 *
 * <p>A lease covers a target and its oldest message for a limited time, so that no transaction waits for an external
 * server, and only one message at a time is under way to each target. If a node dies, another takes the target after
 * the lease.
 */
final class OutboxStore {
    /** Attempts under way on a node. */
    static final int OF_AN_ACCOUNT = 2;

    static final int OF_AN_OFFICE = 4;
    /** In place of an office's name. */
    private static final String OPERATORS = "operators";

    /** Each account and office in its turn, and of none more than its share; what another node takes at this moment is left to it. */
    private static final String TAKE = """
            WITH busy AS (SELECT * FROM unnest($4::uuid[], $5::text[], $6::integer[]) AS busy (account, office, attempts)),
            due AS (
              SELECT target.id, target.account, target.next_at, first.id AS delivery,
                CASE account.role WHEN 'operator' THEN $9::text ELSE concat_ws('/', account.region, account.authority, account.role) END AS office,
                row_number() OVER (PARTITION BY target.account ORDER BY target.next_at, target.id) AS of_account
              FROM notification_target AS target
              JOIN account ON account.id = target.account
              CROSS JOIN LATERAL (
                SELECT d.id FROM notification_delivery AS d
                WHERE d.target = target.id AND d.state IN ('gathering', 'waiting') AND d.due_at <= $1
                ORDER BY d.due_at, d.id LIMIT 1) AS first
              WHERE target.next_at <= $1),
            queued AS (
              SELECT due.*, row_number() OVER (PARTITION BY office ORDER BY next_at, due.id) AS of_office
              FROM due LEFT JOIN (SELECT account, sum(attempts) AS attempts FROM busy GROUP BY account) AS own USING (account)
              WHERE of_account + coalesce(attempts, 0) <= $7::integer),
            chosen AS (
              SELECT queued.id, delivery, office FROM queued
              LEFT JOIN (SELECT office, sum(attempts) AS attempts FROM busy GROUP BY office) AS own USING (office)
              WHERE of_office + coalesce(attempts, 0) <= CASE office WHEN $9::text THEN $10::integer ELSE $8::integer END
              ORDER BY of_office + coalesce(attempts, 0), next_at, id LIMIT $2),
            free AS (
              SELECT target.id, chosen.delivery, chosen.office
              FROM notification_target AS target JOIN chosen ON chosen.id = target.id
              WHERE target.next_at <= $1
              FOR NO KEY UPDATE OF target SKIP LOCKED),
            taken AS (
              UPDATE notification_target AS target SET next_at = $3 FROM free WHERE target.id = free.id
              RETURNING free.delivery, free.office, target.id, target.account, target.format, target.url, target.secret)
            UPDATE notification_delivery AS d SET state = 'waiting', attempts = d.attempts + 1
            FROM taken JOIN notification_setting AS setting ON setting.account = taken.account
            WHERE d.id = taken.delivery AND d.state IN ('gathering', 'waiting') AND d.due_at <= $1
            RETURNING d.id, d.area, d.about, d.positions, d.changes, d.attempts, d.give_up_at,
              taken.id AS target, taken.office, taken.account, taken.format, taken.url, taken.secret,
              setting.language, setting.muted, setting.deadlines, setting.quiet_from, setting.quiet_to, setting.quiet_drops
            """;

    /** Has no effect if another node has taken over the message. */
    private static final String SETTLE = """
            WITH settled AS (
              UPDATE notification_delivery SET state = $3, due_at = $4, give_up_at = $5, attempts = $6, failure = $7,
                settled_at = $8
              WHERE id = $1 AND attempts = $2 AND state = 'waiting')
            UPDATE notification_target SET next_at = $10, delivered_at = coalesce($11, delivered_at)
            WHERE id = $9 AND next_at = $12
            """;

    private static final String PURGE = """
            WITH old AS (DELETE FROM notification_standing WHERE at < $1),
              decided AS (DELETE FROM notification_request WHERE at < $1)
            DELETE FROM notification_delivery WHERE settled_at < $1
            """;

    private static final String DEPTH = """
            SELECT count(*) AS waiting, min(due_at) AS oldest FROM notification_delivery
            WHERE state IN ('gathering', 'waiting')
            """;

    private final QueryPool pool;
    private final Vault vault;

    OutboxStore(QueryPool pool, Vault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /**
     * Who waits for the receiver, if it is slow. All operators count as one office, with half of the places, since there may be
     * thousands of them.
     *
     * @param office its region and authority, or {@link #OPERATORS}
     */
    record Holder(AccountId account, String office) {}

    /**
     * A leased message, with its target and what the account wishes.
     *
     * @param attempt the number of this attempt, from 1
     * @param area a place code, or the code of a region
     * @param until the end of the lease, after which this attempt counts as lost
     */
    record LeasedMessage(
            UUID id,
            Topic topic,
            String area,
            List<Long> positions,
            int changes,
            int attempt,
            Instant giveUpAt,
            Instant until,
            Target target,
            Holder holder,
            Wishes wishes) {}

    /**
     * Where it goes.
     *
     * @param url null if it can no longer be decrypted
     */
    record Target(
            UUID id,
            AccountId account,
            Format format,
            @Nullable String url,
            @Nullable String secret) {
        @Override
        public String toString() {
            return "Target[" + id + "]"; // address and secret must not be logged
        }
    }

    /**
     * How the account wishes to be told.
     *
     * @param deadlines which cases it wants to be reminded of: {@code none}, {@code own} or {@code all}
     */
    record Wishes(
            String language,
            boolean muted,
            String deadlines,
            @Nullable QuietHours quiet) {}

    /**
     * The outcome of an attempt.
     *
     * @param state {@code waiting} for another attempt, {@code delivered}, {@code dead} or {@code stopped}
     * @param dueAt time of the next attempt, or of the last one if there is none
     * @param attempts the number of attempts that count
     * @param failure a word; null if there was none
     */
    record AttemptOutcome(
            String state,
            Instant dueAt,
            Instant giveUpAt,
            int attempts,
            @Nullable String failure) {
        boolean isOver() {
            return !state.equals("waiting");
        }
    }

    /** The number of unsettled messages, and the due time of the oldest. */
    record Depth(long waiting, @Nullable Instant oldestDueAt) {}

    /**
     * @param ofOperators how many messages to operators may be under way
     * @param lease after which each attempt counts as lost
     */
    Future<List<LeasedMessage>> take(Instant now, Attempts.Room<Holder> room, int ofOperators, Duration lease) {
        Instant until = now.plus(lease);
        List<Holder> busy = List.copyOf(room.busy().keySet());
        return pool.preparedQuery(TAKE)
                .execute(Tuple.from(Arrays.asList(
                        utc(now),
                        room.places(),
                        utc(until),
                        Columns.of(busy, UUID[]::new, holder -> holder.account().value()),
                        Columns.of(busy, String[]::new, Holder::office),
                        Columns.of(busy, Integer[]::new, room.busy()::get),
                        OF_AN_ACCOUNT,
                        OF_AN_OFFICE,
                        OPERATORS,
                        ofOperators)))
                .map(rows -> RowStream.of(rows).map(row -> taken(row, until)).toList());
    }

    /** @param free from when on the target may be sent to again */
    Future<Void> settle(LeasedMessage taken, AttemptOutcome settled, Instant now, Instant free) {
        boolean delivered = settled.state().equals("delivered");
        return pool.preparedQuery(SETTLE)
                .execute(Tuple.from(Arrays.asList(
                        taken.id(),
                        taken.attempt(),
                        settled.state(),
                        utc(settled.dueAt()),
                        utc(settled.giveUpAt()),
                        settled.attempts(),
                        settled.failure(),
                        settled.isOver() ? utc(now) : null,
                        taken.target().id(),
                        utc(free),
                        delivered ? utc(now) : null,
                        utc(taken.until()))))
                .mapEmpty();
    }

    /** Deletes messages that were settled before a moment. */
    Future<Void> purge(Instant before) {
        return pool.preparedQuery(PURGE).execute(Tuple.of(utc(before))).mapEmpty();
    }

    Future<Depth> depth() {
        return pool.query(DEPTH)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new Depth(row.getLong("waiting"), Columns.instantOrNull(row, "oldest")));
    }

    private LeasedMessage taken(Row row, Instant until) {
        return new LeasedMessage(
                row.getUUID("id"),
                Topic.of(row.getString("about")),
                row.getString("area"),
                List.of(row.getArrayOfLongs("positions")),
                row.getInteger("changes"),
                row.getInteger("attempts"),
                Columns.instant(row, "give_up_at"),
                until,
                target(row),
                new Holder(new AccountId(row.getUUID("account")), row.getString("office")),
                new Wishes(
                        row.getString("language"),
                        row.getBoolean("muted"),
                        row.getString("deadlines"),
                        OutboxFillStore.quiet(row)));
    }

    private Target target(Row row) {
        UUID id = row.getUUID("target");
        return new Target(
                id,
                new AccountId(row.getUUID("account")),
                Format.of(row.getString("format")),
                opened(row, "url", id),
                opened(row, "secret", id));
    }

    private @Nullable String opened(Row row, String column, UUID target) {
        try {
            var sealed = row.getBuffer(column);
            return sealed == null ? null : vault.unseal(sealed.getBytes(), ref(target, column));
        } catch (VaultException closed) {
            return null;
        }
    }

    /** @param column {@code url} or {@code secret} */
    static SealedRef ref(UUID target, String column) {
        return new SealedRef("", target, 0, "notification-" + column);
    }
}
