package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.law.casework.Case;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseId;
import lingdian.law.course.CaseViolation;
import lingdian.law.course.CheckOutcome;
import lingdian.law.course.CourseStep;
import lingdian.law.course.StepName;
import lingdian.law.course.Trigger;
import lingdian.office.query.Conditions;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.platform.work.SizedWork;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;
import org.jspecify.annotations.Nullable;

/** Reads cases with their violations and actions. */
final class CaseFileStore {
    private static final String FILES = """
            SELECT id, authority, place_code, region, time_zone, business_day, number, opened_at, step, step_before, merged_into,
                   correct_until, trigger, officers, demand, sanctions::text AS sanctions, version,
                   priority, due_at, began_at,
                   (SELECT name FROM cafe WHERE cafe.place_code = case_file.place_code) AS cafe,
                   step = 'closed' AND NOT EXISTS (
                     SELECT FROM cafe WHERE cafe.place_code = case_file.place_code AND cafe.region = case_file.region) AS cafe_moved_away
            FROM case_file
            """;

    /**
     * What a violation is now, or what was copied where it is no longer kept or has moved away; the first of each case. For each case
     * by itself, which LIMIT keeps apart: for a thousand cases at once PostgreSQL would read all there are, to know which of them the
     * reader may see.
     */
    private static final String VIOLATIONS = """
            SELECT placed.* FROM unnest($1::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
              SELECT c.case_id, c.joined_at, c.violation_id, c.outcome, c.code, c.peak, c.terminals,
                     coalesce(v.standing, c.standing) AS standing, coalesce(v.case_step, c.case_step) AS case_step,
                     coalesce(v.started_at, c.started_at) AS started_at,
                     CASE WHEN v.id IS NULL THEN c.ended_at ELSE v.ended_at END AS ended_at,
                     other.authority AS other_authority, other.outcome AS other_outcome,
                     coalesce(v.case_step, c.case_step) = 'closed' AND EXISTS (
                       SELECT FROM case_step AS taken WHERE taken.violation_id = c.violation_id AND taken.action = 'dismiss')
                     AS dismissed_before
              FROM case_violation AS c
              LEFT JOIN violation AS v ON v.id = c.violation_id
              LEFT JOIN case_violation AS other ON other.violation_id = c.violation_id AND other.authority <> c.authority
              WHERE c.case_id = wanted.id
              ORDER BY c.joined_at, c.violation_id LIMIT $2) AS placed
            ORDER BY placed.case_id, placed.joined_at, placed.violation_id
            """;

    /**
     * How many violations cases have that have too many to be read; of each sort the earliest, and the one that ended last: what a case
     * is, and which actions are possible, follows from them as from all. By the copies, since row security would have a reader check
     * each violation.
     */
    private static final String SORTS = """
            SELECT sort.*, other.authority AS other_authority, other.outcome AS other_outcome
            FROM unnest($1::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
              WITH of_case AS (
                SELECT case_id, joined_at, violation_id, authority, outcome, code, peak, terminals, standing, case_step, started_at, ended_at,
                       case_step = 'closed' AND EXISTS (
                         SELECT FROM case_step AS taken WHERE taken.violation_id = c.violation_id AND taken.action = 'dismiss')
                       AS dismissed_before,
                       count(*) OVER () AS violations
                FROM case_violation AS c WHERE case_id = wanted.id)
              (SELECT DISTINCT ON (code, standing, case_step, outcome, ended_at IS NULL, dismissed_before) * FROM of_case
               ORDER BY code, standing, case_step, outcome, ended_at IS NULL, dismissed_before, started_at, violation_id)
              UNION (SELECT * FROM of_case WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, violation_id LIMIT 1)) AS sort
            LEFT JOIN case_violation AS other ON other.violation_id = sort.violation_id AND other.authority <> sort.authority
            ORDER BY sort.case_id, sort.joined_at, sort.violation_id
            """;

    /** Some of the violations of one case, as they are now. */
    private static final String SOME_VIOLATIONS = """
            SELECT c.violation_id, c.outcome, coalesce(v.case_step, c.case_step) AS case_step,
                   coalesce(v.case_step, c.case_step) = 'closed' AND EXISTS (
                     SELECT FROM case_step AS taken WHERE taken.violation_id = c.violation_id AND taken.action = 'dismiss')
                   AS dismissed_before
            FROM case_violation AS c LEFT JOIN violation AS v ON v.id = c.violation_id
            WHERE c.case_id = $1 AND c.violation_id = ANY ($2)
            """;

    private static final String IDS = "SELECT id FROM case_file\n";

    /** What lists show of cases besides what is read here. */
    private static final String ATTACHED = """
            SELECT (SELECT count(*) FROM case_document WHERE case_id = ANY ($1))
              + (SELECT count(*) FROM complaint WHERE case_id = ANY ($1)) AS entries
            """;

    private static final String HOLD = """
            SELECT id, version, region FROM case_file
            """;

    private static final String MOVED_AWAY = """
            SELECT FROM case_file JOIN cafe ON cafe.place_code = case_file.place_code
            WHERE case_file.id = $1 AND cafe.region <> case_file.region
            """;

    private static final String ACTIONS = """
            SELECT case_id, number, action, step, at, account, account.name, case_action.place_code, inspection, outcome, note, particulars
            FROM case_action LEFT JOIN account ON account.id = account
            WHERE case_id = ANY ($1) ORDER BY case_id, number
            """;

    /**
     * What a worklist needs of them: which deadlines run, and which inspections there were; likewise for each case by itself. Comments
     * and mergers say nothing of that.
     */
    private static final String OUTLINE = """
            SELECT taken.* FROM unnest($1::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
              SELECT case_id, number, action, step, at, NULL::uuid AS account, NULL::text AS name, place_code, inspection, outcome,
                     NULL::bytea AS note, NULL::bytea AS particulars
              FROM case_action WHERE case_id = wanted.id AND action NOT IN ('comment', 'merge')
              OFFSET 0) AS taken
            ORDER BY taken.case_id, taken.number
            """;

    /** Of the violations that a case is shown with by itself. */
    private static final int SHOWN_MAX = 500;

    /** Of those that it is shown with among others. */
    private static final int OUTLINED_MAX = 50;

    /** Cases that are read at once for a list: the page that is asked for unless a request says more, and one more. */
    static final int PART = 101;

    /** After so much a page takes no further part. */
    static final long PAGE_BYTES = 2_000_000;

    /** What a violation takes, an action, a document or a complaint, in an answer. */
    private static final long ENTRY_BYTES = 400;

    /** What a case takes without its texts, as {@link SizedWork} counts it. */
    private static final long CASE_SIZE = 1_024;

    private final Vertx vertx;
    private final SealedTexts texts;

    CaseFileStore(Vertx vertx, SealedTexts texts) {
        this.vertx = vertx;
        this.texts = texts;
    }

    /** The rows of cases that a scope may see. */
    static Conditions visible(Scope scope) {
        return new Conditions()
                .ofCafes("place_code", scope)
                .within("region", scope.region())
                .and("authority = ?", scope.authority());
    }

    /** With all its violations, of which a café may cause thousands a day: for an action on them. */
    Future<Optional<StoredCase>> whole(SqlClient client, Scope scope, CaseId id) {
        return one(client, scope, id, null);
    }

    /** With the first of its violations, where it has very many, and one of each sort. */
    Future<Optional<StoredCase>> shown(SqlClient client, Scope scope, CaseId id) {
        return one(client, scope, id, SHOWN_MAX);
    }

    private Future<Optional<StoredCase>> one(SqlClient client, Scope scope, CaseId id, @Nullable Integer most) {
        Conditions conditions = visible(scope).and("id = ?", id.value());
        return read(client, conditions, "", ACTIONS, most)
                .map(found -> found.stream().findFirst());
    }

    /**
     * Without the texts of their actions, and who took them; with few violations, and one of each sort.
     *
     * @param order how SQL orders and limits them
     */
    Future<List<StoredCase>> outlines(SqlClient client, Conditions conditions, String order) {
        return read(client, conditions, order, OUTLINE, OUTLINED_MAX);
    }

    /**
     * The cases of a page.
     *
     * @param more whether others were found that the page has no room for
     */
    record Outlined(List<StoredCase> cases, boolean more) {}

    /** The outlines of a page, read in parts until it is full: a thousand long cases would be held at once otherwise. */
    Future<Outlined> page(SqlClient client, Conditions conditions, String order) {
        return client.preparedQuery(IDS + conditions.where() + order)
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows).map(row -> row.getUUID("id")).toList())
                .compose(ids -> page(client, ids, List.of(), PAGE_BYTES));
    }

    /** @param room bytes that the page may still take */
    private Future<Outlined> page(SqlClient client, List<UUID> ids, List<StoredCase> read, long room) {
        if (ids.isEmpty() || room <= 0) {
            return Future.succeededFuture(new Outlined(read, !ids.isEmpty()));
        }
        List<UUID> part = ids.subList(0, Math.min(ids.size(), PART));
        List<UUID> others = ids.subList(part.size(), ids.size());
        return client.preparedQuery(FILES + "WHERE id = ANY ($1)")
                .execute(Tuple.of(uuids(part)))
                .map(files -> inOrder(files, part))
                .compose(files -> completed(client, files, OUTLINE, OUTLINED_MAX)
                        .compose(cases -> (others.isEmpty() ? Future.succeededFuture(0L) : attached(client, part))
                                .compose(attached -> page(
                                        client,
                                        others,
                                        Stream.concat(read.stream(), cases.stream())
                                                .toList(),
                                        room - bytes(files, cases, attached)))));
    }

    private static List<Row> inOrder(Iterable<Row> files, List<UUID> ids) {
        Map<UUID, Row> byId = RowStream.of(files).collect(Collectors.toMap(row -> row.getUUID("id"), row -> row));
        return ids.stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    private static Future<Long> attached(SqlClient client, List<UUID> cases) {
        return client.preparedQuery(ATTACHED)
                .execute(Tuple.of(uuids(cases)))
                .map(rows -> rows.iterator().next().getLong("entries"));
    }

    private static long bytes(List<Row> files, List<StoredCase> cases, long attached) {
        long entries = attached;
        for (StoredCase one : cases) {
            entries += one.violations().size() + one.actions().size();
        }
        return entries * ENTRY_BYTES + texts(files);
    }

    /**
     * What an action relies on while it is written: every action and every violation that joins raises the version.
     *
     * @param region to which the case belongs
     */
    record Held(long version, RegionCode region) {
        static Held of(StoredCase stored) {
            return new Held(stored.file().version(), stored.place().region());
        }
    }

    /** Holds the rows of cases until the transaction ends; those that the scope does not cover are left out. */
    static Future<Map<CaseId, Held>> hold(SqlConnection connection, Scope scope, Collection<CaseId> cases) {
        Conditions conditions = visible(scope).and("id = ANY (?)", CaseCopyStore.ids(cases));
        return connection
                .preparedQuery(HOLD + conditions.where() + "ORDER BY id FOR NO KEY UPDATE")
                .execute(conditions.values())
                .map(rows -> RowStream.of(rows)
                        .collect(Collectors.toMap(
                                row -> new CaseId(row.getUUID("id")),
                                row -> new Held(row.getLong("version"), new RegionCode(row.getString("region"))))));
    }

    /** Whether the case's café belongs to another county now than the case. */
    static Future<Boolean> movedAway(SqlClient client, CaseId id) {
        return client.preparedQuery(MOVED_AWAY).execute(Tuple.of(id.value())).map(rows -> rows.size() != 0);
    }

    /** Those of the violations that belong to the case, as they are now. */
    static Future<List<CaseViolation>> violations(SqlClient client, CaseId id, Collection<ViolationId> violations) {
        return client.preparedQuery(SOME_VIOLATIONS)
                .execute(Tuple.of(id.value(), Columns.of(violations, UUID[]::new, ViolationId::value)))
                .map(rows -> RowStream.of(rows).map(CaseFileStore::violation).toList());
    }

    /** @param most of the violations that are read of each case; null: all */
    private Future<List<StoredCase>> read(
            SqlClient client, Conditions conditions, String order, String actions, @Nullable Integer most) {
        return client.preparedQuery(FILES + conditions.where() + order)
                .execute(conditions.values())
                .compose(files -> files.size() == 0
                        ? Future.succeededFuture(List.of())
                        : completed(client, RowStream.of(files).toList(), actions, most));
    }

    private Future<List<StoredCase>> completed(
            SqlClient client, List<Row> files, String actions, @Nullable Integer most) {
        List<UUID> ids = files.stream().map(row -> row.getUUID("id")).toList();
        return Future.all(
                        violations(client, ids, most),
                        client.preparedQuery(actions)
                                .execute(Tuple.of(uuids(ids)))
                                .map(CaseFileStore::byCase))
                .compose(read -> SizedWork.run(
                        vertx,
                        texts(files) + notes(read.resultAt(1)) + files.size() * CASE_SIZE,
                        () -> files.stream()
                                .map(file -> stored(file, read.resultAt(0), read.resultAt(1)))
                                .toList()));
    }

    private static long texts(List<Row> files) {
        return Columns.length(files, "demand") + Columns.length(files, "officers");
    }

    private static long notes(Map<UUID, List<Row>> actions) {
        return actions.values().stream()
                .mapToLong(rows -> Columns.length(rows, "note") + Columns.length(rows, "particulars"))
                .sum();
    }

    /**
     * The violations of a case that were read.
     *
     * @param count of all
     */
    private record Violations(List<PlacedViolation> read, int count) {
        static final Violations NONE = new Violations(List.of(), 0);

        static Violations all(List<Row> rows) {
            return new Violations(rows.stream().map(CaseFileStore::placed).toList(), rows.size());
        }

        static Violations some(List<Row> first, List<Row> sorts) {
            Set<UUID> known =
                    first.stream().map(row -> row.getUUID("violation_id")).collect(Collectors.toSet());
            return new Violations(
                    Stream.concat(
                                    first.stream(),
                                    sorts.stream().filter(row -> !known.contains(row.getUUID("violation_id"))))
                            .map(CaseFileStore::placed)
                            .toList(),
                    sorts.isEmpty() ? first.size() : sorts.getFirst().getInteger("violations"));
        }
    }

    private static Future<Map<UUID, Violations>> violations(
            SqlClient client, Collection<UUID> cases, @Nullable Integer most) {
        return client.preparedQuery(VIOLATIONS)
                .execute(Tuple.of(uuids(cases), most == null ? null : most + 1L))
                .map(CaseFileStore::byCase)
                .compose(found -> most == null ? Future.succeededFuture(all(found)) : some(client, found, most));
    }

    private static Map<UUID, Violations> all(Map<UUID, List<Row>> found) {
        var all = new HashMap<UUID, Violations>();
        found.forEach((id, rows) -> all.put(id, Violations.all(rows)));
        return all;
    }

    /** @param found of each case one more than the most, where it has more */
    private static Future<Map<UUID, Violations>> some(SqlClient client, Map<UUID, List<Row>> found, int most) {
        Map<UUID, Violations> read = all(found);
        var cut = new HashMap<>(found);
        cut.values().removeIf(rows -> rows.size() <= most);
        return cut.isEmpty()
                ? Future.succeededFuture(read)
                : client.preparedQuery(SORTS)
                        .execute(Tuple.of(uuids(cut.keySet())))
                        .map(CaseFileStore::byCase)
                        .map(sorts -> {
                            cut.forEach((id, rows) -> read.put(
                                    id, Violations.some(rows.subList(0, most), sorts.getOrDefault(id, List.of()))));
                            return read;
                        });
    }

    private static Object uuids(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }

    private static Map<UUID, List<Row>> byCase(Iterable<Row> rows) {
        return RowStream.of(rows)
                .collect(Collectors.groupingBy(row -> row.getUUID("case_id"), HashMap::new, Collectors.toList()));
    }

    private StoredCase stored(Row row, Map<UUID, Violations> violations, Map<UUID, List<Row>> actions) {
        UUID id = row.getUUID("id");
        Violations found = violations.getOrDefault(id, Violations.NONE);
        List<StoredAction> taken =
                actions.getOrDefault(id, List.of()).stream().map(this::action).toList();
        List<Assignee> assignees = assignees(row);
        String trigger = row.getString("trigger");
        UUID merged = row.getUUID("merged_into");
        return new StoredCase(
                file(row, assignees, found.read(), taken),
                new StoredCase.Place(
                        new RegionCode(row.getString("region")),
                        CaseFindings.zone(row.getString("time_zone")),
                        row.getLocalDate("business_day"),
                        row.getString("cafe"),
                        row.getBoolean("cafe_moved_away")),
                row.getString("number"),
                trigger == null ? null : Trigger.of(trigger).orElseThrow(),
                merged == null ? null : new CaseId(merged),
                assignees,
                texts.open(row.getBuffer("demand"), demand(row.getString("place_code"), id)),
                found.read(),
                found.count(),
                taken,
                new StoredCase.SortKeys(
                        row.getShort("priority"), Columns.instant(row, "due_at"), Columns.instant(row, "began_at")));
    }

    private static CaseFile file(
            Row row, List<Assignee> assignees, List<PlacedViolation> placed, List<StoredAction> taken) {
        String before = row.getString("step_before");
        String sanctions = row.getString("sanctions");
        return new CaseFile(
                new CaseId(row.getUUID("id")),
                Authority.of(row.getString("authority")),
                new PlaceCode(row.getString("place_code")),
                Columns.instant(row, "opened_at"),
                CourseStep.of(
                        StepName.of(row.getString("step")),
                        row.getLocalDate("correct_until"),
                        before == null ? null : StepName.of(before),
                        row.getUUID("merged_into") != null),
                assignees.stream().map(Assignee::officer).toList(),
                placed.stream().map(PlacedViolation::violation).toList(),
                sanctions == null ? List.of() : SanctionJson.stored(new JsonArray(sanctions)),
                taken.stream().flatMap(action -> action.taken().stream()).toList(),
                row.getLong("version"));
    }

    private List<Assignee> assignees(Row row) {
        String officers =
                texts.open(row.getBuffer("officers"), officers(row.getString("place_code"), row.getUUID("id")));
        return officers == null ? List.of() : Assignee.all(new JsonArray(officers));
    }

    private static PlacedViolation placed(Row row) {
        String other = row.getString("other_authority");
        return PlacedViolation.of(
                violation(row),
                CaseFindings.of(row),
                other == null
                        ? null
                        : new PlacedViolation.Other(Authority.of(other), outcome(row.getString("other_outcome"))));
    }

    private static CaseViolation violation(Row row) {
        return new CaseViolation(
                new ViolationId(row.getUUID("violation_id")),
                Case.of(row.getString("case_step")),
                outcome(row.getString("outcome")),
                row.getBoolean("dismissed_before"));
    }

    private static @Nullable CheckOutcome outcome(@Nullable String wire) {
        return wire == null ? null : CheckOutcome.of(wire).orElseThrow();
    }

    private StoredAction action(Row row) {
        UUID id = row.getUUID("case_id");
        String placeCode = row.getString("place_code");
        int number = row.getInteger("number");
        UUID account = row.getUUID("account");
        String particulars = texts.open(row.getBuffer("particulars"), particulars(placeCode, id, number));
        Buffer note = row.getBuffer("note");
        return new StoredAction(
                row.getString("action"),
                StepName.of(row.getString("step")),
                Columns.instant(row, "at"),
                account == null ? null : new StoredAction.By(new AccountId(account), row.getString("name")),
                InspectionId.orNull(row.getUUID("inspection")),
                outcome(row.getString("outcome")),
                texts.open(note, note(placeCode, id, number)),
                particulars == null ? null : new JsonObject(particulars));
    }

    static SealedRef officers(String placeCode, UUID id) {
        return new SealedRef(placeCode, id, 0, "case-officers");
    }

    static SealedRef demand(String placeCode, UUID id) {
        return new SealedRef(placeCode, id, 0, "case-demand");
    }

    static SealedRef note(String placeCode, UUID id, int number) {
        return new SealedRef(placeCode, id, number, "case-action-note");
    }

    static SealedRef particulars(String placeCode, UUID id, int number) {
        return new SealedRef(placeCode, id, number, "case-action-particulars");
    }
}
