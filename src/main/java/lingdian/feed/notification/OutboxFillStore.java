package lingdian.feed.notification;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.feed.log.FeedBacklog;
import lingdian.law.hours.Area;
import lingdian.law.judge.Explanation;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** Reads the feed and writes new messages into the outbox, one node at a time. */
final class OutboxFillStore {
    /** The most positions that one message lists; further ones are only counted. */
    static final int POSITIONS_MAX = 200;

    private static final String CLAIM = """
            SELECT position, (SELECT head.position FROM head) AS newest FROM notification_head FOR UPDATE SKIP LOCKED
            """;

    /** Accounts that may see news now, and want to be told of its county. */
    private static final String ACCOUNTS = """
            CROSS JOIN LATERAL (SELECT ARRAY[
              news.county, left(news.county, 4) || '00', left(news.county, 2) || '0000', '000000'] AS regions) AS within
            JOIN account ON account.ended_at IS NULL
              AND (account.role = 'regulator' AND account.authority = ANY (news.authorities)
                  AND account.region = ANY (within.regions)
                OR account.role = 'operator'
                  AND (account.place_code = news.place_code OR news.place_code = ANY (account.other_place_codes)))
            JOIN notification_setting AS setting ON setting.account = account.id AND NOT setting.muted
              AND (setting.regions = '{}' OR setting.regions && within.regions)\
            """;

    /**
     * News is a finding that was opened, or that has reached a standing not notified yet, unless it was found late.
     * Recipients are the accounts that may see it now and want to be notified.
     *
     * <p>A regulator's news of an outage is about the county. The explanation is read only of silences, of which there are
     * few.
     */
    private static final String MATCHES = """
            WITH news AS (
              SELECT position, at, event, violation_id, place_code, cafe.region AS county, code, standing, authorities,
                CASE WHEN code = 'MEASURES_STOPPED' THEN snapshot::jsonb ->> 'explained' END = $5 AS outage
              FROM feed JOIN cafe USING (place_code)
              WHERE position > $1 AND position <= $2 AND event IN ('opened', 'updated') AND NOT late),
            told AS (
              INSERT INTO notification_standing (violation_id, standing, at)
              SELECT DISTINCT violation_id, standing, $3::timestamptz FROM news
              ON CONFLICT DO NOTHING
              RETURNING violation_id, standing)
            SELECT news.position, news.at, news.violation_id AS subject, target.id AS target, target.account,
              CASE WHEN news.outage AND account.role = 'regulator' THEN news.county ELSE news.place_code END AS area,
              setting.group_minutes, setting.quiet_from, setting.quiet_to, setting.quiet_drops
            FROM news
            %s
              AND (setting.codes = '{}' OR news.code = ANY (setting.codes))
              AND (setting.standings = '{}' OR news.standing = ANY (setting.standings))
            JOIN notification_target AS target ON target.account = account.id
            WHERE news.at > $4
              AND (news.event = 'opened' OR (news.violation_id, news.standing) IN (SELECT violation_id, standing FROM told))
            ORDER BY news.position
            """.formatted(ACCOUNTS);

    /**
     * News of cases are their steps from the assignment on, and what is done about or said to a violation. They are for officers who want
     * those of their office, or are assigned to the case; a café's operator learns of the violation's, and of an order to correct, because a
     * case says more than they may know. What an account did itself is no news to it. The office is that of the case, whose café may have
     * moved to another county, and with it the violation.
     */
    private static final String CASE_MATCHES = """
            WITH news AS (
              SELECT position, at, coalesce(case_id, violation_id) AS subject, case_id, violation_id, place_code, authorities,
                CASE WHEN case_id IS NULL THEN (SELECT region FROM cafe WHERE cafe.place_code = feed.place_code)
                  ELSE (SELECT region FROM case_file WHERE case_file.id = feed.case_id) END AS county,
                EXISTS (SELECT FROM case_action AS taken WHERE taken.case_id = feed.case_id AND taken.at = feed.at
                  AND taken.action IN ('correct', 'reopen') AND taken.step = 'correcting') AS orders
              FROM feed
              WHERE position > $1 AND position <= $2 AND at > $3
                AND (event = 'case' OR event = 'case-changed' AND snapshot::jsonb ->> 'step' <> 'lead'))
            SELECT news.position, news.at, news.subject, target.id AS target, target.account, news.place_code AS area,
              setting.group_minutes, setting.quiet_from, setting.quiet_to, setting.quiet_drops
            FROM news
            %s
              AND (account.role = 'regulator' OR news.case_id IS NULL OR news.orders)
              AND (setting.cases = 'all' OR setting.cases = 'own' AND (account.role = 'operator' OR EXISTS (
                SELECT FROM case_assignee AS assigned WHERE assigned.account = account.id AND (assigned.case_id = news.case_id
                  OR assigned.case_id IN (SELECT placed.case_id FROM case_violation AS placed
                    WHERE placed.violation_id = news.violation_id)))))
            JOIN notification_target AS target ON target.account = account.id
            WHERE NOT EXISTS (SELECT FROM case_action AS own
                WHERE own.case_id = news.case_id AND own.account = account.id AND own.at = news.at)
              AND NOT EXISTS (SELECT FROM case_step AS own
                WHERE own.violation_id = news.violation_id AND own.account = account.id AND own.at = news.at)
              AND NOT EXISTS (SELECT FROM objection AS own
                WHERE own.violation_id = news.violation_id AND own.account = account.id AND own.at = news.at)
              AND NOT EXISTS (SELECT FROM objection_answer AS own JOIN objection ON objection.id = own.objection_id
                WHERE objection.violation_id = news.violation_id AND own.account = account.id AND own.at = news.at)
            ORDER BY news.position
            """.formatted(ACCOUNTS);

    private static final String ADD = """
            INSERT INTO notification_delivery AS d
              (id, target, account, area, state, positions, changes, created_at, due_at, give_up_at, about)
            VALUES ($1, $2, $3, $4, 'gathering', $5, $6, $7, $8, $9, $10)
            ON CONFLICT (target, area, about) WHERE state = 'gathering' DO UPDATE SET
              positions = (d.positions || excluded.positions)[:%d], changes = d.changes + excluded.changes
            """.formatted(POSITIONS_MAX);

    private static final String MOVE = "UPDATE notification_head SET position = $1";

    /** The part of the feed that this node reads now. */
    record Stretch(long after, long upTo) {}

    /**
     * One change for one target.
     *
     * @param subject the violation or the case
     * @param area the café, or the county of an outage
     * @param groupMinutes how long to wait for more findings about it
     */
    record Match(
            long position,
            Instant at,
            UUID subject,
            Area area,
            UUID target,
            AccountId account,
            int groupMinutes,
            @Nullable QuietHours quiet) {}

    /**
     * An addition to the message of one target about one café, about the outage of one county, or about an account's work.
     *
     * @param area a place code, or the code of a region
     * @param positions none in a reminder
     */
    record Addition(
            UUID id,
            Topic topic,
            UUID target,
            AccountId account,
            String area,
            List<Long> positions,
            int changes,
            Instant createdAt,
            Instant dueAt,
            Instant giveUpAt) {}

    /** Claims the next part of the feed; empty if there is nothing new, or another node is reading. */
    Future<Optional<Stretch>> claim(SqlConnection connection, int atOnce, FeedBacklog backlog) {
        return connection
                .query(CLAIM)
                .execute()
                .map(rows -> RowStream.of(rows)
                        .peek(row -> backlog.looked(row.getLong("position"), row.getLong("newest")))
                        .map(row -> stretch(row.getLong("position"), row.getLong("newest"), atOnce))
                        .filter(stretch -> stretch.after() < stretch.upTo())
                        .findFirst());
    }

    /** @param notBefore changes before it are not notified, as they are too old (after a long outage) */
    Future<List<Match>> matches(SqlConnection connection, Stretch stretch, Instant now, Instant notBefore) {
        return connection
                .preparedQuery(MATCHES)
                .execute(Tuple.of(
                        stretch.after(), stretch.upTo(), utc(now), utc(notBefore), Explanation.PROBABLE_OUTAGE.wire()))
                .map(rows -> RowStream.of(rows).map(OutboxFillStore::match).toList());
    }

    /** Likewise of cases. */
    Future<List<Match>> caseMatches(SqlConnection connection, Stretch stretch, Instant notBefore) {
        return connection
                .preparedQuery(CASE_MATCHES)
                .execute(Tuple.of(stretch.after(), stretch.upTo(), utc(notBefore)))
                .map(rows -> RowStream.of(rows).map(OutboxFillStore::match).toList());
    }

    static Future<Void> add(SqlConnection connection, List<Addition> additions) {
        return additions.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(ADD)
                        .executeBatch(
                                additions.stream().map(OutboxFillStore::values).toList())
                        .mapEmpty();
    }

    Future<Void> move(SqlConnection connection, long position) {
        return connection.preparedQuery(MOVE).execute(Tuple.of(position)).mapEmpty();
    }

    /** The quiet hours of a row. */
    static @Nullable QuietHours quiet(Row row) {
        LocalTime from = row.getLocalTime("quiet_from");
        return from == null ? null : new QuietHours(from, row.getLocalTime("quiet_to"), row.getBoolean("quiet_drops"));
    }

    private static Stretch stretch(long position, long newest, int atOnce) {
        return new Stretch(position, Math.min(newest, position + atOnce));
    }

    private static Tuple values(Addition one) {
        Long[] named = one.positions().stream().limit(POSITIONS_MAX).toArray(Long[]::new);
        return Tuple.tuple()
                .addUUID(one.id())
                .addUUID(one.target())
                .addUUID(one.account().value())
                .addString(one.area())
                .addArrayOfLong(named)
                .addInteger(one.changes())
                .addOffsetDateTime(utc(one.createdAt()))
                .addOffsetDateTime(utc(one.dueAt()))
                .addOffsetDateTime(utc(one.giveUpAt()))
                .addString(one.topic().wire());
    }

    private static Match match(Row row) {
        return new Match(
                row.getLong("position"),
                Columns.instant(row, "at"),
                row.getUUID("subject"),
                Area.of(row.getString("area")),
                row.getUUID("target"),
                new AccountId(row.getUUID("account")),
                row.getInteger("group_minutes"),
                quiet(row));
    }
}
