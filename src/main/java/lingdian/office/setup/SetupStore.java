package lingdian.office.setup;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.office.cafe.CafeReportStore;
import lingdian.office.setup.SetupGaps.Cafe;
import lingdian.office.setup.SetupGaps.Invitation;
import lingdian.office.setup.SetupGaps.Office;
import lingdian.office.setup.SetupGaps.Releasers;
import lingdian.office.setup.SetupGaps.Some;
import lingdian.record.hours.ClosureStore;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is missing, for administrators: whether there are officers and rosters, never who is on one, and nothing of what cafés report.
 * Cafés that are closed for good need none of it.
 */
final class SetupStore {
    private static final Duration ROSTER_AHEAD = Duration.ofDays(SetupGaps.ROSTER_DAYS);

    private static final Duration INVITATION_AHEAD = Duration.ofDays(2);
    private static final int ITEMS_MAX = 100;

    private static final String CLOSED = ClosureStore.closedForGood("c", "$1");

    private static final String HAS_CODE = CafeReportStore.hasCode("$1");

    private static final String OFFICES = """
            WITH county AS (SELECT DISTINCT region FROM cafe c WHERE NOT %s),
            officer AS (SELECT DISTINCT region, authority FROM account WHERE role = 'regulator' AND ended_at IS NULL),
            office AS (
              SELECT county.region, authority,
                EXISTS (SELECT FROM officer WHERE officer.region = county.region AND officer.authority = both_of.authority) AS officers,
                (SELECT max(officer.region) FROM officer
                 WHERE officer.authority = both_of.authority AND officer.region <> county.region
                   AND officer.region IN (left(county.region, 4) || '00', left(county.region, 2) || '0000', '000000')) AS above,
                CASE WHEN NOT EXISTS (
                    SELECT FROM roster_duty AS duty
                    WHERE duty.region = county.region AND duty.authority = both_of.authority AND duty.replaced_at IS NULL
                      AND duty.to_at > $1 AND duty.from_at < $2) THEN 'none'
                  WHEN EXISTS (
                    SELECT FROM roster JOIN account AS person ON person.id = roster.account
                    WHERE roster.region = county.region AND roster.authority = both_of.authority AND person.ended_at IS NULL
                      AND person.role = 'regulator' AND person.region = roster.region AND person.authority = roster.authority) THEN 'kept'
                  ELSE 'void' END AS roster
              FROM county CROSS JOIN (VALUES ('culture'), ('public-security')) AS both_of (authority))
            SELECT *, count(*) OVER () AS total FROM office WHERE NOT officers OR roster <> 'kept'
            ORDER BY NOT officers AND above IS NOT NULL, officers, roster = 'none', region, authority
            LIMIT $3
            """.formatted(CLOSED);

    private static final String UNCONNECTED =
            """
            SELECT place_code, name, count(*) OVER () AS total FROM cafe c
            WHERE NOT %s AND NOT %s AND NOT %s AND NOT %s ORDER BY place_code LIMIT $2
            """.formatted(CafeReportStore.HAS_KEY, HAS_CODE, CLOSED, CafeReportStore.isExpired("$1"));

    private static final String CLOSED_WITH_KEY = """
            SELECT place_code, name, count(*) OVER () AS total FROM cafe c WHERE %s AND (%s OR %s) ORDER BY place_code LIMIT $2
            """.formatted(CLOSED, CafeReportStore.HAS_KEY, HAS_CODE);

    private static final String INVITATIONS = """
            SELECT *, count(*) OVER () AS total FROM (
              SELECT id, name, (SELECT max(expires_at) FROM invitation WHERE invitation.account = account.id) AS until
              FROM account
              WHERE ended_at IS NULL AND token_hash IS NULL AND provider_subject IS NULL AND sign_in_name IS NOT NULL
                AND NOT EXISTS (SELECT FROM password WHERE password.account = account.id)) AS waiting
            WHERE until IS NULL OR until < $1
            ORDER BY until DESC NULLS LAST, name
            LIMIT $2
            """;

    private static final String RELEASERS = """
            SELECT count(*) FILTER (WHERE coalesce(changed_at, created_at) <= $3) AS now, count(*) AS later
            FROM account
            WHERE id <> $1 AND ended_at IS NULL
              AND (role = 'admin' OR role = 'regulator' AND authority = 'culture' AND region = '000000')
              AND (provider_subject IS NOT NULL OR token_hash IS NOT NULL AND (token_expires_at IS NULL OR token_expires_at > $2)
                OR EXISTS (SELECT FROM password WHERE password.account = account.id))
            """;

    /** Who may publish rules of the reader, by now, and once nobody's account is too new. @param unchangedBefore when an account must have been as it is */
    Future<Releasers> releasers(SqlClient client, AccountId reader, Instant now, Instant unchangedBefore) {
        return client.preparedQuery(RELEASERS)
                .execute(Tuple.of(reader.value(), utc(now), utc(unchangedBefore)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Releasers(row.getLong("now"), row.getLong("later")));
    }

    Future<Some<Office>> offices(SqlClient client, Instant now) {
        return some(
                client,
                OFFICES,
                Tuple.of(utc(now), utc(now.plus(ROSTER_AHEAD)), ITEMS_MAX),
                row -> new Office(
                        row.getString("region"),
                        row.getString("authority"),
                        row.getBoolean("officers"),
                        orEmpty(row.getString("above")),
                        row.getString("roster")));
    }

    Future<Some<Cafe>> unconnected(SqlClient client, Instant now) {
        return some(client, UNCONNECTED, Tuple.of(utc(now), ITEMS_MAX), SetupStore::cafe);
    }

    Future<Some<Cafe>> closedWithKey(SqlClient client, Instant now) {
        return some(client, CLOSED_WITH_KEY, Tuple.of(utc(now), ITEMS_MAX), SetupStore::cafe);
    }

    /** Those that can still be used before those that cannot. */
    Future<Some<Invitation>> invitations(SqlClient client, Instant now) {
        return some(
                client,
                INVITATIONS,
                Tuple.of(utc(now.plus(INVITATION_AHEAD)), ITEMS_MAX),
                row -> new Invitation(
                        row.getUUID("id"), row.getString("name"), inChina(row.getOffsetDateTime("until"))));
    }

    private static <T> Future<Some<T>> some(SqlClient client, String sql, Tuple parameters, Function<Row, T> reading) {
        return client.preparedQuery(sql).execute(parameters).map(rows -> {
            List<T> items = rows.stream().map(reading).toList();
            return new Some<>(
                    items, items.isEmpty() ? 0 : rows.iterator().next().getLong("total"));
        });
    }

    private static Cafe cafe(Row row) {
        return new Cafe(row.getString("place_code"), row.getString("name"));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable OffsetDateTime inChina(@Nullable OffsetDateTime at) {
        return at == null ? null : at.atZoneSameInstant(ChinaTime.ZONE).toOffsetDateTime();
    }
}
