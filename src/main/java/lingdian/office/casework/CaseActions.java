package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.law.course.CaseCourse;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseId;
import lingdian.law.course.CaseViolation;
import lingdian.law.course.CourseResult;
import lingdian.law.course.CourseResult.Taken;
import lingdian.law.course.CourseResult.ViolationStep;
import lingdian.law.course.CourseVerb;
import lingdian.law.hours.Area;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.Closure;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.office.casework.CaseActionRequest.Named;
import lingdian.office.casework.CaseActionStore.Said;
import lingdian.office.casework.CaseActionStore.Written;
import lingdian.office.document.CaseNumbers;
import lingdian.office.document.CaseNumbers.CaseNumber;
import lingdian.office.inspection.InspectionEntry;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.violation.CaseFeedStore;
import lingdian.office.violation.CaseStore;
import lingdian.platform.database.QueryPool;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import lingdian.record.hours.DecisionStore;

/**
 * Takes actions on cases. One transaction changes the case, its violations' own progress, the feed and the access log.
 *
 * <p>It takes the lock on {@code head} first, as a batch of the judge and a step on a violation do, then the rows of the
 * cases. So the second of two officers sees what the first one did. The scope is checked before, so that an account that may
 * not see the case cannot block the judge.
 */
final class CaseActions {
    /** Of a case's history: each action reads all of it under the lock that batches wait for. */
    private static final int COMMENTS_MAX = 200;

    private static final int ACTIONS_MAX = 300;

    private final Parts parts;
    private final CaseActionStore store;
    private final CaseNumbers numbers;

    /** What actions are taken with. */
    record Parts(
            QueryPool pool,
            CaseFileStore files,
            CaseStore violations,
            InspectionStore inspections,
            CaseAttachments attachments,
            DecisionStore decisions,
            CaseDeadlines deadlines,
            AccessLogStore log,
            InstantSource clock,
            Supplier<UUID> ids) {}

    CaseActions(Parts parts, CaseActionStore store) {
        this.numbers = new CaseNumbers();
        this.parts = parts;
        this.store = store;
    }

    /** Completes after the commit; fails with a problem if the action is not taken. */
    Future<Void> take(Account account, CaseId id, CaseActionRequest request) {
        return visible(parts.pool(), account, id)
                .compose(seen -> request.decided()
                        .map(decided -> refuseRevocation(seen, decided)
                                .compose(allowed -> refuseMoved(account, seen, request))
                                .compose(open -> enter(account, seen, request, decided)))
                        .orElseGet(() -> parts.pool()
                                .withTransaction(connection -> underLock(connection, account, id, request))));
    }

    private Future<Void> underLock(SqlConnection connection, Account account, CaseId id, CaseActionRequest request) {
        return CaseFeedStore.lock(connection)
                .compose(position -> locked(connection, account, id, request)
                        .compose(files -> take(new Taking(connection, position, account, request), files, id)));
    }

    /** The police may suspend, and only the culture bureau revokes. */
    private static Future<Void> refuseRevocation(StoredCase seen, DecisionStore.Decided decided) {
        return decided.revoked() == null || seen.file().authority() == Authority.CULTURE
                ? Future.succeededFuture()
                : Future.failedFuture(
                        Refused.coded(
                                422,
                                "licence-of-culture",
                                "The licence is the culture bureau's to revoke (Order 363, Articles 33 and 34). Transfer the case to it."));
    }

    /** Before what the decision enters is looked at: who saw another version may have entered other dates. */
    private Future<Void> refuseMoved(Account account, StoredCase seen, CaseActionRequest request) {
        Instant now = parts.clock().instant();
        return CaseCourse.act(seen.file(), asked(request, new Named(List.of(), null, null), seen, now))
                        instanceof CourseResult.Refused refused
                ? parts.deadlines()
                        .present(parts.pool())
                        .compose(present -> refused(parts.pool(), account, seen, request, refused, present, now))
                : Future.succeededFuture();
    }

    private static CaseCourse.Request asked(CaseActionRequest request, Named named, StoredCase stored, Instant now) {
        return new CaseCourse.Request(
                request.action(named, stored.trigger()), request.note() != null, request.version(), now);
    }

    private <T> Future<T> refused(
            SqlClient client,
            Account account,
            StoredCase stored,
            CaseActionRequest request,
            CourseResult.Refused refused,
            CaseDeadlines.Present present,
            Instant now) {
        return parts.attachments()
                .whole(client, account.scope().orElseThrow(), stored, present, now)
                .compose(whole -> Future.failedFuture(CaseRefusals.of(refused, request, whole)));
    }

    /** What a decision changes for the café is entered in the same transaction: neither is there without the other. */
    private Future<Void> enter(
            Account account, StoredCase seen, CaseActionRequest request, DecisionStore.Decided decided) {
        CaseFile file = seen.file();
        var order = new SuspensionOrder(
                SuspensionOrder.Kind.SUSPENSION,
                file.authority(),
                Objects.requireNonNullElse(seen.number(), "案件" + file.id()));
        return parts.decisions()
                .enter(
                        parts.pool(),
                        (connection, entered) -> underLock(connection, account, file.id(), request)
                                .compose(taken -> logged(connection, account, seen, entered)),
                        new Area.Cafe(file.placeCode()),
                        decided,
                        order,
                        parts.clock().instant())
                .map(change -> {
                    switch (change) {
                        case ChangeResult.Done<?> ignored -> {}
                        case ChangeResult.TooEarly<?> early ->
                            throw Refused.tooEarly(
                                    early.judgedUntil(), seen.place().zone());
                        case ChangeResult.EndsTooEarly<?> ignored ->
                            throw Refused.body("/sanctions", "expected an end after the beginning");
                        case ChangeResult.TooMany<?> many ->
                            throw Refused.limit(
                                    "hours",
                                    409,
                                    "This café has had " + many.limit().maximum()
                                            + " suspensions or closures, and may have no more. End one that is not needed.");
                        case ChangeResult.NotFound<?> ignored -> throw Refused.unknown();
                    }
                    return null;
                });
    }

    private Future<Void> logged(
            SqlConnection connection, Account account, StoredCase seen, DecisionStore.Entered entered) {
        Future<Void> logged = Future.succeededFuture();
        for (SuspensionPeriod period : entered.suspensions()) {
            var entry = AccessEntry.done(account.actor(), Action.CREATE_SUSPENSION)
                    .on(Subject.of(Subject.Kind.SUSPENSION, period.id()));
            logged = logged.compose(before -> parts.log().append(connection, of(seen, entry, period.from())));
        }
        for (Closure closure : entered.closures()) {
            var entry = AccessEntry.done(account.actor(), Action.CREATE_CLOSURE)
                    .on(Subject.of(Subject.Kind.CLOSURE, closure.id()));
            logged = logged.compose(before -> parts.log().append(connection, of(seen, entry, closure.from())));
        }
        return logged;
    }

    private static AccessEntry of(StoredCase seen, AccessEntry entry, Instant from) {
        return entry.inRegion(seen.place().region())
                .with("for", seen.file().placeCode().value())
                .with("case", seen.file().id().toString())
                .with("from", from.toString());
    }

    /** One action under its locks. */
    private record Taking(SqlConnection connection, long position, Account account, CaseActionRequest request) {}

    private Future<StoredCase> visible(SqlClient client, Account account, CaseId id) {
        return parts.files()
                .one(client, account.scope().orElseThrow(), id)
                .map(found -> found.orElseThrow(Refused::unknown));
    }

    private Future<Map<CaseId, StoredCase>> locked(
            SqlConnection connection, Account account, CaseId id, CaseActionRequest request) {
        List<CaseId> wanted = request.verb() == CourseVerb.MERGE ? List.of(id, request.into()) : List.of(id);
        return CaseCopyStore.lock(connection, wanted)
                .compose(held -> Future.all(wanted.stream()
                                .map(one -> parts.files()
                                        .one(connection, account.scope().orElseThrow(), one))
                                .toList())
                        .map(read -> wanted.stream()
                                .flatMap(one -> read.<Optional<StoredCase>>resultAt(wanted.indexOf(one)).stream())
                                .collect(Collectors.toMap(
                                        found -> found.file().id(), Function.identity(), (a, b) -> a))));
    }

    private Future<Void> take(Taking taking, Map<CaseId, StoredCase> files, CaseId id) {
        StoredCase stored = files.get(id);
        if (stored == null) {
            return Future.failedFuture(Refused.unknown());
        }
        int entries = stored.actions().size();
        CourseVerb verb = taking.request().verb();
        if (entries >= COMMENTS_MAX && verb == CourseVerb.COMMENT
                || entries >= ACTIONS_MAX && verb != CourseVerb.CLOSE) {
            return Future.failedFuture(Refused.with(
                    409,
                    "A case has at most " + COMMENTS_MAX + " entries with comments, and " + ACTIONS_MAX
                            + " in all. Close it."));
        }
        Instant now = parts.clock().instant();
        return parts.deadlines()
                .present(taking.connection())
                .compose(present ->
                        named(taking, stored, files).compose(named -> act(taking, stored, named, present, now)));
    }

    private Future<Named> named(Taking taking, StoredCase stored, Map<CaseId, StoredCase> files) {
        CaseActionRequest request = taking.request();
        return switch (request.verb()) {
            case ASSIGN -> assignees(taking, stored).map(officers -> new Named(officers, null, null));
            case DISPATCH, CHECK -> inspection(taking, stored).map(id -> new Named(List.of(), id, null));
            case RECHECK ->
                request.inspection() == null
                        ? Future.succeededFuture(new Named(List.of(), null, null))
                        : inspection(taking, stored).map(id -> new Named(List.of(), id, null));
            case MERGE -> {
                StoredCase into = files.get(request.into());
                yield into == null
                        ? Future.failedFuture(Refused.body("/into", "expected a case that you may see"))
                        : Future.succeededFuture(new Named(List.of(), null, into));
            }
            default -> Future.succeededFuture(new Named(List.of(), null, null));
        };
    }

    private Future<List<Assignee>> assignees(Taking taking, StoredCase stored) {
        return store.colleagues(
                        taking.connection(),
                        taking.request().accounts(),
                        taking.account(),
                        stored.place().region())
                .map(found -> CaseOfficers.of(taking.request().officers(), found));
    }

    /** The one that is named, if the account may see it, or a new one. */
    private Future<InspectionId> inspection(Taking taking, StoredCase stored) {
        InspectionId named = taking.request().inspection();
        if (named == null) {
            return Future.succeededFuture(new InspectionId(parts.ids().get()));
        }
        return parts.inspections()
                .find(taking.connection(), taking.account(), named)
                .map(known -> known.map(found -> named)
                        .orElseThrow(() ->
                                Refused.body("/inspection", "expected an inspection of your authority and region")));
    }

    private Future<Void> act(
            Taking taking, StoredCase stored, Named named, CaseDeadlines.Present present, Instant now) {
        CaseActionRequest request = taking.request();
        return switch (CaseCourse.act(stored.file(), asked(request, named, stored, now))) {
            case CourseResult.Refused refused ->
                refused(taking.connection(), taking.account(), stored, request, refused, present, now);
            case Taken taken -> write(taking, stored, taken, named, present, now);
        };
    }

    private Future<Void> write(
            Taking taking, StoredCase stored, Taken taken, Named named, CaseDeadlines.Present present, Instant now) {
        Said said = taking.request().said(named, stored.trigger());
        SqlConnection connection = taking.connection();
        CaseFile after = taken.file();
        CaseFile into = taken.into();
        var written = new Written(taking.request().verb().wire(), said, taking.account(), now);
        Instant due = present.earliest(after, stored.place().zone(), now);
        List<CaseId> changed = into == null ? List.of(after.id()) : List.of(after.id(), into.id());
        return number(taking, stored, now)
                .compose(number -> dispatched(taking, stored, said, now)
                        .compose(sent -> progress(taking, taken.progress(), said, now))
                        .compose(position -> store.write(connection, stored, after, written, due, number.orElse(null))
                                .compose(kept -> into == null
                                        ? Future.<Void>succeededFuture()
                                        : store.merge(connection, after.id(), into, entries(named) + 1, written))
                                .compose(merged -> CaseCopyStore.refresh(connection, changed))
                                .compose(sorted -> CaseFeedStore.tellCases(
                                        connection,
                                        changed.stream().map(CaseId::value).toList(),
                                        position,
                                        now)))
                        .compose(sorted -> parts.log().append(connection, entry(taking, stored, after))));
    }

    /** A case gets its number when it is filed, and keeps it. */
    private Future<Optional<CaseNumber>> number(Taking taking, StoredCase stored, Instant now) {
        return taking.request().verb() == CourseVerb.FILE && stored.number() == null
                ? numbers.next(
                        taking.connection(),
                        stored.place().region(),
                        stored.file().authority(),
                        now)
                : Future.succeededFuture(Optional.empty());
    }

    /** How long the history of the case is that another one is merged into. */
    private static int entries(Named named) {
        return Objects.requireNonNull(named.into()).actions().size();
    }

    /** Creates the inspection of a dispatch that names none. */
    private Future<Void> dispatched(Taking taking, StoredCase stored, Said said, Instant now) {
        CaseActionRequest request = taking.request();
        if (request.verb() != CourseVerb.DISPATCH || request.inspection() != null) {
            return Future.succeededFuture();
        }
        InspectionEntry entry = InspectionEntry.dispatched(
                CaseStore.unit(taking.account()),
                stored.file().placeCode(),
                stored.file().violations().stream().map(CaseViolation::id).toList(),
                stored.trigger());
        return parts.inspections()
                .create(
                        taking.connection(),
                        Objects.requireNonNull(said.inspection()),
                        taking.account(),
                        stored.place().region(),
                        entry,
                        now);
    }

    /** The violations' own steps, one after another; completes with the feed's newest position. */
    private Future<Long> progress(Taking taking, List<ViolationStep> steps, Said said, Instant now) {
        Future<Long> position = Future.succeededFuture(taking.position());
        String note = Objects.requireNonNullElse(said.note(), "");
        for (ViolationStep step : steps) {
            position = position.compose(newest -> parts.violations()
                    .takeWithCase(
                            taking.connection(),
                            newest,
                            step.violation(),
                            new CaseStore.StepOfCase(step.action(), note, said.inspection(), taking.account(), now))
                    .map(newest + 1));
        }
        return position;
    }

    private static AccessEntry entry(Taking taking, StoredCase stored, CaseFile after) {
        return AccessEntry.done(taking.account().actor(), Action.ACT_ON_CASE)
                .on(Subject.of(Subject.Kind.CASE, after.id().value()))
                .inRegion(stored.place().region())
                .with("action", taking.request().verb().wire())
                .with("step", after.step().name().wire())
                .with("version", after.version());
    }
}
