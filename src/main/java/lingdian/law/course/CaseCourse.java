package lingdian.law.course;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.law.course.CaseViolation.Progressed;
import lingdian.law.course.CourseResult.Reason;
import lingdian.law.course.CourseResult.Refused;
import lingdian.law.course.CourseResult.Taken;
import lingdian.law.course.CourseResult.ViolationStep;

/** Takes actions on cases: the one place that decides whether an action is possible, and what it leads to. */
public final class CaseCourse {
    private CaseCourse() {}

    /**
     * An action as it is asked for.
     *
     * @param noted whether a note was given
     * @param version of the case that was seen
     */
    public record Request(CourseAction action, boolean noted, long version, Instant at) {}

    /** The actions that are possible, in order of progress. */
    public static List<CourseVerb> open(CaseFile file) {
        return file.step().moves().stream()
                .map(CourseStep.Move::verb)
                .filter(verb -> verb != CourseVerb.CLOSE || mayClose(file))
                .sorted()
                .toList();
    }

    /** Before anybody has checked, a case is closed only where nothing is left to check. */
    private static boolean mayClose(CaseFile file) {
        return !file.takesViolations() || file.violations().stream().allMatch(CaseViolation::isDismissed);
    }

    public static CourseResult act(CaseFile file, Request request) {
        Optional<Reason> reason = refusal(file, request);
        return reason.isPresent() ? new Refused(reason.get(), open(file)) : taken(file, request);
    }

    private static Optional<Reason> refusal(CaseFile file, Request request) {
        CourseAction action = request.action();
        if (request.version() != file.version()) {
            return Optional.of(Reason.MOVED);
        }
        if (!open(file).contains(action.verb())) {
            return Optional.of(Reason.NOT_OPEN);
        }
        if (!request.noted() && needsNote(action)) {
            return Optional.of(Reason.NOTE_MISSING);
        }
        return switch (action) {
            case CourseAction.Check check -> refusal(file, check);
            case CourseAction.Merge merge -> refusal(file, merge);
            default -> Optional.empty();
        };
    }

    private static boolean needsNote(CourseAction action) {
        return switch (action) {
            case CourseAction.Check check -> check.saysUntrue();
            case CourseAction.Plain plain ->
                switch (plain.verb()) {
                    case DECLINE, CLOSE, REOPEN, TRANSFER, COMMENT -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    private static Optional<Reason> refusal(CaseFile file, CourseAction.Check check) {
        var ids = file.violations().stream().map(CaseViolation::id).collect(Collectors.toSet());
        if (!ids.containsAll(check.outcomes().keySet())) {
            return Optional.of(Reason.UNKNOWN_VIOLATION);
        }
        if (file.violations().stream().anyMatch(one -> one.outcome() != null && one.outcome() != check.of(one.id()))) {
            return Optional.of(Reason.OUTCOME_DIFFERS);
        }
        boolean complete = ids.isEmpty() ? check.forAll() != null : ids.stream().allMatch(id -> check.of(id) != null);
        return complete ? Optional.empty() : Optional.of(Reason.OUTCOME_MISSING);
    }

    private static Optional<Reason> refusal(CaseFile file, CourseAction.Merge merge) {
        CaseFile into = merge.into();
        if (into.id().equals(file.id())
                || into.authority() != file.authority()
                || !into.placeCode().equals(file.placeCode())) {
            return Optional.of(Reason.OTHER_CASE);
        }
        if (into.version() != merge.intoVersion()) {
            return Optional.of(Reason.OTHER_MOVED);
        }
        if (!(into.step() instanceof CourseStep.Running)) {
            return Optional.of(Reason.OTHER_ENDED);
        }
        return into.takesViolations() || file.violations().stream().allMatch(one -> one.outcome() != null)
                ? Optional.empty()
                : Optional.of(Reason.OTHER_CHECKED);
    }

    private static Taken taken(CaseFile file, Request request) {
        CourseAction action = request.action();
        CourseStep next = file.step().after(action).orElseThrow();
        CaseFile after = file.after(action.verb(), next, request.at());
        return switch (action) {
            case CourseAction.Assign assign ->
                progressed(after.assignedTo(assign.officers()), CaseViolation::acknowledged);
            case CourseAction.Dispatch ignored -> progressed(after, CaseViolation::dispatched);
            case CourseAction.Check check ->
                progressed(after, violation -> violation.checked(required(check, violation)));
            case CourseAction.Spot spot -> new Taken(after.decidedBy(spot.sanctions()), List.of(), null);
            case CourseAction.Decide decide -> new Taken(after.decidedBy(decide.sanctions()), List.of(), null);
            case CourseAction.Merge merge ->
                new Taken(after, List.of(), merge.into().mergedWith(file, request.at()));
            case CourseAction.Correct ignored -> new Taken(after, List.of(), null);
            case CourseAction.Recheck ignored -> new Taken(after, List.of(), null);
            case CourseAction.Plain ignored -> new Taken(after, List.of(), null);
        };
    }

    private static CheckOutcome required(CourseAction.Check check, CaseViolation violation) {
        return Optional.ofNullable(check.of(violation.id())).orElseThrow();
    }

    private static Taken progressed(CaseFile file, Function<CaseViolation, Progressed> change) {
        var changed = new ArrayList<CaseViolation>();
        var steps = new ArrayList<ViolationStep>();
        for (CaseViolation violation : file.violations()) {
            Progressed progressed = change.apply(violation);
            changed.add(progressed.violation());
            progressed.steps().forEach(step -> steps.add(new ViolationStep(violation.id(), step)));
        }
        return new Taken(file.changing(changed), steps, null);
    }
}
