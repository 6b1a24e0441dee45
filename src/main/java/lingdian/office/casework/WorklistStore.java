package lingdian.office.casework;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.office.casework.CaseFileStore.Outlined;
import lingdian.office.query.Conditions;
import lingdian.office.query.CountStore;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * Cases as offices list them. A list has only the conditions that it is asked for, and only such as an index serves under row
 * security; the cases that are not over have an index of their own.
 */
final class WorklistStore {
    private static final String CAFES = """
            SELECT place_code FROM cafe
            WHERE strpos(lower(concat_ws(E'\\n', name, address, licence_number, place_code)), lower($1)) > 0
            LIMIT $2
            """;

    private static final String CAFES_ELSEWHERE = "SELECT cafe.place_code FROM cafe\n";

    private static final String CAFES_OF_CASES = "SELECT DISTINCT case_file.place_code FROM case_file\n";

    /** A case is of a region that its café belongs to, or once did: so not all cafés of the country have to be read. */
    private static final String IS_ELSEWHERE = """
            cafe.place_code = ANY (ARRAY (
              SELECT place_code FROM cafe_past AS past JOIN cafe AS present USING (place_code)
              WHERE past.region ~>=~ ?1 AND past.region ~<=~ ?2 AND (present.region ~<~ ?1 OR present.region ~>~ ?2)))""";

    private static final String IS_CALLED =
            "strpos(lower(concat_ws(E'\\n', cafe.name, cafe.address, cafe.licence_number, cafe.place_code)), lower(?)) > 0";

    /** With many, walking along the order finds a page sooner than the cases of each café. */
    private static final String OF_MANY_CAFES = """
            (place_code IN (
              SELECT cafe.place_code FROM cafe
              WHERE strpos(lower(concat_ws(E'\\n', cafe.name, cafe.address, cafe.licence_number, cafe.place_code)), lower(?1)) > 0)
            OR place_code = ANY (?2) OR number = ?1)""";

    private static final int FEW_CAFES = 50;
    private static final int MOVED_AWAY_MAX = 1_000;

    /** PostgreSQL does not know which rules an authority finds, so it would read all violations instead of their index. */
    private static final String BY_THE_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off";

    /** The best plan depends on the region and on the number of cafés, so a plan for any values would be wrong for most. */
    private static final String BY_THE_VALUES = "SET LOCAL plan_cache_mode = force_custom_plan";

    /** With more, a page is met along the order sooner than all of them are read and sorted. */
    private static final int FEW_VIOLATIONS = 5_000;

    /** Null if there are more. */
    private static final String CASES_OF_RULE = """
            SELECT CASE WHEN
                (SELECT count(*) FROM (SELECT FROM case_violation WHERE code = $1 AND authority = $2 LIMIT %1$s + 1) AS few) <= %1$s
              THEN ARRAY (SELECT case_id FROM case_violation WHERE code = $1 AND authority = $2 LIMIT %1$s) END AS cases
            """.formatted(FEW_VIOLATIONS);

    /** The café's local day on which a deadline ends: the end of a day is the beginning of the next one. */
    private static final String DUE_DAY =
            "((due_at - interval '1 microsecond') AT TIME ZONE known_zone(time_zone))::date";

    /** By bounds for China's time zone, because finding a day by the name of a zone takes long for thousands of cases. */
    private static final String DUE_UNTIL =
            "CASE WHEN time_zone = '" + ChinaTime.ZONE + "' THEN due_at <= ?1 ELSE " + DUE_DAY + " <= ?2 END";

    /** Due today, wherever the café is, at a moment in China's day between two others; the first bounds are what an index serves. */
    private static final String DUE_TODAY =
            "due_at > %1$s::timestamptz - interval '2 days' AND due_at < %1$s + interval '2 days' AND CASE WHEN time_zone = '"
                    + ChinaTime.ZONE + "' THEN due_at > %2$s AND due_at <= %3$s ELSE " + DUE_DAY
                    + " = (%1$s AT TIME ZONE known_zone(time_zone))::date END";

    /** Where a day ends last. */
    private static final ZoneOffset LAST_OF_EARTH = ZoneOffset.ofHours(-12);

    /** The most that are counted, so that a count costs a bounded time. */
    private static final int COUNTED_MAX = 10_000;

    private static final String COUNT = """
            SELECT count(*) AS work, count(*) FILTER (WHERE running) AS running, count(*) FILTER (WHERE step = 'lead') AS unassigned,
              count(*) FILTER (WHERE %1$s) AS due_today, count(*) FILTER (WHERE due_at <= %2$s) AS overdue,
              count(*) FILTER (WHERE id IN (SELECT case_id FROM case_assignee WHERE account = %3$s)) AS mine
            FROM (
              SELECT id, running, step, due_at, time_zone FROM case_file %4$s ORDER BY priority, opened_at DESC, id LIMIT %5$s) AS counted
            """;

    private final CaseFileStore files;

    WorklistStore(CaseFileStore files) {
        this.files = files;
    }

    /**
     * Where to look for the cases of a list. The service finds it out, because row security would make a reader check each violation.
     *
     * @param ofRule those with the rule that is asked for, if the authority has few violations of it in all regions; null: look along
     *     the order
     * @param movedAway cafés of the name that is asked for, which the reader no longer sees, but whose cases stayed with the office
     */
    record Plan(@Nullable List<UUID> ofRule, List<String> movedAway) {}

    /** @param pool of the service, used after the reader's transaction has begun, so that no case of its moment is missed */
    Future<Plan> plan(QueryPool pool, Account account, Worklist wanted) {
        return ofRule(pool, account, wanted)
                .compose(ofRule -> movedAway(pool, account, wanted).map(cafes -> new Plan(ofRule, cafes)));
    }

    private static Future<@Nullable List<UUID>> ofRule(QueryPool pool, Account account, Worklist wanted) {
        return wanted.code() == null
                ? Future.succeededFuture()
                : read(
                        pool,
                        BY_THE_INDEX,
                        client -> client.preparedQuery(CASES_OF_RULE)
                                .execute(Tuple.of(wanted.code(), Authority.wireOrNull(account.authority())))
                                .map(rows -> rows.iterator().next().getArrayOfUUIDs("cases"))
                                .map(cases -> cases == null ? null : List.of(cases)));
    }

    private static <T> Future<T> read(QueryPool pool, String settings, Function<SqlClient, Future<T>> reading) {
        return pool.withTransaction(
                connection -> connection.query(settings).execute().compose(set -> reading.apply(connection)));
    }

    private static Future<List<String>> movedAway(QueryPool pool, Account account, Worklist wanted) {
        Scope scope = account.scope().orElseThrow();
        if (wanted.q() == null || scope.region().equals(RegionCode.COUNTRY)) {
            return Future.succeededFuture(List.of());
        }
        Conditions elsewhere = new Conditions()
                .and(IS_ELSEWHERE, scope.region().value(), scope.region().last().value())
                .and(IS_CALLED, wanted.q());
        return read(
                pool,
                BY_THE_VALUES,
                client -> codes(client, CAFES_ELSEWHERE, elsewhere)
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(found)
                                : stayed(client, scope, wanted, found)));
    }

    private static Future<List<String>> stayed(SqlClient client, Scope scope, Worklist wanted, List<String> elsewhere) {
        Conditions conditions = new Conditions()
                .and("case_file.authority = ?", scope.authority())
                .within("case_file.region", scope.region())
                .and("case_file.place_code = ANY (?)", elsewhere.toArray(String[]::new));
        if (wanted.view() != Worklist.View.ALL) {
            conditions.and("NOT case_file.ended");
        }
        return codes(client, CAFES_OF_CASES, conditions);
    }

    private static Future<List<String>> codes(SqlClient client, String from, Conditions conditions) {
        return client.preparedQuery(from + conditions.where() + " LIMIT " + conditions.place(MOVED_AWAY_MAX))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(row -> row.getString(0)).toList());
    }

    /** How many there are of each view; {@code clipped} where some were not counted. */
    Future<JsonObject> counts(SqlClient client, Account account, Instant now) {
        Conditions conditions =
                CaseFileStore.visible(account.scope().orElseThrow()).and("NOT ended");
        String sql = COUNT.formatted(
                dueToday(conditions, now),
                conditions.place(now.atOffset(ZoneOffset.UTC)),
                conditions.place(account.id().value()),
                conditions.where(),
                conditions.place(COUNTED_MAX + 1));
        return client.preparedQuery(sql)
                .execute(conditions.values())
                .map(rows -> counts(rows.iterator().next()));
    }

    private static JsonObject counts(Row row) {
        return new JsonObject()
                .put("running", row.getLong("running"))
                .put("mine", row.getLong("mine"))
                .put("unassigned", row.getLong("unassigned"))
                .put("dueToday", row.getLong("due_today"))
                .put("overdue", row.getLong("overdue"))
                .put("work", Math.min(COUNTED_MAX, row.getLong("work")))
                .put("clipped", row.getLong("work") > COUNTED_MAX);
    }

    /** At most {@code limit}: one more than the page has where there is a page after this one; fewer of long cases. */
    Future<Outlined> page(
            SqlClient client,
            Account account,
            Worklist wanted,
            @Nullable WorklistCursor after,
            int limit,
            Instant now,
            Plan plan) {
        Conditions conditions = conditions(account, wanted, now, plan);
        if (after == null) {
            return part(client, conditions, wanted, limit, plan);
        }
        beyond(conditions, after);
        return part(client, conditions, wanted, limit, plan)
                .compose(found -> after.sort() != Worklist.Sort.PRIORITY
                                || found.more()
                                || found.cases().size() == limit
                        ? Future.succeededFuture(found)
                        : part(
                                        client,
                                        conditions(account, wanted, now, plan)
                                                .and("priority > ?", (short) after.priority()),
                                        wanted,
                                        limit - found.cases().size(),
                                        plan)
                                .map(lower -> new Outlined(
                                        Stream.concat(found.cases().stream(), lower.cases().stream())
                                                .toList(),
                                        lower.more())));
    }

    private Future<Outlined> part(SqlClient client, Conditions conditions, Worklist wanted, int limit, Plan plan) {
        return named(client, conditions, wanted.q(), plan.movedAway()).compose(named -> {
            String order = "ORDER BY " + wanted.sort().sql + " LIMIT " + conditions.place(limit);
            return files.page(client, conditions, order);
        });
    }

    Future<Long> count(SqlClient client, Account account, Worklist wanted, Instant now, Plan plan) {
        Conditions conditions = conditions(account, wanted, now, plan);
        return named(client, conditions, wanted.q(), plan.movedAway())
                .compose(named -> CountStore.count(client, "FROM case_file", conditions));
    }

    /** Cafés whose name, address, licence number or place code has a text, and cases of that number. */
    private static Future<Void> named(
            SqlClient client, Conditions conditions, @Nullable String text, List<String> movedAway) {
        if (text == null) {
            return Future.succeededFuture();
        }
        return client.preparedQuery(CAFES)
                .execute(Tuple.of(text, FEW_CAFES + 1))
                .map(rows -> {
                    if (rows.size() > FEW_CAFES) {
                        conditions.and(OF_MANY_CAFES, text, movedAway.toArray(String[]::new));
                    } else {
                        Object few = Stream.concat(RowStream.of(rows).map(row -> row.getString(0)), movedAway.stream())
                                .toArray(String[]::new);
                        conditions.and("(place_code = ANY (?1) OR number = ?2)", few, text);
                    }
                    return null;
                });
    }

    private static Conditions conditions(Account account, Worklist wanted, Instant now, Plan plan) {
        Conditions conditions = CaseFileStore.visible(account.scope().orElseThrow())
                .within("region", wanted.region())
                .and("place_code = ?", wanted.placeCode())
                .and("step = ?", wanted.step() == null ? null : wanted.step().wire())
                .and("? = ANY (codes)", wanted.code())
                .and("opened_at >= ?", utc(wanted.from()))
                .and("opened_at < ?", utc(wanted.to()))
                .and(
                        "id = ANY (?)",
                        plan.ofRule() == null ? null : plan.ofRule().toArray(UUID[]::new));
        if (wanted.due() != null) {
            conditions.and("due_at <= ?", lastEnd(wanted.due())).and(DUE_UNTIL, endInChina(wanted.due()), wanted.due());
        }
        if (wanted.assignee() != null) {
            assigned(conditions, wanted.assignee().value());
        }
        view(conditions, wanted.view(), account, now);
        return conditions;
    }

    private static void view(Conditions conditions, Worklist.View view, Account account, Instant now) {
        if (view != Worklist.View.ALL) {
            conditions.and("NOT ended");
        }
        switch (view) {
            case WORK, ALL -> {}
            case RUNNING -> conditions.and("running");
            case MINE -> assigned(conditions, account.id().value());
            case UNASSIGNED -> conditions.and("step = 'lead'");
            case DUE_TODAY -> conditions.and(dueToday(conditions, now));
            case OVERDUE -> conditions.and("due_at <= ?", utc(now));
        }
    }

    private static String dueToday(Conditions conditions, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ChinaTime.ZONE);
        return DUE_TODAY.formatted(
                conditions.place(now.atOffset(ZoneOffset.UTC)),
                conditions.place(endInChina(today.minusDays(1))),
                conditions.place(endInChina(today)));
    }

    private static void assigned(Conditions conditions, Object account) {
        conditions.and("id IN (SELECT case_id FROM case_assignee WHERE account = ?)", account);
    }

    /** The moment after which what is due on a day is late everywhere. */
    private static OffsetDateTime lastEnd(LocalDate day) {
        return day.plusDays(1).atStartOfDay(LAST_OF_EARTH).toOffsetDateTime();
    }

    private static OffsetDateTime endInChina(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ChinaTime.ZONE).toOffsetDateTime();
    }

    /** By priority only as far as that of the last case goes: an index begins after it only where the priority is one. */
    private static void beyond(Conditions conditions, WorklistCursor after) {
        OffsetDateTime at = after.at().atOffset(ZoneOffset.UTC);
        switch (after.sort()) {
            case PRIORITY -> {
                conditions.and("priority = ?", (short) after.priority());
                conditions.and("opened_at <= ?1 AND (opened_at < ?1 OR id > ?2)", at, after.id());
            }
            case NEWEST -> conditions.and("opened_at <= ?1 AND (opened_at < ?1 OR id > ?2)", at, after.id());
            case DUE -> conditions.and("due_at >= ?1 AND (due_at > ?1 OR id > ?2)", at, after.id());
            case LONGEST -> conditions.and("began_at >= ?1 AND (began_at > ?1 OR id > ?2)", at, after.id());
        }
    }
}
