package lingdian.office.casework;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.law.course.CaseDays;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseFinding;
import lingdian.law.course.CaseId;
import lingdian.law.course.CasePriority;
import lingdian.office.cafe.CafeStore;
import lingdian.office.casework.GroupingPlan.Group;
import lingdian.platform.database.Columns;

/** Opens cases, and adds violations to those that are there. */
final class CaseOpeningStore {
    private static final String OPEN = """
            INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, version, running,
                                   priority, began_at, due_at)
            SELECT id, authority, place_code, region, time_zone, business_day, $11, 'lead', version, running, priority, began_at, due_at
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::bigint[], $8::boolean[],
                        $9::smallint[], $10::timestamptz[], $12::timestamptz[])
              AS new (id, authority, place_code, region, time_zone, business_day, version, running, priority, began_at, due_at)
            """;

    private static final String OPENED = """
            INSERT INTO case_action (case_id, number, action, step, at, place_code)
            SELECT id, 1, 'open', 'lead', $3, place_code FROM unnest($1::uuid[], $2::text[]) AS new (id, place_code)
            """;

    /** With what its authority had dismissed before: an officer may be faster than the follower of the feed. */
    private static final String PLACE = """
            INSERT INTO case_violation (violation_id, authority, case_id, joined_at, code, standing, state, case_step, started_at,
                                        ended_at, peak, terminals, outcome)
            SELECT violation_id, authority, case_id, $11, code, standing, CASE WHEN ended_at IS NULL THEN 'open' ELSE 'ended' END,
              case_step, started_at, ended_at, peak, terminals,
              (SELECT CASE action WHEN 'dismiss' THEN 'untrue' ELSE 'unverifiable' END
               FROM case_step AS taken
               WHERE taken.violation_id = new.violation_id AND taken.authority = new.authority
                 AND taken.action IN ('dismiss', 'mark-unverifiable')
               ORDER BY taken.number LIMIT 1)
            FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[],
                        $9::integer[], $10::integer[])
              AS new (violation_id, authority, case_id, code, standing, case_step, started_at, ended_at, peak, terminals)
            """;

    private static final String JOINED = """
            UPDATE case_file AS f SET version = f.version + joined.violations
            FROM unnest($1::uuid[], $2::integer[]) AS joined (id, violations) WHERE f.id = joined.id
            """;

    private static final String CODES = """
            UPDATE case_file AS f
            SET codes = (SELECT array_agg(DISTINCT code ORDER BY code) FROM unnest(f.codes || placed.codes) AS code)
            FROM (
              SELECT case_id, array_agg(DISTINCT code) AS codes FROM unnest($1::uuid[], $2::text[]) AS one (case_id, code)
              GROUP BY case_id) AS placed
            WHERE f.id = placed.case_id
            """;

    /** $4: so many of one account count at most, also where it opened closed ones again: the others are its colleagues'. */
    private static final String OPEN_CASES = """
            SELECT coalesce(sum(CASE WHEN account IS NULL THEN cases ELSE least(cases, $4) END), 0)::bigint AS cases,
              coalesce(sum(cases) FILTER (WHERE account = $3), 0)::bigint AS own
            FROM (
              SELECT opened.account, count(*) AS cases
              FROM case_file JOIN case_action AS opened ON opened.case_id = case_file.id AND opened.number = 1
              WHERE case_file.place_code = $1 AND authority = $2 AND NOT ended GROUP BY opened.account) AS of_account
            """;

    private static final String OPEN_BY_HAND = """
            WITH opened AS (
              INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, version, running,
                                     priority, began_at, due_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, 'lead', 1, false, $8, $7, $9))
            INSERT INTO case_action (case_id, number, action, step, at, account, place_code) VALUES ($1, 1, 'open', 'lead', $7, $10, $3)
            """;

    /** Of one café and authority: nobody deals with more, and each is shown in worklists. */
    private static final int OPEN_MAX = 200;

    /** Of them, those that one account opened: it leaves room for its colleagues. */
    private static final int OWN_MAX = OPEN_MAX / 2;

    private record Placing(CaseId id, PlacedFinding placed) {
        CaseFinding finding() {
            return placed.finding();
        }
    }

    private CaseOpeningStore() {}

    static Future<Void> open(
            SqlConnection connection, List<Group> opened, CaseDeadlines.Present deadlines, Instant at) {
        if (opened.isEmpty()) {
            return Future.succeededFuture();
        }
        Object ids = Columns.of(opened, UUID[]::new, one -> one.id().value());
        Object placeCodes =
                Columns.of(opened, String[]::new, one -> one.key().placeCode().value());
        return connection
                .preparedQuery(OPEN)
                .execute(cases(opened, deadlines, at, ids, placeCodes))
                .compose(added -> connection.preparedQuery(OPENED).execute(Tuple.of(ids, placeCodes, utc(at))))
                .mapEmpty();
    }

    /** Fails with a 409 where the café has too many cases of the authority that are not over, or of this account. */
    static Future<Void> admit(SqlConnection connection, CaseFile file, AccountId by) {
        return connection
                .preparedQuery(OPEN_CASES)
                .execute(Tuple.of(file.placeCode().value(), file.authority().wire(), by.value(), OWN_MAX))
                .compose(rows -> {
                    Row open = rows.iterator().next();
                    return open.getLong("cases") < OPEN_MAX && open.getLong("own") < OWN_MAX
                            ? Future.succeededFuture()
                            : Future.failedFuture(Refused.limit(
                                    "cases",
                                    409,
                                    "A café has at most " + OPEN_MAX + " open cases of one authority, of one account "
                                            + OWN_MAX + ". Close or merge one that is not needed."));
                });
    }

    /**
     * Opens a case that has no violation yet.
     *
     * @param by who opens it
     * @param due the end of its earliest deadline
     */
    static Future<Void> openByHand(
            SqlConnection connection, CaseFile file, CafeStore.Place place, AccountId by, Instant due) {
        return connection
                .preparedQuery(OPEN_BY_HAND)
                .execute(Tuple.tuple()
                        .addUUID(file.id().value())
                        .addString(file.authority().wire())
                        .addString(place.placeCode().value())
                        .addString(place.region().value())
                        .addString(place.timeZone().getId())
                        .addLocalDate(CaseDays.of(file.openedAt(), place.timeZone()))
                        .addOffsetDateTime(utc(file.openedAt()))
                        .addShort((short) CasePriority.of(List.of()).ordinal())
                        .addOffsetDateTime(utc(due))
                        .addUUID(by.value()))
                .mapEmpty();
    }

    private static Tuple cases(
            List<Group> opened, CaseDeadlines.Present deadlines, Instant at, Object ids, Object placeCodes) {
        return Tuple.tuple()
                .addValue(ids)
                .addValue(Columns.of(
                        opened, String[]::new, one -> one.key().authority().wire()))
                .addValue(placeCodes)
                .addValue(Columns.of(opened, String[]::new, one -> one.region().value()))
                .addValue(Columns.of(
                        opened, String[]::new, one -> cafe(one).zone().getId()))
                .addValue(Columns.of(opened, LocalDate[]::new, one -> one.key().businessDay()))
                .addValue(Columns.of(opened, Long[]::new, Group::version))
                .addValue(Columns.of(
                        opened, Boolean[]::new, one -> one.found().stream().anyMatch(CaseFinding::isOpen)))
                .addValue(Columns.of(opened, Short[]::new, one ->
                        (short) CasePriority.of(one.found()).ordinal()))
                .addValue(Columns.times(opened, CaseOpeningStore::beganAt))
                .addOffsetDateTime(utc(at))
                .addValue(Columns.times(opened, one -> due(one, deadlines, at)));
    }

    private static PlacedFinding.Cafe cafe(Group one) {
        return one.findings().getFirst().cafe();
    }

    private static Instant beganAt(Group one) {
        return one.found().stream()
                .map(CaseFinding::startedAt)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static Instant due(Group one, CaseDeadlines.Present deadlines, Instant at) {
        CaseFile file = CaseFile.open(one.id(), one.key().authority(), one.key().placeCode(), List.of(), at);
        return deadlines.earliest(file, cafe(one).zone(), at);
    }

    /** Adds the violations of new and of locked cases. */
    static Future<Void> place(SqlConnection connection, GroupingPlan plan, Instant at) {
        List<Placing> placings = plan.groups()
                .flatMap(one -> one.findings().stream().map(found -> new Placing(one.id(), found)))
                .toList();
        return connection
                .preparedQuery(PLACE)
                .execute(violations(placings).addOffsetDateTime(utc(at)))
                .compose(placed -> connection
                        .preparedQuery(CODES)
                        .execute(Tuple.of(
                                Columns.of(
                                        placings, UUID[]::new, one -> one.id().value()),
                                Columns.of(
                                        placings,
                                        String[]::new,
                                        one -> one.finding().code()))))
                .compose(known -> raise(connection, plan.joined()));
    }

    private static Tuple violations(Collection<Placing> placings) {
        return Tuple.tuple()
                .addValue(Columns.of(
                        placings, UUID[]::new, one -> one.placed().violation().value()))
                .addValue(Columns.of(
                        placings, String[]::new, one -> one.placed().authority().wire()))
                .addValue(Columns.of(placings, UUID[]::new, one -> one.id().value()))
                .addValue(
                        Columns.of(placings, String[]::new, one -> one.finding().code()))
                .addValue(Columns.of(
                        placings, String[]::new, one -> one.finding().standing().wire()))
                .addValue(
                        Columns.of(placings, String[]::new, one -> one.placed().progress()))
                .addValue(Columns.times(placings, one -> one.finding().startedAt()))
                .addValue(Columns.times(placings, one -> one.finding().endedAt()))
                .addValue(Columns.of(
                        placings, Integer[]::new, one -> one.finding().peak()))
                .addValue(Columns.of(
                        placings, Integer[]::new, one -> one.finding().terminals()));
    }

    private static Future<Void> raise(SqlConnection connection, List<Group> joined) {
        return joined.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(JOINED)
                        .execute(Tuple.of(
                                Columns.of(joined, UUID[]::new, one -> one.id().value()),
                                Columns.of(
                                        joined,
                                        Integer[]::new,
                                        one -> one.findings().size())))
                        .mapEmpty();
    }
}
