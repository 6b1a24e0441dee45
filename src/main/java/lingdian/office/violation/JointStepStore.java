package lingdian.office.violation;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.law.casework.Case;
import lingdian.law.casework.CaseAction;
import lingdian.law.course.CourseResult.ViolationStep;
import lingdian.law.json.ViolationSnapshot;
import lingdian.office.query.Conditions;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.release.Releases;
import lingdian.vault.seal.SealedTexts;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of many violations at once, as an action on their case asks for them.
 *
 * <p>Every batch of the judge waits meanwhile, so the number of statements does not depend on the number of steps.
 */
public final class JointStepStore {
    private static final String VIOLATIONS = """
            SELECT v.id, v.code, v.place_code, v.region, v.case_step, v.snapshot, entries.newest, last.inspection
            FROM violation AS v
            CROSS JOIN LATERAL (SELECT coalesce(max(number), 0) AS newest FROM case_step WHERE violation_id = v.id) AS entries
            LEFT JOIN LATERAL (
              SELECT inspection FROM case_step WHERE violation_id = v.id AND action <> 'comment' ORDER BY number DESC LIMIT 1) AS last ON true
            """;

    private static final String ADD = """
            INSERT INTO case_step (violation_id, number, action, step, at, account, authority, inspection, note, code, rule_version,
                                   place_code, account_since)
            SELECT violation_id, number, action, step, $10, $11, $12, inspection, note, code, rule_version, place_code,
              (SELECT coalesce(changed_at, created_at) FROM account WHERE id = $11)
            FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::uuid[], $6::bytea[], $7::text[], $8::text[], $9::text[])
              AS taken (violation_id, number, action, step, inspection, note, code, rule_version, place_code)
            """;

    private static final String MOVE = """
            UPDATE violation SET case_step = moved.step, snapshot = moved.snapshot
            FROM unnest($1::uuid[], $2::text[], $3::text[]) AS moved (id, step, snapshot) WHERE violation.id = moved.id
            """;

    private final SealedTexts texts;
    private final CheckedRules rules;

    /** @param accountsUnchanged how long an account must have been unchanged for its checks to refute a rule */
    public JointStepStore(SealedTexts texts, Releases releases, Duration accountsUnchanged) {
        this.texts = texts;
        this.rules = new CheckedRules(releases, accountsUnchanged);
    }

    /**
     * What all the steps say.
     *
     * @param inspection that is sent, or that found it; null: as before
     */
    public record Said(String note, @Nullable InspectionId inspection, Account account, Instant at) {
        @Override
        public String toString() {
            return "Said[" + account.id() + "]"; // notes are free text
        }
    }

    /**
     * What the caller still has to write.
     *
     * @param position the newest of the feed
     * @param entries of the access log, one for each step
     * @param checked the rules of which they say something
     */
    public record Taken(long position, List<AccessEntry> entries, List<CheckedRules.Checked> checked) {}

    /** A violation under the lock, before a step or after it. */
    private record Standing(
            ViolationId id,
            String code,
            PlaceCode placeCode,
            RegionCode region,
            String ruleVersion,
            Case now,
            String snapshot,
            int number,
            @Nullable InspectionId inspection) {
        static Standing of(Row row) {
            String snapshot = row.getString("snapshot");
            return new Standing(
                    new ViolationId(row.getUUID("id")),
                    row.getString("code"),
                    new PlaceCode(row.getString("place_code")),
                    new RegionCode(row.getString("region")),
                    ViolationSnapshot.ruleVersion(snapshot),
                    Case.of(row.getString("case_step")),
                    snapshot,
                    row.getInteger("newest"),
                    InspectionId.orNull(row.getUUID("inspection")));
        }

        Standing after(CaseAction action, @Nullable InspectionId named) {
            Case next = now.after(action).orElseThrow();
            return new Standing(
                    id,
                    code,
                    placeCode,
                    region,
                    ruleVersion,
                    next,
                    ViolationSnapshot.with(snapshot, next),
                    number + 1,
                    named == null ? inspection : named);
        }
    }

    /** @param after the violation after it */
    private record Step(CaseAction action, Standing after) {}

    /**
     * Takes steps in the caller's transaction, which holds the lock on {@code head}. Fails as unknown if the account's scope
     * does not cover one of the violations.
     *
     * @param position the newest of the feed; the steps' messages have the next ones, in their order
     */
    public Future<Taken> take(SqlConnection connection, long position, List<ViolationStep> asked, Said said) {
        if (asked.isEmpty()) {
            return Future.succeededFuture(new Taken(position, List.of(), List.of()));
        }
        return standing(connection, asked, said.account()).compose(before -> {
            var after = new LinkedHashMap<>(before);
            List<Step> steps = steps(asked, after, said);
            return add(connection, steps, said)
                    .compose(added -> move(connection, after.values()))
                    .compose(moved -> CaseFeedStore.tell(connection, told(steps, after), position, said.at()))
                    .map(told -> new Taken(position + steps.size(), entries(steps, said.account()), checked(steps)));
        });
    }

    /** With these steps, once they are committed, the field may refute their rules. Never fails. */
    public Future<Void> checked(Collection<Taken> committed) {
        return rules.checked(
                committed.stream().flatMap(one -> one.checked().stream()).toList());
    }

    private static Future<Map<ViolationId, Standing>> standing(
            SqlConnection connection, List<ViolationStep> asked, Account account) {
        UUID[] ids =
                asked.stream().map(step -> step.violation().value()).distinct().toArray(UUID[]::new);
        Conditions conditions =
                Conditions.visible(account.scope().orElseThrow()).and("id = ANY (?)", ids);
        return connection
                .preparedQuery(VIOLATIONS + conditions.where())
                .execute(conditions.values())
                .map(rows -> {
                    if (rows.size() < ids.length) {
                        throw Refused.unknown();
                    }
                    var standing = new LinkedHashMap<ViolationId, Standing>();
                    RowStream.of(rows).map(Standing::of).forEach(one -> standing.put(one.id(), one));
                    return standing;
                });
    }

    /** @param standing by violation; moved on by each of its steps */
    private static List<Step> steps(List<ViolationStep> asked, Map<ViolationId, Standing> standing, Said said) {
        var steps = new ArrayList<Step>(asked.size());
        for (ViolationStep one : asked) {
            Standing after =
                    Objects.requireNonNull(standing.get(one.violation())).after(one.action(), said.inspection());
            standing.put(one.violation(), after);
            steps.add(new Step(one.action(), after));
        }
        return steps;
    }

    private Future<Void> add(SqlConnection connection, List<Step> steps, Said said) {
        Account account = said.account();
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addValue(Columns.of(
                                steps, UUID[]::new, one -> one.after().id().value()))
                        .addValue(Columns.of(
                                steps, Integer[]::new, one -> one.after().number()))
                        .addValue(Columns.of(
                                steps, String[]::new, one -> one.action().wire()))
                        .addValue(Columns.of(
                                steps, String[]::new, one -> one.after().now().wire()))
                        .addValue(Columns.of(
                                steps,
                                UUID[]::new,
                                one -> InspectionId.valueOrNull(one.after().inspection())))
                        .addValue(Columns.of(steps, Buffer[]::new, one -> note(said.note(), one.after())))
                        .addValue(Columns.of(
                                steps, String[]::new, one -> one.after().code()))
                        .addValue(Columns.of(
                                steps, String[]::new, one -> one.after().ruleVersion()))
                        .addValue(Columns.of(
                                steps,
                                String[]::new,
                                one -> one.after().placeCode().value()))
                        .addOffsetDateTime(utc(said.at()))
                        .addUUID(account.id().value())
                        .addString(Authority.wireOrNull(account.authority())))
                .mapEmpty();
    }

    private @Nullable Buffer note(String note, Standing after) {
        return texts.seal(note, CaseEntryStore.note(after.placeCode(), after.id(), after.number()));
    }

    private static Future<Void> move(SqlConnection connection, Collection<Standing> after) {
        return connection
                .preparedQuery(MOVE)
                .execute(Tuple.of(
                        Columns.of(after, UUID[]::new, one -> one.id().value()),
                        Columns.of(after, String[]::new, one -> one.now().wire()),
                        Columns.of(after, String[]::new, Standing::snapshot)))
                .mapEmpty();
    }

    /** A message of a violation's last step shows what is stored now. */
    private static List<CaseFeedStore.Told> told(List<Step> steps, Map<ViolationId, Standing> after) {
        return steps.stream()
                .map(Step::after)
                .map(one -> new CaseFeedStore.Told(
                        one.id(),
                        Objects.requireNonNull(after.get(one.id())).number() == one.number() ? null : one.snapshot()))
                .toList();
    }

    private static List<CheckedRules.Checked> checked(List<Step> steps) {
        return steps.stream()
                .filter(step -> CheckedRules.says(step.action()))
                .map(step -> new CheckedRules.Checked(
                        step.after().code(), step.after().ruleVersion()))
                .distinct()
                .toList();
    }

    private static List<AccessEntry> entries(List<Step> steps, Account account) {
        return steps.stream()
                .map(step -> CaseStore.entry(
                        Action.TAKE_STEP,
                        step.after().id(),
                        step.after().region(),
                        step.action().wire(),
                        account))
                .toList();
    }
}
