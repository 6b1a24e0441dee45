package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseId;
import lingdian.law.course.CourseResult;
import lingdian.law.course.CourseResult.Taken;
import lingdian.law.course.CourseVerb;
import lingdian.law.hours.Area;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.Closure;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.office.casework.CaseActionRequest.Named;
import lingdian.office.inspection.Inspection;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.violation.JointStepStore;
import lingdian.platform.database.QueryPool;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import lingdian.record.hours.DecisionStore;

/**
 * Takes actions on cases. One transaction changes the case, its violations' own progress, the feed and the access log.
 *
 * <p>The cases are read, and the action is decided on, without a lock; it is written under the locks if they are still what
 * was read ({@link CaseActionWriting}), and otherwise decided on again. So neither an account that may not see the case nor a
 * refusal, however long the case is, makes the judge wait.
 */
final class CaseActions {
    /** Of a case that is merged into another one: they move at once. */
    private static final int MERGED_MAX = 2_000;

    /** So many violations take their steps in one transaction, for which batches wait. */
    private static final int VIOLATIONS_AT_ONCE = 500;

    /** A request that came too late is refused at the second attempt, unless the café moved meanwhile. */
    private static final int ATTEMPTS = 5;

    private final Parts parts;
    private final CaseActionStore store;
    private final CaseActionWriting writing;

    /** What actions are taken with. */
    record Parts(
            QueryPool pool,
            CaseFileStore files,
            JointStepStore violations,
            InspectionStore inspections,
            DecisionStore decisions,
            CaseDeadlines deadlines,
            AccessLogStore log,
            InstantSource clock,
            Supplier<UUID> ids) {}

    CaseActions(Parts parts, CaseActionStore store) {
        this(parts, store, VIOLATIONS_AT_ONCE);
    }

    CaseActions(Parts parts, CaseActionStore store, int violationsAtOnce) {
        this.parts = parts;
        this.store = store;
        this.writing = new CaseActionWriting(parts, store, violationsAtOnce);
    }

    /** Completes after the commit; fails with a problem if the action is not taken, in which the case is still missing. */
    Future<Void> take(Account account, CaseId id, CaseActionRequest request) {
        return take(account, id, request, ATTEMPTS);
    }

    private Future<Void> take(Account account, CaseId id, CaseActionRequest request, int attempts) {
        return seen(account, id, request)
                .compose(this::take)
                .recover(failure -> failure instanceof CaseMoved
                        ? again(account, id, request, attempts - 1)
                        : Future.failedFuture(failure));
    }

    private Future<Void> again(Account account, CaseId id, CaseActionRequest request, int attempts) {
        return attempts > 0
                ? take(account, id, request, attempts)
                : Future.failedFuture(Refused.with(409, "The case keeps changing. Please look at it again."));
    }

    private Future<SeenCase> seen(Account account, CaseId id, CaseActionRequest request) {
        return shown(account, id)
                .map(found -> found.orElseThrow(Refused::unknown))
                .compose(shown -> {
                    refuseRevocation(shown, request);
                    HistoryRoom.refuseWithout(shown, account.id(), request.verb());
                    return named(account, shown, request)
                            .map(named -> SeenCase.of(
                                    account,
                                    request,
                                    shown,
                                    named,
                                    parts.clock().instant()));
                })
                .compose(shown -> shown.stored().isWhole() || !concernsEach(request.verb())
                        ? Future.succeededFuture(shown)
                        : wholeIfTaken(shown));
    }

    /** Thousands of violations are read only for an action that what was read of them, and those that it names, do not refuse. */
    private Future<SeenCase> wholeIfTaken(SeenCase shown) {
        Set<ViolationId> checked = shown.request().checkedViolations();
        Future<SeenCase> withNamed = checked.isEmpty()
                ? Future.succeededFuture(shown)
                : CaseFileStore.violations(parts.pool(), shown.id(), checked).map(shown::withMore);
        return withNamed.compose(seen -> seen.act() instanceof Taken
                ? whole(seen.account(), seen.id())
                        .map(stored -> SeenCase.of(seen.account(), seen.request(), stored, seen.named(), seen.now()))
                : Future.succeededFuture(seen));
    }

    private Future<Optional<StoredCase>> shown(Account account, CaseId id) {
        return parts.files().shown(parts.pool(), account.scope().orElseThrow(), id);
    }

    private Future<StoredCase> whole(Account account, CaseId id) {
        return parts.files()
                .whole(parts.pool(), account.scope().orElseThrow(), id)
                .map(found -> found.orElseThrow(Refused::unknown));
    }

    /** Whether it moves each violation, or each takes a step. */
    private static boolean concernsEach(CourseVerb verb) {
        return switch (verb) {
            case ASSIGN, DISPATCH, CHECK, MERGE -> true;
            default -> false;
        };
    }

    /** The police may suspend, and only the culture bureau revokes. */
    private static void refuseRevocation(StoredCase stored, CaseActionRequest request) {
        boolean revokes =
                request.decided().map(decided -> decided.revoked() != null).orElse(false);
        if (revokes && stored.file().authority() != Authority.CULTURE) {
            throw Refused.coded(
                    422,
                    "licence-of-culture",
                    "The licence is the culture bureau's to revoke (Order 363, Articles 33 and 34). Transfer the case to it.");
        }
    }

    private Future<Named> named(Account account, StoredCase stored, CaseActionRequest request) {
        return switch (request.verb()) {
            case ASSIGN -> assignees(account, stored, request).map(officers -> new Named(officers, null, null));
            case DISPATCH, CHECK -> inspection(account, stored, request).map(id -> new Named(List.of(), id, null));
            case RECHECK ->
                request.inspection() == null
                        ? Future.succeededFuture(new Named(List.of(), null, null))
                        : inspection(account, stored, request).map(id -> new Named(List.of(), id, null));
            case MERGE -> into(account, stored, request).map(into -> new Named(List.of(), null, into));
            default -> Future.succeededFuture(new Named(List.of(), null, null));
        };
    }

    private Future<StoredCase> into(Account account, StoredCase stored, CaseActionRequest request) {
        return shown(account, request.into()).map(found -> {
            StoredCase into = found.orElseThrow(() -> Refused.body("/into", "expected a case that you may see"));
            HistoryRoom.refuseMergerWithout(into, account.id());
            if (stored.violationCount() > MERGED_MAX) {
                throw Refused.with(409, "A case of more than " + MERGED_MAX + " violations is not merged.");
            }
            return into;
        });
    }

    private Future<List<Assignee>> assignees(Account account, StoredCase stored, CaseActionRequest request) {
        return store.colleagues(
                        parts.pool(),
                        request.accounts(),
                        account,
                        stored.place().region())
                .map(found -> CaseOfficers.of(request.officers(), found));
    }

    /** The one that is named, if the account may see it, or a new one. */
    private Future<InspectionId> inspection(Account account, StoredCase stored, CaseActionRequest request) {
        InspectionId named = request.inspection();
        if (named == null) {
            return Future.succeededFuture(new InspectionId(parts.ids().get()));
        }
        return parts.inspections().find(parts.pool(), account, named).map(known -> {
            Inspection found = known.orElseThrow(
                    () -> Refused.body("/inspection", "expected an inspection of your authority and region"));
            if (request.verb() != CourseVerb.DISPATCH
                    && wentElsewhere(found, stored.file().placeCode())) {
                throw Refused.coded(
                        422,
                        "went-elsewhere",
                        "The inspection names other cafés and not the case's. Enter this café in it first.");
            }
            return named;
        });
    }

    /** One that names no café yet may have been anywhere. */
    private static boolean wentElsewhere(Inspection inspection, PlaceCode cafe) {
        List<PlaceCode> visited = inspection.entered().visited().placeCodes();
        return inspection.isOwn() && !visited.isEmpty() && !visited.contains(cafe);
    }

    private Future<Void> take(SeenCase seen) {
        return switch (seen.act()) {
            case CourseResult.Refused refused -> Future.failedFuture(CaseRefusals.of(refused, seen.request()));
            case Taken taken ->
                seen.request()
                        .decided()
                        .map(decided -> enter(seen, decided))
                        .orElseGet(() -> writing.write(seen, taken));
        };
    }

    /** What a decision changes for the café is entered in the same transaction: neither is there without the other. */
    private Future<Void> enter(SeenCase seen, DecisionStore.Decided decided) {
        StoredCase stored = seen.stored();
        CaseFile file = stored.file();
        var order = new SuspensionOrder(
                SuspensionOrder.Kind.SUSPENSION,
                file.authority(),
                Objects.requireNonNullElse(stored.number(), "案件" + file.id()));
        return parts.decisions()
                .enter(
                        parts.pool(),
                        (connection, entered) -> writing.write(connection, seen)
                                .compose(taken -> logged(connection, seen.account(), stored, entered)),
                        new Area.Cafe(file.placeCode()),
                        decided,
                        order,
                        seen.account().id(),
                        parts.clock().instant())
                .map(change -> {
                    switch (change) {
                        case ChangeResult.Done<?> ignored -> {}
                        case ChangeResult.TooEarly<?> early ->
                            throw Refused.tooEarly(
                                    early.judgedUntil(), stored.place().zone());
                        case ChangeResult.EndsTooEarly<?> ignored ->
                            throw Refused.body("/sanctions", "expected an end after the beginning");
                        case ChangeResult.TooMany<?> many ->
                            throw Refused.limit(
                                    "hours",
                                    409,
                                    "This café has had " + many.limit().maximum()
                                            + " suspensions or closures by decisions of one account or authority, and may "
                                            + "have no more. End one that is not needed, or ask a colleague to decide.");
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
}
