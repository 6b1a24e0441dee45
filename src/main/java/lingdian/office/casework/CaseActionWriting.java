package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import lingdian.domain.ViolationId;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseId;
import lingdian.law.course.CaseViolation;
import lingdian.law.course.CourseResult.Taken;
import lingdian.law.course.CourseResult.ViolationStep;
import lingdian.law.course.CourseVerb;
import lingdian.office.casework.CaseActionStore.Said;
import lingdian.office.casework.CaseActionStore.Written;
import lingdian.office.casework.CaseFileStore.Held;
import lingdian.office.document.CaseNumbers;
import lingdian.office.document.CaseNumbers.CaseNumber;
import lingdian.office.inspection.InspectionEntry;
import lingdian.office.violation.CaseFeedStore;
import lingdian.office.violation.CaseStore;
import lingdian.office.violation.JointStepStore;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/**
 * Writes actions under their locks: the one on {@code head} first, as a batch of the judge and a step on a violation do, then
 * the rows of the cases. So the second of two officers sees what the first one did.
 *
 * <p>All batches wait for as long as it takes, so nothing is read here but what may have changed since the case was seen, and
 * so many violations take their steps at most. Those of a longer case take them in stretches, each a transaction of its own
 * that leaves the case and its version as they are. What a node that dies leaves behind are violations that officers have
 * dealt with; the same action, taken again, deals with the others.
 */
final class CaseActionWriting {
    private final CaseActions.Parts parts;
    private final CaseActionStore store;
    private final CaseNumbers numbers = new CaseNumbers();
    private final int violationsAtOnce;

    CaseActionWriting(CaseActions.Parts parts, CaseActionStore store, int violationsAtOnce) {
        this.parts = parts;
        this.store = store;
        this.violationsAtOnce = violationsAtOnce;
    }

    /** One transaction, under its locks. */
    private record Turn(SqlConnection connection, long position, SeenCase seen) {}

    /**
     * Violations whose turn it is.
     *
     * @param first whether the inspection of a dispatch is still to be created
     */
    private record Stretch(Set<ViolationId> violations, boolean first) {}

    /**
     * The deadlines by the calendar as it was read.
     *
     * @param entries that it had, or fewer
     */
    private record Calendar(long entries, CaseDeadlines.Present present) {}

    /**
     * What a stretch has written.
     *
     * @param steps of the violations
     */
    private record Stepped(Taken taken, JointStepStore.Taken steps) {
        /** The newest of the feed. */
        long position() {
            return steps.position();
        }

        /** Those of the access log that are still to be written. */
        List<AccessEntry> entries() {
            return steps.entries();
        }
    }

    /**
     * Completes after the last commit. Fails with {@link CaseMoved} if a case is no longer as it was seen.
     *
     * @param planned what the action comes to, as the case was seen
     */
    Future<Void> write(SeenCase seen, Taken planned) {
        List<Stretch> stretches = stretches(seen.file(), planned.file());
        var steps = new ArrayList<JointStepStore.Taken>();
        Future<SeenCase> ahead = Future.succeededFuture(seen);
        for (Stretch stretch : stretches.subList(0, stretches.size() - 1)) {
            ahead = ahead.compose(
                    before -> parts.pool().withTransaction(connection -> ahead(connection, before, stretch, steps)));
        }
        return ahead.compose(before -> parts.pool()
                        .withTransaction(connection -> last(connection, before, stretches.getLast(), steps)))
                .compose(written -> parts.violations().checked(steps));
    }

    /** Writes an action in which no violation takes a step, in the caller's transaction. */
    Future<Void> write(SqlConnection connection, SeenCase seen) {
        return last(connection, seen, new Stretch(Set.of(), true), new ArrayList<>());
    }

    /** One at least, which has no violation where none changes. */
    private List<Stretch> stretches(CaseFile before, CaseFile after) {
        Set<CaseViolation> unchanged = new HashSet<>(before.violations());
        List<ViolationId> changed = after.violations().stream()
                .filter(one -> !unchanged.contains(one))
                .map(CaseViolation::id)
                .toList();
        var stretches = new ArrayList<Stretch>();
        int from = 0;
        do {
            int to = Math.min(changed.size(), from + violationsAtOnce);
            stretches.add(new Stretch(Set.copyOf(changed.subList(from, to)), from == 0));
            from = to;
        } while (from < changed.size());
        return stretches;
    }

    private Future<Turn> turn(SqlConnection connection, SeenCase seen) {
        return CaseFeedStore.lock(connection)
                .compose(position -> CaseFileStore.hold(
                                connection, seen.account().scope().orElseThrow(), seen.cases())
                        .compose(held -> isAsSeen(connection, seen, held))
                        .map(same -> {
                            if (!same) {
                                throw new CaseMoved();
                            }
                            return new Turn(
                                    connection, position, seen.at(parts.clock().instant()));
                        }));
    }

    private static Future<Boolean> isAsSeen(SqlConnection connection, SeenCase seen, Map<CaseId, Held> held) {
        boolean same = held.equals(seen.held());
        return same && seen.reopensUnchecked()
                ? CaseFileStore.movedAway(connection, seen.id()).map(moved -> !moved)
                : Future.succeededFuture(same);
    }

    private Future<SeenCase> ahead(
            SqlConnection connection, SeenCase before, Stretch stretch, List<JointStepStore.Taken> steps) {
        return turn(connection, before)
                .compose(turn -> step(turn, stretch, steps)
                        .compose(stepped -> CaseCopyStore.refresh(
                                        connection, List.of(before.id()), stretch.violations())
                                .compose(copied -> parts.log().append(connection, stepped.entries()))
                                .map(logged -> turn.seen().with(of(stretch, stepped.taken())))));
    }

    private Future<Void> last(
            SqlConnection connection, SeenCase before, Stretch stretch, List<JointStepStore.Taken> steps) {
        return number(connection, before)
                .compose(number -> calendar(connection)
                        .compose(calendar -> turn(connection, before)
                                .compose(turn -> step(turn, stretch, steps)
                                        .compose(stepped -> written(turn, stretch, stepped, calendar, number)))));
    }

    /** As it is before the lock of all batches. A year that is entered meanwhile is noticed when the case is written. */
    private Future<Calendar> calendar(SqlConnection connection) {
        return CaseActionStore.calendarEntries(connection)
                .compose(entries ->
                        parts.deadlines().present(connection).map(present -> new Calendar(entries, present)));
    }

    /**
     * The violations' own steps, by what they are now.
     *
     * @param all those that were taken so far, to which they are added
     */
    private Future<Stepped> step(Turn turn, Stretch stretch, List<JointStepStore.Taken> all) {
        return present(turn, stretch).compose(seen -> {
            if (!(seen.act() instanceof Taken taken)) {
                return Future.failedFuture(new CaseMoved());
            }
            Said said = seen.said();
            List<ViolationStep> asked = taken.progress().stream()
                    .filter(one -> stretch.violations().contains(one.violation()))
                    .toList();
            return dispatched(turn, stretch, said)
                    .compose(sent ->
                            parts.violations().take(turn.connection(), turn.position(), asked, said(seen, said)))
                    .onSuccess(all::add)
                    .compose(steps -> CaseActionStore.outcomes(turn.connection(), seen.id(), of(stretch, taken))
                            .map(new Stepped(taken, steps)));
        });
    }

    private static Future<SeenCase> present(Turn turn, Stretch stretch) {
        return stretch.violations().isEmpty()
                ? Future.succeededFuture(turn.seen())
                : CaseFileStore.violations(turn.connection(), turn.seen().id(), stretch.violations())
                        .map(turn.seen()::with);
    }

    private static List<CaseViolation> of(Stretch stretch, Taken taken) {
        return taken.file().violations().stream()
                .filter(one -> stretch.violations().contains(one.id()))
                .toList();
    }

    private static JointStepStore.Said said(SeenCase seen, Said said) {
        return new JointStepStore.Said(
                Objects.requireNonNullElse(said.note(), ""), said.inspection(), seen.account(), seen.now());
    }

    /** Creates the inspection of a dispatch that names none. */
    private Future<Void> dispatched(Turn turn, Stretch stretch, Said said) {
        SeenCase seen = turn.seen();
        CaseActionRequest request = seen.request();
        if (request.verb() != CourseVerb.DISPATCH || request.inspection() != null || !stretch.first()) {
            return Future.succeededFuture();
        }
        InspectionEntry entry = InspectionEntry.dispatched(
                CaseStore.unit(seen.account()),
                seen.file().placeCode(),
                seen.file().violations().stream().map(CaseViolation::id).toList(),
                seen.stored().trigger());
        return parts.inspections()
                .create(
                        turn.connection(),
                        Objects.requireNonNull(said.inspection()),
                        seen.account(),
                        seen.stored().place().region(),
                        entry,
                        seen.now());
    }

    /** The action itself, after the steps of its last violations. */
    private Future<Void> written(
            Turn turn, Stretch stretch, Stepped stepped, Calendar calendar, Optional<CaseNumber> number) {
        SqlConnection connection = turn.connection();
        SeenCase seen = turn.seen();
        Instant now = seen.now();
        CaseFile after = stepped.taken().file();
        CaseFile into = stepped.taken().into();
        var written = new Written(seen.request().verb().wire(), seen.said(), seen.account(), now);
        Instant end = calendar.present().earliest(after, seen.stored().place().zone(), now);
        var due = new CaseActionStore.Due(end, calendar.entries());
        return store.write(connection, seen.stored(), after, written, due, number.orElse(null))
                .compose(kept -> into == null
                        ? CaseCopyStore.refresh(connection, seen.cases(), stretch.violations())
                        : merged(turn, into, written))
                .compose(sorted -> CaseFeedStore.tellCases(
                        connection, seen.cases().stream().map(CaseId::value).toList(), stepped.position(), now))
                .compose(told -> parts.log().append(connection, entries(seen, stepped)));
    }

    /**
     * A case gets its number when it is filed, and keeps it. Before the lock of all batches: its counter may be held as long as
     * documents of the same word are filled.
     */
    private Future<Optional<CaseNumber>> number(SqlConnection connection, SeenCase seen) {
        StoredCase stored = seen.stored();
        return seen.request().verb() == CourseVerb.FILE && stored.number() == null
                ? numbers.next(
                        connection, stored.place().region(), stored.file().authority(), seen.now())
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Void> merged(Turn turn, CaseFile into, Written written) {
        SeenCase seen = turn.seen();
        int entries = Objects.requireNonNull(seen.named().into()).actions().size();
        return store.merge(turn.connection(), seen.id(), into, entries + 1, written)
                .compose(merged -> CaseCopyStore.sort(turn.connection(), seen.cases()));
    }

    private static List<AccessEntry> entries(SeenCase seen, Stepped stepped) {
        CaseFile after = stepped.taken().file();
        var entries = new ArrayList<>(stepped.entries());
        entries.add(AccessEntry.done(seen.account().actor(), Action.ACT_ON_CASE)
                .on(Subject.of(Subject.Kind.CASE, after.id().value()))
                .inRegion(seen.stored().place().region())
                .with("action", seen.request().verb().wire())
                .with("step", after.step().name().wire())
                .with("version", after.version()));
        return entries;
    }
}
