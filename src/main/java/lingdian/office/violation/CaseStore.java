package lingdian.office.violation;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
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
import lingdian.domain.AccountId;
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
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.record.release.Releases;
import lingdian.vault.seal.SealedRef;
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

    private static final String ENTRIES = """
            SELECT number, action, step, at, account, account.name, case_step.authority, inspection, note, found
            FROM case_step JOIN account ON account.id = account
            WHERE violation_id = $1 ORDER BY number
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
        /** Committed, and published in the feed if the violation or one of its cases moved. */
        record Done(boolean moved) implements Outcome {}

        /**
         * Refused; nothing was changed.
         *
         * @param now the present state of the case
         * @param last the step that led to it; null if none was taken
         */
        record NotOpen(Case now, @Nullable CaseEntry last) implements Outcome {}
    }

    /** A violation under the lock. */
    private record LockedViolation(
            ViolationId id,
            String code,
            PlaceCode placeCode,
            RegionCode region,
            Case now,
            String snapshot,
            List<CaseEntry> entries) {
        @Nullable
        CaseEntry last() {
            return entries.stream()
                    .filter(CaseEntry::isStep)
                    .reduce((earlier, later) -> later)
                    .orElse(null);
        }

        /** Whether the case is still in the state that the officer saw. */
        boolean isAsSeen(@Nullable Integer after) {
            CaseEntry last = last();
            return after == null || after == (last == null ? 0 : last.number());
        }
    }

    /** Fails as unknown if the scope does not cover the violation. */
    Future<Outcome> take(Scope scope, ViolationId violation, CaseRequest request, Account account, Instant at) {
        return visible(pool, scope, violation)
                .compose(seen -> pool.withTransaction(connection -> CaseFeedStore.lock(connection)
                        .compose(position -> locked(connection, scope, violation)
                                .compose(found -> take(connection, position, found, request, account, at)))));
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
            return add(connection, found, found.now(), request, account, at)
                    .compose(added -> RaisedCasesStore.raise(connection, found.id(), position, at))
                    .compose(raised -> log.append(connection, entry(found, request, account))
                            .map(logged -> new Outcome.Done(raised)));
        }
        Optional<Case> next = found.isAsSeen(request.after()) ? found.now().after(action) : Optional.empty();
        return next.<Future<Outcome>>map(step -> inspect(connection, found, request, account, at)
                        .compose(named -> step(connection, position, found, step, request, account, at))
                        .compose(moved -> RaisedCasesStore.raise(connection, found.id(), position + 1, at))
                        .compose(raised -> RaisedCasesStore.found(
                                connection, found.id(), Objects.requireNonNull(account.authority()), action))
                        .map(raised -> new Outcome.Done(true)))
                .orElseGet(() -> Future.succeededFuture(new Outcome.NotOpen(found.now(), found.last())));
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
                .compose(added -> move(connection, found, next, position + 1, at))
                .compose(moved -> checked(connection, found, Objects.requireNonNull(request.action())))
                .compose(checked -> log.append(connection, entry(found, request, account)));
    }

    /** With this step the field may refute the rule. */
    private Future<Void> checked(SqlConnection connection, LockedViolation found, CaseAction action) {
        return CheckedRules.says(action)
                ? rules.checked(
                        connection,
                        List.of(new CheckedRules.Checked(
                                found.code(), ViolationSnapshot.ruleVersion(found.snapshot()))))
                : Future.succeededFuture();
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
        int number = found.entries().size() + 1;
        InspectionId inspection = request.inspection();
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
                        .addUUID(InspectionId.valueOrNull(inspection == null ? dispatched(found) : inspection))
                        .addBuffer(texts.seal(request.note(), note(found.placeCode(), found.id(), number)))
                        .addBuffer(texts.seal(request.found(), found(found.placeCode(), found.id(), number)))
                        .addString(found.code())
                        .addString(ViolationSnapshot.ruleVersion(found.snapshot()))
                        .addString(found.placeCode().value()))
                .mapEmpty();
    }

    /** Steps after a dispatch concern its inspection, unless they name another one. */
    private static @Nullable InspectionId dispatched(LockedViolation found) {
        CaseEntry last = found.last();
        return last == null ? null : last.inspection();
    }

    private static Future<Void> move(
            SqlConnection connection, LockedViolation found, Case step, long position, Instant at) {
        return connection
                .preparedQuery(MOVE)
                .execute(Tuple.of(found.id().value(), step.wire(), ViolationSnapshot.with(found.snapshot(), step)))
                .compose(moved -> CaseFeedStore.tell(connection, found.id(), position, at));
    }

    private Future<LockedViolation> locked(SqlConnection connection, Scope scope, ViolationId violation) {
        return visible(connection, scope, violation)
                .compose(row -> entries(connection, violation, new PlaceCode(row.getString("place_code")))
                        .map(entries -> new LockedViolation(
                                violation,
                                row.getString("code"),
                                new PlaceCode(row.getString("place_code")),
                                new RegionCode(row.getString("region")),
                                Case.of(row.getString("case_step")),
                                row.getString("snapshot"),
                                entries)));
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

    /** All entries of a case, in order. */
    public Future<List<CaseEntry>> entries(SqlClient client, ViolationId violation, PlaceCode placeCode) {
        return client.preparedQuery(ENTRIES)
                .execute(Tuple.of(violation.value()))
                .map(rows -> RowStream.of(rows)
                        .map(row -> entry(row, violation, placeCode))
                        .toList());
    }

    private CaseEntry entry(Row row, ViolationId violation, PlaceCode placeCode) {
        int number = row.getInteger("number");
        Buffer note = row.getBuffer("note");
        Buffer found = row.getBuffer("found");
        return new CaseEntry(
                number,
                row.getString("action"),
                row.getString("step"),
                Columns.instant(row, "at"),
                new AccountId(row.getUUID("account")),
                row.getString("name"),
                Authority.of(row.getString("authority")),
                InspectionId.orNull(row.getUUID("inspection")),
                texts.open(note, note(placeCode, violation, number)),
                texts.open(found, found(placeCode, violation, number)));
    }

    static SealedRef note(PlaceCode placeCode, ViolationId violation, int number) {
        return new SealedRef(placeCode.value(), violation.value(), number, "case-note");
    }

    private static SealedRef found(PlaceCode placeCode, ViolationId violation, int number) {
        return new SealedRef(placeCode.value(), violation.value(), number, "case-found");
    }

    private static AccessEntry entry(LockedViolation found, CaseRequest request, Account account) {
        Action action = request.action() == null ? Action.COMMENT : Action.TAKE_STEP;
        return AccessEntry.done(Actor.account(account.id()), action)
                .on(Subject.of(found.id()))
                .inRegion(found.region())
                .with("step", request.word());
    }
}
