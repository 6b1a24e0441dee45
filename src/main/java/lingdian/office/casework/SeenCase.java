package lingdian.office.casework;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.domain.ViolationId;
import lingdian.law.course.CaseCourse;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseId;
import lingdian.law.course.CaseViolation;
import lingdian.law.course.CourseResult;
import lingdian.law.course.CourseResult.Reason;
import lingdian.law.course.CourseResult.Refused;
import lingdian.law.course.CourseStep;
import lingdian.law.course.CourseVerb;
import lingdian.office.casework.CaseActionRequest.Named;
import lingdian.office.casework.CaseActionStore.Said;
import lingdian.office.casework.CaseFileStore.Held;

/**
 * An action, and the cases that it concerns as they were read without a lock.
 *
 * @param file with what was written of it since
 */
record SeenCase(
        Account account, CaseActionRequest request, StoredCase stored, CaseFile file, Named named, Instant now) {
    /** As it was read. */
    static SeenCase of(Account account, CaseActionRequest request, StoredCase stored, Named named, Instant now) {
        return new SeenCase(account, request, stored, stored.file(), named, now);
    }

    /** What the action comes to. */
    CourseResult act() {
        CourseResult result = CaseCourse.act(
                file,
                new CaseCourse.Request(
                        request.action(named, stored.trigger()), request.note() != null, request.version(), now));
        return result instanceof Refused refused
                ? new Refused(refused.reason(), stored.open())
                : reopensUnchecked() && stored.place().cafeMovedAway()
                        ? new Refused(Reason.CAFE_MOVED, stored.open())
                        : result;
    }

    Said said() {
        return request.said(named, stored);
    }

    CaseId id() {
        return file.id();
    }

    /** Whether it leads back to a step at which violations join, which a case has in the county of its café alone. */
    boolean reopensUnchecked() {
        return request.verb() == CourseVerb.REOPEN
                && file.step() instanceof CourseStep.Closed closed
                && closed.before().takesViolations();
    }

    /** Both cases of a merger, or the one. */
    List<CaseId> cases() {
        return held().keySet().stream().toList();
    }

    /** What must still hold when it is written. */
    Map<CaseId, Held> held() {
        return Stream.concat(Stream.of(stored), Stream.ofNullable(named.into()))
                .collect(Collectors.toMap(one -> one.file().id(), Held::of, (one, same) -> one));
    }

    SeenCase at(Instant later) {
        return new SeenCase(account, request, stored, file, named, later);
    }

    /** With some of the violations as they are by now. */
    SeenCase with(List<CaseViolation> violations) {
        Map<ViolationId, CaseViolation> present =
                violations.stream().collect(Collectors.toMap(CaseViolation::id, Function.identity()));
        return new SeenCase(
                account,
                request,
                stored,
                file.changing(file.violations().stream()
                        .map(one -> present.getOrDefault(one.id(), one))
                        .toList()),
                named,
                now);
    }

    /** With violations that were not read with the case. */
    SeenCase withMore(List<CaseViolation> violations) {
        Map<ViolationId, CaseViolation> all = Stream.concat(file.violations().stream(), violations.stream())
                .collect(Collectors.toMap(
                        CaseViolation::id, Function.identity(), (read, same) -> read, LinkedHashMap::new));
        return new SeenCase(account, request, stored, file.changing(List.copyOf(all.values())), named, now);
    }

    @Override
    public String toString() {
        return "SeenCase[" + file.id() + "]"; // a request is free text and names
    }
}
