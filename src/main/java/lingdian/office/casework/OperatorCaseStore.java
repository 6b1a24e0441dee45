package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.law.course.CaseId;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.StepName;
import lingdian.office.query.Conditions;
import lingdian.office.query.Cursor;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.platform.text.Rfc3339;
import lingdian.vault.seal.SealedTexts;
import org.jspecify.annotations.Nullable;

/** The cases about an operator's cafés. */
final class OperatorCaseStore {
    /** Of the violations that a case is shown with. */
    private static final int VIOLATIONS_MAX = 100;

    /** What a violation or a sanction takes in an answer. */
    private static final long ENTRY_BYTES = 200;

    /** What a character of a demand takes. */
    private static final long CHARACTER_BYTES = 3;

    /** The day of the order where it says at once. */
    private static final String CASES = """
            SELECT id, authority, place_code, region, business_day, step, opened_at, time_zone, sanctions::text AS sanctions,
                   CASE WHEN step = 'correcting' THEN demand END AS demand,
                   CASE WHEN step = 'correcting' THEN coalesce(correct_until, ((due_at - interval '1 s') AT TIME ZONE known_zone(time_zone))::date)
                   END AS due,
                   (SELECT json_agg(json_build_object('id', found.id, 'code', found.code, 'startedAt', found.started_at,
                                    'terminal', found.snapshot::json ->> 'terminal', 'objected',
                                    EXISTS (SELECT FROM objection WHERE objection.violation_id = found.id))
                                    ORDER BY found.started_at, found.id)
                    FROM (SELECT found.* FROM case_violation AS placed JOIN violation AS found ON found.id = placed.violation_id
                          WHERE placed.case_id = case_file.id ORDER BY placed.joined_at, placed.violation_id LIMIT %d) AS found)
                   AS violations,
                   (SELECT count(*) FROM case_violation AS placed WHERE placed.case_id = case_file.id)::integer AS violation_count
            FROM case_file
            """.formatted(VIOLATIONS_MAX);

    private static final String COURSES = """
            SELECT case_id, action, at FROM case_action WHERE case_id = ANY ($1) AND action = ANY ($2) ORDER BY case_id, number
            """;

    private static final String[] TOLD_ACTIONS = Arrays.stream(CourseVerb.values())
            .filter(CourseVerb::isToldToCafe)
            .map(CourseVerb::wire)
            .toArray(String[]::new);

    private static final String TOLD = "SELECT FROM case_file\n";

    private static final String NEWEST_FIRST = "ORDER BY opened_at DESC, id LIMIT ";

    private final SealedTexts texts;

    OperatorCaseStore(SealedTexts texts) {
        this.texts = texts;
    }

    /**
     * A case without a violation is not told before it was checked, nor when it ended unchecked: it would say that somebody
     * complained.
     */
    private static Conditions told(Scope scope) {
        return CaseFileStore.visible(scope)
                .and(
                        "(EXISTS (SELECT FROM case_violation WHERE case_violation.case_id = case_file.id) OR was_checked(id))");
    }

    /** Whether the operator is told of this case. */
    Future<Boolean> isTold(SqlClient client, Scope scope, CaseId id) {
        Conditions conditions = told(scope).and("id = ?", id.value());
        return client.preparedQuery(TOLD + conditions.where())
                .execute(conditions.values())
                .map(rows -> rows.size() == 1);
    }

    /**
     * The cases of a page.
     *
     * @param more whether there may be others, for which the page has no room
     */
    record Told(List<OperatorCase> cases, boolean more) {}

    /**
     * In parts, until they are as long as a page may be: a thousand long cases would be held at once otherwise.
     *
     * @param cafe one of the operator's; null: all
     */
    Future<Told> page(
            SqlClient client, Scope scope, @Nullable PlaceCode cafe, Cursor.@Nullable AfterViolation after, int limit) {
        return page(client, scope, cafe, after, limit, CaseFileStore.PAGE_BYTES);
    }

    private Future<Told> page(
            SqlClient client,
            Scope scope,
            @Nullable PlaceCode cafe,
            Cursor.@Nullable AfterViolation after,
            int limit,
            long room) {
        int most = Math.min(limit, CaseFileStore.PART);
        return part(client, scope, cafe, after, most).compose(found -> {
            boolean more = found.size() == most && most < limit;
            long left =
                    room - found.stream().mapToLong(OperatorCaseStore::bytes).sum();
            return more && left > 0
                    ? page(client, scope, cafe, found.getLast().place(), limit - most, left)
                            .map(rest -> new Told(
                                    Stream.concat(found.stream(), rest.cases().stream())
                                            .toList(),
                                    rest.more()))
                    : Future.succeededFuture(new Told(found, more));
        });
    }

    private static long bytes(OperatorCase one) {
        return (one.violations().size() + one.sanctions().size()) * ENTRY_BYTES
                + (one.demand() == null ? 0 : one.demand().length() * CHARACTER_BYTES);
    }

    private Future<List<OperatorCase>> part(
            SqlClient client, Scope scope, @Nullable PlaceCode cafe, Cursor.@Nullable AfterViolation after, int limit) {
        Conditions conditions = told(scope).and("place_code = ?", cafe);
        conditions.after("opened_at", after);
        return client.preparedQuery(CASES + conditions.where() + NEWEST_FIRST + conditions.place(limit))
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(this::stored).toList());
    }

    /**
     * What was done with each, of what their cafés may know, oldest first; a case of which nothing is told is missing.
     *
     * @param client of the service, for cases that the operator's scope showed: an operator sees no actions otherwise
     */
    Future<Map<CaseId, List<OperatorCase.Done>>> courses(SqlClient client, Collection<CaseId> cases) {
        return client.preparedQuery(COURSES)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(cases.stream().map(CaseId::value).toArray(UUID[]::new))
                        .addArrayOfString(TOLD_ACTIONS))
                .map(rows -> RowStream.of(rows)
                        .collect(Collectors.groupingBy(
                                row -> new CaseId(row.getUUID("case_id")),
                                Collectors.mapping(
                                        row -> new OperatorCase.Done(
                                                row.getString("action"), Columns.instant(row, "at")),
                                        Collectors.toList()))));
    }

    private static List<OperatorCase.Found> violations(Row row) {
        JsonArray found = row.getJsonArray("violations");
        return found == null
                ? List.of()
                : found.stream()
                        .map(JsonObject.class::cast)
                        .map(one -> new OperatorCase.Found(
                                UUID.fromString(one.getString("id")),
                                one.getString("code"),
                                Rfc3339.written(one.getString("startedAt")),
                                one.getString("terminal"),
                                one.getBoolean("objected")))
                        .toList();
    }

    private OperatorCase stored(Row row) {
        UUID id = row.getUUID("id");
        String placeCode = row.getString("place_code");
        Instant openedAt = Columns.instant(row, "opened_at");
        LocalDate due = row.getLocalDate("due");
        String sanctions = row.getString("sanctions");
        return new OperatorCase(
                new CaseId(id),
                Authority.of(row.getString("authority")),
                new PlaceCode(placeCode),
                new RegionCode(row.getString("region")),
                row.getLocalDate("business_day"),
                StepName.of(row.getString("step")),
                texts.open(row.getBuffer("demand"), CaseFileStore.demand(placeCode, id)),
                due,
                sanctions == null ? List.of() : SanctionJson.stored(new JsonArray(sanctions)),
                violations(row),
                row.getInteger("violation_count"),
                openedAt);
    }
}
