package lingdian.office.violation;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.law.casework.Case;
import lingdian.law.casework.CaseAction;
import lingdian.law.course.Trigger;
import lingdian.law.json.ViolationSnapshot;
import lingdian.office.inspection.InspectionEntry;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.query.Conditions;
import lingdian.platform.database.QueryPool;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.record.release.Releases;
import lingdian.vault.seal.SealedTexts;
import org.jspecify.annotations.Nullable;

/**
 * The steps of violations' cases.
 *
 * <p>A step takes the lock on {@code head} that every batch of the judge holds. So the two never overwrite each other's
 * change of a violation, the feed's message has its place in the one order, and of two officers the second sees the
 * first one's step. The scope is checked before, so that an account that may not see the violation cannot block the
 * judge.
 */
public final class CaseStore {
    private static final String VIOLATION = """
            SELECT id, code, place_code, region, case_step, snapshot FROM violation
            """;

    /** What a further entry must know, and no more, since all verdicts wait: how many there are, and the last step. */
    private static final String STAND = """
            SELECT told.entries, last.* FROM (SELECT coalesce(max(number), 0) AS entries FROM case_step WHERE violation_id = $1) AS told
            LEFT JOIN (
              SELECT number, action, step, at, authority, inspection FROM case_step
              WHERE violation_id = $1 AND action <> 'comment' ORDER BY number DESC LIMIT 1) AS last ON true
            """;

    private static final String COMMENTS = """
            SELECT count(*) AS entries, count(*) FILTER (WHERE account = $2) AS own FROM case_step
            WHERE violation_id = $1 AND action = 'comment'
            """;

    private static final String ADD = """
            INSERT INTO case_step (violation_id, number, action, step, at, account, authority, inspection, note, found,
                                   code, rule_version, place_code, account_since)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                    (SELECT coalesce(changed_at, created_at) FROM account WHERE id = $6))
            """;

    private static final String MOVE = """
            UPDATE violation SET case_step = $2, snapshot = $3 WHERE id = $1
            """;

    private final QueryPool pool;
    private final SealedTexts texts;
    private final InspectionStore inspections;
    private final CheckedRules rules;
    private final AccessLogStore log;

    /** @param accountsUnchanged how long an account must have been unchanged for its checks to refute a rule */
    public CaseStore(
            QueryPool pool,
            SealedTexts texts,
            InspectionStore inspections,
            Releases releases,
            AccessLogStore log,
            Duration accountsUnchanged) {
        this.pool = pool;
        this.texts = texts;
        this.inspections = inspections;
        this.rules = new CheckedRules(releases, accountsUnchanged);
        this.log = log;
    }

    /** The result of a requested step. */
    sealed interface Outcome {
        /**
         * Committed, and published in the feed if the violation or one of its cases moved.
         *
         * @param checked the rule of which it says something; none or one
         */
        record Done(boolean moved, List<CheckedRules.Checked> checked) implements Outcome {}

        /**
         * Refused; nothing was changed.
         *
         * @param now the present state of the case
         * @param last the step that led to it; null if none was taken
         */
        record NotOpen(Case now, @Nullable EntryOutline last) implements Outcome {}
    }

    /** A violation under the lock. */
    private record LockedViolation(
            ViolationId id,
            String code,
            PlaceCode placeCode,
            RegionCode region,
            Case now,
            String snapshot,
            Stand stand) {
        @Nullable
        EntryOutline last() {
            return stand.last();
        }

        /** Whether the case is still in the state that the officer saw. */
        boolean isAsSeen(@Nullable Integer after) {
            EntryOutline last = last();
            return after == null || after == (last == null ? 0 : last.number());
        }
    }

    /**
     * What was done on a violation so far.
     *
     * @param entries how many steps and comments there are, which is the number of the last one
     * @param last the last step; null if none was taken
     * @param dispatched the inspection of that step
     */
    private record Stand(
            int entries,
            @Nullable EntryOutline last,
            @Nullable InspectionId dispatched) {
        static Stand of(Row row) {
            return new Stand(
                    row.getInteger("entries"),
                    row.getInteger("number") == null ? null : CaseEntryStore.outline(row),
                    InspectionId.orNull(row.getUUID("inspection")));
        }
    }

    /** Fails as unknown if the scope does not cover the violation, and with 409 if it may have no more comments. */
    Future<Outcome> take(Scope scope, ViolationId violation, CaseRequest request, Account account, Instant at) {
        return visible(pool, scope, violation)
                .compose(seen -> room(pool, violation, request, account)) // before the lock; counted again under it
                .compose(room -> pool.withTransaction(connection -> CaseFeedStore.lock(connection)
                        .compose(position -> locked(connection, scope, violation)
                                .compose(found -> take(connection, position, found, request, account, at)))))
                .compose(outcome -> outcome instanceof Outcome.Done done
                        ? rules.checked(done.checked()).map(outcome)
                        : Future.succeededFuture(outcome));
    }

    /** The unit that inspections of an authority name unless officers name another. */
    public static String unit(Account account) {
        return account.isCulture() ? "文化市场执法" : "公安网安";
    }

    private Future<Outcome> take(
            SqlConnection connection,
            long position,
            LockedViolation found,
            CaseRequest request,
            Account account,
            Instant at) {
        CaseAction action = request.action();
        if (action == null) {
            return room(connection, found.id(), request, account)
                    .compose(room -> add(connection, found, found.now(), request, account, at))
                    .compose(added -> RaisedCasesStore.raise(connection, found.id(), position, at))
                    .compose(raised -> log.append(connection, entry(found, request, account))
                            .map(logged -> new Outcome.Done(raised, List.of())));
        }
        Optional<Case> next = found.isAsSeen(request.after()) ? found.now().after(action) : Optional.empty();
        return next.<Future<Outcome>>map(step -> inspect(connection, found, request, account, at)
                        .compose(named -> step(connection, position, found, step, request, account, at))
                        .compose(moved -> RaisedCasesStore.raise(connection, found.id(), position + 1, at))
                        .compose(raised -> RaisedCasesStore.found(
                                connection, found.id(), Objects.requireNonNull(account.authority()), action))
                        .compose(raised -> log.append(connection, entry(found, request, account)))
                        .map(logged -> new Outcome.Done(true, checked(found, action))))
                .orElseGet(() -> Future.succeededFuture(new Outcome.NotOpen(found.now(), found.last())));
    }

    /** Only comments need it: each step is taken once. */
    private static Future<Void> room(SqlClient client, ViolationId violation, CaseRequest request, Account account) {
        return request.action() != null
                ? Future.succeededFuture()
                : client.preparedQuery(COMMENTS)
                        .execute(Tuple.of(violation.value(), account.id().value()))
                        .compose(CaseEntryStore.COMMENTS::admit);
    }

    private Future<Void> step(
            SqlConnection connection,
            long position,
            LockedViolation found,
            Case next,
            CaseRequest request,
            Account account,
            Instant at) {
        return add(connection, found, next, request, account, at)
                .compose(added -> move(connection, found, next, position + 1, at));
    }

    /** With this step the field may refute the rule. */
    private static List<CheckedRules.Checked> checked(LockedViolation found, CaseAction action) {
        return CheckedRules.says(action)
                ? List.of(new CheckedRules.Checked(found.code(), ViolationSnapshot.ruleVersion(found.snapshot())))
                : List.of();
    }

    /** Creates the inspection of a dispatch, or fails if the account may not see the one that it names. */
    private Future<?> inspect(
            SqlConnection connection, LockedViolation found, CaseRequest request, Account account, Instant at) {
        InspectionId named = request.inspection();
        if (named == null) {
            return Future.succeededFuture();
        }
        if (request.isNewInspection()) {
            var entry = InspectionEntry.dispatched(
                    unit(account), found.placeCode(), List.of(found.id()), Trigger.DATA_MONITORING);
            return inspections.create(connection, named, account, found.region(), entry, at);
        }
        return inspections
                .find(connection, account, named)
                .map(known -> known.orElseThrow(
                        () -> Refused.body("/inspection", "expected an inspection of your authority and region")));
    }

    private Future<Void> add(
            SqlConnection connection,
            LockedViolation found,
            Case step,
            CaseRequest request,
            Account account,
            Instant at) {
        int number = found.stand().entries() + 1;
        InspectionId inspection = request.inspection(); // null: steps after a dispatch concern its inspection
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addUUID(found.id().value())
                        .addInteger(number)
                        .addString(request.word())
                        .addString(step.wire())
                        .addOffsetDateTime(utc(at))
                        .addUUID(account.id().value())
                        .addString(Authority.wireOrNull(account.authority()))
                        .addUUID(InspectionId.valueOrNull(
                                inspection == null ? found.stand().dispatched() : inspection))
                        .addBuffer(
                                texts.seal(request.note(), CaseEntryStore.note(found.placeCode(), found.id(), number)))
                        .addBuffer(texts.seal(
                                request.found(), CaseEntryStore.found(found.placeCode(), found.id(), number)))
                        .addString(found.code())
                        .addString(ViolationSnapshot.ruleVersion(found.snapshot()))
                        .addString(found.placeCode().value()))
                .mapEmpty();
    }

    private static Future<Void> move(
            SqlConnection connection, LockedViolation found, Case step, long position, Instant at) {
        return connection
                .preparedQuery(MOVE)
                .execute(Tuple.of(found.id().value(), step.wire(), ViolationSnapshot.with(found.snapshot(), step)))
                .compose(moved -> CaseFeedStore.tell(connection, found.id(), position, at));
    }

    private static Future<LockedViolation> locked(SqlConnection connection, Scope scope, ViolationId violation) {
        return visible(connection, scope, violation)
                .compose(row -> connection
                        .preparedQuery(STAND)
                        .execute(Tuple.of(violation.value()))
                        .map(stood -> new LockedViolation(
                                violation,
                                row.getString("code"),
                                new PlaceCode(row.getString("place_code")),
                                new RegionCode(row.getString("region")),
                                Case.of(row.getString("case_step")),
                                row.getString("snapshot"),
                                Stand.of(stood.iterator().next()))));
    }

    /** Fails as unknown if the scope does not cover it. */
    static Future<Row> visible(SqlClient client, Scope scope, ViolationId violation) {
        Conditions conditions = Conditions.visible(scope).and("id = ?", violation);
        return client.preparedQuery(VIOLATION + conditions.where())
                .execute(conditions.values())
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Refused.unknown();
                    }
                    return rows.iterator().next();
                });
    }

    private static AccessEntry entry(LockedViolation found, CaseRequest request, Account account) {
        Action action = request.action() == null ? Action.COMMENT : Action.TAKE_STEP;
        return entry(action, found.id(), found.region(), request.word(), account);
    }

    /** What the access log says of a step or a comment. */
    static AccessEntry entry(Action action, ViolationId violation, RegionCode region, String word, Account account) {
        return AccessEntry.done(Actor.account(account.id()), action)
                .on(Subject.of(violation))
                .inRegion(region)
                .with("step", word);
    }
}
