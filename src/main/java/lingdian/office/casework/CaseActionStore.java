package lingdian.office.casework;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.domain.InspectionId;
import lingdian.domain.RegionCode;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseId;
import lingdian.law.course.CaseViolation;
import lingdian.law.course.CheckOutcome;
import lingdian.law.course.CourseStep;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.Sanction;
import lingdian.office.document.CaseNumbers.CaseNumber;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.SealedTexts;
import org.jspecify.annotations.Nullable;

/** Writes what actions change, in the transaction that takes them. */
final class CaseActionStore {
    private static final String CHANGE = """
            UPDATE case_file
            SET step = $3, step_before = $4, correct_until = $5, sanctions = coalesce($6::jsonb, sanctions), due_at = $7,
              merged_into = coalesce($8, merged_into), trigger = coalesce($9, trigger), officers = coalesce($10, officers), demand = coalesce($11, demand),
              closed_at = CASE WHEN $3 <> 'closed' THEN NULL ELSE coalesce(closed_at, $12) END,
              transferred_at = CASE WHEN $3 <> 'transferred' THEN NULL ELSE coalesce(transferred_at, $12) END, version = $2,
              number = coalesce(number, $13), number_word = coalesce(number_word, $14), number_year = coalesce(number_year, $15),
              number_serial = coalesce(number_serial, $16)
            WHERE id = $1 AND $17 = (SELECT count(*) FROM calendar_year)
            """;

    private static final String CALENDAR_ENTRIES = "SELECT count(*) AS entries FROM calendar_year";

    private static final String ADD = """
            INSERT INTO case_action (case_id, number, action, step, at, account, place_code, inspection, outcome, note, particulars)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;

    private static final String MERGED_INTO = """
            INSERT INTO case_action (case_id, number, action, step, at, account, place_code, particulars) VALUES ($1, $2, 'merge', $3, $4, $5, $6, $7)
            """;

    private static final String OUTCOMES = """
            UPDATE case_violation AS c SET outcome = found.outcome
            FROM unnest($2::uuid[], $3::text[]) AS found (id, outcome)
            WHERE c.case_id = $1 AND c.violation_id = found.id AND c.outcome IS DISTINCT FROM found.outcome
            """;

    private static final String UNASSIGN = "DELETE FROM case_assignee WHERE case_id = $1";

    private static final String ASSIGN = """
            INSERT INTO case_assignee (account, case_id) SELECT DISTINCT account, $1::uuid FROM unnest($2::uuid[]) AS account
            """;

    /** Those of the office that deals with a case. */
    private static final String COLLEAGUES = """
            SELECT id, name FROM account
            WHERE id = ANY ($1) AND role = 'regulator' AND ended_at IS NULL AND authority = $2
              AND region IN ($3, left($3, 4) || '00', left($3, 2) || '0000', '000000')
            """;

    private static final String MERGE = "UPDATE case_violation SET case_id = $2 WHERE case_id = $1";

    private static final String MERGED = """
            UPDATE case_file
            SET version = $2,
              codes = coalesce((SELECT array_agg(DISTINCT code ORDER BY code) FROM case_violation WHERE case_id = $1), '{}')
            WHERE id = $1
            """;

    private final SealedTexts texts;

    CaseActionStore(SealedTexts texts) {
        this.texts = texts;
    }

    /**
     * What an action says beside its verb, as it is written down.
     *
     * @param outcome of a check, for all violations of which it says nothing else
     * @param assignees null: they stay
     */
    record Said(
            @Nullable String note,
            @Nullable InspectionId inspection,
            @Nullable CheckOutcome outcome,
            @Nullable List<Assignee> assignees,
            @Nullable String trigger,
            @Nullable String demand,
            @Nullable CaseId into,
            @Nullable JsonObject particulars) {
        @Override
        public String toString() {
            return "Said[]"; // free text and names
        }
    }

    /**
     * The end of a case's earliest deadline.
     *
     * @param calendarEntries by which it was reckoned: each change of the calendar is a further one
     */
    record Due(Instant at, long calendarEntries) {}

    /** An action as it was taken. */
    record Written(String action, Said said, Account account, Instant at) {}

    /** The names of accounts of an office; those that are not of it are left out. */
    Future<List<Assignee>> colleagues(SqlClient client, List<AccountId> accounts, Account account, RegionCode region) {
        return client.preparedQuery(COLLEAGUES)
                .execute(Tuple.of(
                        Columns.of(accounts, UUID[]::new, AccountId::value),
                        Objects.requireNonNull(account.authority()).wire(),
                        region.value()))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Assignee(new AccountId(row.getUUID("id")), row.getString("name"), null))
                        .toList());
    }

    static Future<Long> calendarEntries(SqlClient client) {
        return client.preparedQuery(CALENDAR_ENTRIES)
                .execute()
                .map(rows -> rows.iterator().next().getLong("entries"));
    }

    /**
     * Fails with {@link CaseMoved} if the calendar has had another entry since: whoever reckons all deadlines again leaves out
     * a case that has another version by then.
     *
     * @param number that the case gets by it; null: none, or it has one
     */
    Future<Void> write(
            SqlConnection connection,
            StoredCase before,
            CaseFile after,
            Written written,
            Due due,
            @Nullable CaseNumber number) {
        return change(connection, after, written, due, number)
                .compose(changed -> add(connection, before, after, written))
                .compose(found -> assign(connection, after.id(), written.said().assignees()));
    }

    private Future<Void> change(
            SqlConnection connection, CaseFile after, Written written, Due due, @Nullable CaseNumber number) {
        UUID id = after.id().value();
        String placeCode = after.placeCode().value();
        Said said = written.said();
        List<Assignee> assignees = said.assignees();
        String officers = assignees == null ? null : Assignee.json(assignees).encode();
        return connection
                .preparedQuery(CHANGE)
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addLong(after.version())
                        .addString(after.step().name().wire())
                        .addString(
                                after.step() instanceof CourseStep.Closed closed
                                        ? closed.before().name().wire()
                                        : null)
                        .addLocalDate(
                                after.step() instanceof CourseStep.Correcting correcting ? correcting.until() : null)
                        .addValue(sanctions(after.sanctions()))
                        .addOffsetDateTime(utc(due.at()))
                        .addUUID(said.into() == null ? null : said.into().value())
                        .addString(said.trigger())
                        .addBuffer(texts.seal(officers, CaseFileStore.officers(placeCode, id)))
                        .addBuffer(texts.seal(said.demand(), CaseFileStore.demand(placeCode, id)))
                        .addOffsetDateTime(utc(written.at()))
                        .addString(number == null ? null : number.printed())
                        .addString(number == null ? null : number.word())
                        .addShort(number == null ? null : (short) number.year())
                        .addInteger(number == null ? null : number.serial())
                        .addLong(due.calendarEntries()))
                .compose(changed ->
                        changed.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(new CaseMoved()));
    }

    private static @Nullable Object sanctions(List<Sanction> sanctions) {
        return sanctions.isEmpty() ? null : SanctionJson.write(sanctions, ChinaTime.ZONE);
    }

    private Future<Void> add(SqlConnection connection, StoredCase before, CaseFile after, Written written) {
        UUID id = after.id().value();
        String placeCode = after.placeCode().value();
        int number = before.actions().size() + 1;
        Said said = written.said();
        JsonObject particulars = said.particulars();
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addInteger(number)
                        .addString(written.action())
                        .addString(after.step().name().wire())
                        .addOffsetDateTime(utc(written.at()))
                        .addUUID(written.account().id().value())
                        .addString(placeCode)
                        .addUUID(InspectionId.valueOrNull(said.inspection()))
                        .addString(found(after, written))
                        .addBuffer(texts.seal(said.note(), CaseFileStore.note(placeCode, id, number)))
                        .addBuffer(texts.seal(
                                particulars == null ? null : particulars.encode(),
                                CaseFileStore.particulars(placeCode, id, number))))
                .mapEmpty();
    }

    /** What a check found of the violations together; of a case without any, what it said. Null of every other action. */
    private static @Nullable String found(CaseFile after, Written written) {
        return written.action().equals(CourseVerb.CHECK.wire())
                ? after.found()
                        .or(() -> Optional.ofNullable(written.said().outcome()))
                        .map(CheckOutcome::wire)
                        .orElse(null)
                : null;
    }

    /** Keeps what was found of violations of a case. */
    static Future<Void> outcomes(SqlConnection connection, CaseId id, List<CaseViolation> violations) {
        List<CaseViolation> checked =
                violations.stream().filter(one -> one.outcome() != null).toList();
        return checked.isEmpty()
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(OUTCOMES)
                        .execute(Tuple.of(
                                id.value(),
                                Columns.of(checked, UUID[]::new, one -> one.id().value()),
                                Columns.of(
                                        checked,
                                        String[]::new,
                                        one -> Objects.requireNonNull(one.outcome())
                                                .wire())))
                        .mapEmpty();
    }

    private static Future<Void> assign(SqlConnection connection, CaseId id, @Nullable List<Assignee> assignees) {
        if (assignees == null) {
            return Future.succeededFuture();
        }
        List<AccountId> accounts = assignees.stream()
                .map(Assignee::account)
                .filter(Objects::nonNull)
                .toList();
        return connection
                .preparedQuery(UNASSIGN)
                .execute(Tuple.of(id.value()))
                .compose(gone -> connection
                        .preparedQuery(ASSIGN)
                        .execute(Tuple.of(id.value(), Columns.of(accounts, UUID[]::new, AccountId::value))))
                .mapEmpty();
    }

    /**
     * Moves the violations of a case into another one, whose history says so.
     *
     * @param number of the entry in that history
     */
    Future<Void> merge(SqlConnection connection, CaseId from, CaseFile into, int number, Written written) {
        UUID id = into.id().value();
        String placeCode = into.placeCode().value();
        String particulars = new JsonObject().put("from", from.toString()).encode();
        return connection
                .preparedQuery(MERGE)
                .execute(Tuple.of(from.value(), id))
                .compose(moved -> connection.preparedQuery(MERGED).execute(Tuple.of(id, into.version())))
                .compose(merged -> connection
                        .preparedQuery(MERGED_INTO)
                        .execute(Tuple.tuple()
                                .addUUID(id)
                                .addInteger(number)
                                .addString(into.step().name().wire())
                                .addOffsetDateTime(utc(written.at()))
                                .addUUID(written.account().id().value())
                                .addString(placeCode)
                                .addBuffer(texts.seal(particulars, CaseFileStore.particulars(placeCode, id, number)))))
                .mapEmpty();
    }
}
