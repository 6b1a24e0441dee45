package lingdian.law.course;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;

/**
 * A case: what one authority does about one café's violations.
 *
 * @param officers who deal with it, the last that were assigned
 * @param sanctions of its decision; empty where none is made
 * @param history every action in order; one that stays at a step has that step
 * @param version rises by one with each action and each violation that joins
 */
public record CaseFile(
        CaseId id,
        Authority authority,
        PlaceCode placeCode,
        Instant openedAt,
        CourseStep step,
        List<Officer> officers,
        List<CaseViolation> violations,
        List<Sanction> sanctions,
        List<ActionTaken> history,
        long version) {
    /** One action that was taken, and the step that it led to. */
    public record ActionTaken(CourseVerb verb, StepName step, Instant at) {}

    public CaseFile {
        officers = List.copyOf(officers);
        violations = List.copyOf(violations);
        sanctions = List.copyOf(sanctions);
        history = List.copyOf(history);
    }

    public static CaseFile open(
            CaseId id, Authority authority, PlaceCode placeCode, List<CaseViolation> violations, Instant at) {
        return new CaseFile(
                id, authority, placeCode, at, new CourseStep.Lead(), List.of(), violations, List.of(), List.of(), 1);
    }

    /** What its authority found of its violations together; empty where it has found nothing of any. */
    public Optional<CheckOutcome> found() {
        return CheckOutcome.together(violations.stream()
                .map(CaseViolation::outcome)
                .filter(Objects::nonNull)
                .toList());
    }

    /** With one more violation: only while nobody has checked it. */
    public CaseFile joinedBy(CaseViolation violation) {
        if (!takesViolations()) {
            throw new IllegalStateException("a case takes violations only until it is checked");
        }
        return with(List.of(violation));
    }

    public boolean takesViolations() {
        return step.takesViolations();
    }

    /** With those of a case that was merged into it; one that it has already stays as it is. */
    CaseFile with(List<CaseViolation> others) {
        Set<ViolationId> own = violations.stream().map(CaseViolation::id).collect(Collectors.toSet());
        var all = new ArrayList<>(violations);
        others.stream().filter(other -> !own.contains(other.id())).forEach(all::add);
        return new CaseFile(
                id,
                authority,
                placeCode,
                openedAt,
                step,
                officers,
                all,
                sanctions,
                history,
                version + all.size() - violations.size());
    }

    /** After another case was merged into it, which its history shows. */
    CaseFile mergedWith(CaseFile other, Instant at) {
        return with(other.violations()).after(CourseVerb.MERGE, step, at);
    }

    /** After an action. */
    CaseFile after(CourseVerb verb, CourseStep next, Instant at) {
        var longer = new ArrayList<>(history);
        longer.add(new ActionTaken(verb, next.name(), at));
        return new CaseFile(
                id, authority, placeCode, openedAt, next, officers, violations, sanctions, longer, version + 1);
    }

    CaseFile assignedTo(List<Officer> others) {
        return new CaseFile(id, authority, placeCode, openedAt, step, others, violations, sanctions, history, version);
    }

    CaseFile decidedBy(List<Sanction> decision) {
        return new CaseFile(id, authority, placeCode, openedAt, step, officers, violations, decision, history, version);
    }

    /** With its violations as they are after steps of their own. */
    public CaseFile changing(List<CaseViolation> changed) {
        return new CaseFile(id, authority, placeCode, openedAt, step, officers, changed, sanctions, history, version);
    }

    @Override
    public String toString() {
        return "CaseFile[" + id + " " + step.name().wire() + " " + version + "]"; // officers have names
    }
}
