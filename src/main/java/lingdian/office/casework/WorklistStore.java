package lingdian.office.casework;

import static lingdian.platform.Columns.utc;

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
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.domain.Authority;
import lingdian.domain.region.Scope;
import lingdian.office.api.Conditions;
import lingdian.office.api.CountStore;
import lingdian.platform.RowStream;
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

    /** Cafés with open cases that stayed with their office when the café moved away: the reader no longer sees these cafés. */
    private static final String MOVED_AWAY = """
            SELECT DISTINCT cafe.place_code FROM case_file JOIN cafe ON cafe.place_code = case_file.place_code
            """;

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

    private static final String OF_RULE = """
            SELECT count(*) AS violations FROM (SELECT FROM case_violation WHERE code = $1 AND authority = $2 LIMIT $3) AS few
            """;

    private static final String OF_FEW = "id IN (SELECT case_id FROM case_violation WHERE code = ?)";

    private static final int FEW_VIOLATIONS = 500;

    /** The café's local day on which a deadline ends: the end of a day is the beginning of the next one. */
    private static final String DUE_DAY =
            "((due_at - interval '1 microsecond') AT TIME ZONE known_zone(time_zone))::date";

    /** Due today, wherever the café is, at a moment; the bounds are what an index serves. */
    private static final String DUE_TODAY =
            "due_at > %1$s::timestamptz - interval '2 days' AND due_at < %1$s + interval '2 days'" + " AND " + DUE_DAY
                    + " = (%1$s AT TIME ZONE known_zone(time_zone))::date";

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
     * Whether an authority has few violations of the rule that is asked for, in all regions: then a list is read from them,
     * and else along its order.
     */
    private static Future<Boolean> isRare(SqlClient client, Account account, Worklist wanted) {
        return wanted.code() == null
                ? Future.succeededFuture(false)
                : client.preparedQuery(OF_RULE)
                        .execute(Tuple.of(wanted.code(), Authority.wireOrNull(account.authority()), FEW_VIOLATIONS + 1))
                        .map(rows -> rows.iterator().next().getLong("violations") <= FEW_VIOLATIONS);
    }

    /** How a list is read, which the service finds out before. */
    record Plan(boolean rare, List<String> movedAway) {}

    /** @param client of the service */
    Future<Plan> plan(SqlClient client, Account account, Worklist wanted) {
        return isRare(client, account, wanted)
                .compose(rare -> movedAway(client, account, wanted).map(cafes -> new Plan(rare, cafes)));
    }

    private static Future<List<String>> movedAway(SqlClient client, Account account, Worklist wanted) {
        String text = wanted.q();
        if (text == null) {
            return Future.succeededFuture(List.of());
        }
        Scope scope = account.scope().orElseThrow();
        Conditions conditions = new Conditions()
                .and("case_file.authority = ?", scope.authority())
                .within("case_file.region", scope.region())
                .and("cafe.region <> case_file.region")
                .and(IS_CALLED, text);
        if (wanted.view() != Worklist.View.ALL) {
            conditions.and("NOT case_file.ended");
        }
        return client.preparedQuery(MOVED_AWAY + conditions.where() + " LIMIT " + conditions.place(MOVED_AWAY_MAX))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(row -> row.getString(0)).toList());
    }

    /** How many there are of each view; {@code clipped} where some were not counted. */
    Future<JsonObject> counts(SqlClient client, Account account, Instant now) {
        Conditions conditions =
                CaseFileStore.visible(account.scope().orElseThrow()).and("NOT ended");
        String moment = conditions.place(now.atOffset(ZoneOffset.UTC));
        String sql = COUNT.formatted(
                DUE_TODAY.formatted(moment),
                moment,
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

    /** At most {@code limit}: one more than the page has where there is a page after this one. */
    Future<List<StoredCase>> page(
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
                .compose(found -> after.sort() != Worklist.Sort.PRIORITY || found.size() == limit
                        ? Future.succeededFuture(found)
                        : part(
                                        client,
                                        conditions(account, wanted, now, plan)
                                                .and("priority > ?", (short) after.priority()),
                                        wanted,
                                        limit - found.size(),
                                        plan)
                                .map(lower -> Stream.concat(found.stream(), lower.stream())
                                        .toList()));
    }

    private Future<List<StoredCase>> part(
            SqlClient client, Conditions conditions, Worklist wanted, int limit, Plan plan) {
        return named(client, conditions, wanted.q(), plan.movedAway()).compose(named -> {
            String order = "ORDER BY " + wanted.sort().sql + " LIMIT " + conditions.place(limit);
            return files.outlines(client, conditions, order);
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
                .and("due_at <= ?", wanted.due() == null ? null : lastEnd(wanted.due()))
                .and(DUE_DAY + " <= ?", wanted.due());
        if (wanted.assignee() != null) {
            assigned(conditions, wanted.assignee().value());
        }
        view(conditions, wanted.view(), account, now);
        return conditions.and(plan.rare() ? OF_FEW : "? = ANY (codes)", wanted.code());
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
            case DUE_TODAY -> conditions.and(DUE_TODAY.formatted(conditions.place(now.atOffset(ZoneOffset.UTC))));
            case OVERDUE -> conditions.and("due_at <= ?", utc(now));
        }
    }

    private static void assigned(Conditions conditions, Object account) {
        conditions.and("id IN (SELECT case_id FROM case_assignee WHERE account = ?)", account);
    }

    /** The moment after which what is due on a day is late everywhere. */
    private static OffsetDateTime lastEnd(LocalDate day) {
        return day.plusDays(1).atStartOfDay(LAST_OF_EARTH).toOffsetDateTime();
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
