package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and the findings about one session: {@code MINOR_ADMITTED}, {@code IDENTITY_UNVERIFIED} (handbook,
 * rules.md#minor_admitted) and {@code AGE_IMPROBABLE} (suspicions.md). They last as long as their session.
 */
final class SessionRules {
    private SessionRules() {}

    /** @param age of the person, where it is improbable */
    static void open(Step step, OpenSession session, List<Reason> reasons, @Nullable Integer age) {
        step.cafe.put(session);
        step.sessions.add(new Judgement.SessionOpened(session, age));
        if (reasons.isEmpty() && age == null) {
            return;
        }
        var findings = new ArrayList<Finding>(2);
        if (reasons.contains(Reason.UNDER_AGE)) {
            findings.add(about(step, Code.MINOR_ADMITTED, session));
        }
        if (reasons.stream().anyMatch(Reason::leavesIdentityUnverified)) {
            findings.add(about(step, Code.IDENTITY_UNVERIFIED, session));
        }
        if (age != null) {
            findings.add(improbable(step, session, age));
        }
        if (!findings.isEmpty()) {
            step.cafe.sessionFindings().put(session.session(), List.copyOf(findings));
            findings.forEach(finding -> step.note(null, finding));
        }
        if (reasons.contains(Reason.UNDER_AGE)) {
            MinorRules.admitted(step, session);
        }
    }

    private static Finding improbable(Step step, OpenSession session, int age) {
        Finding found = about(step, Code.AGE_IMPROBABLE, session);
        return age > step.rules.thresholds().suspicion().registrations().ageSuspicion()
                ? found
                : found.standing(Standing.LEAD);
    }

    /** Found after the session began, perhaps after it ended. */
    static void unverified(Step step, People.PersonSession session) {
        OpenSession opened = session.opened();
        Finding found = about(step, Code.IDENTITY_UNVERIFIED, opened);
        if (session.endedAt() == null) {
            var findings = new ArrayList<>(step.cafe.sessionFindings().getOrDefault(opened.session(), List.of()));
            findings.add(found);
            step.cafe.sessionFindings().put(opened.session(), List.copyOf(findings));
            step.note(null, found);
        } else {
            EventRef end = session.endedBy();
            step.note(null, (end == null ? found : found.with(withEnd(found, end))).endingAt(session.endedAt()));
        }
    }

    static void end(Step step, OpenSession session, Instant at, boolean inferred) {
        step.cafe.remove(session);
        step.sessions.add(new Judgement.SessionEnded(session, at, inferred, step.ref));
        @Nullable List<Finding> findings = step.cafe.sessionFindings().remove(session.session());
        if (findings != null) {
            for (Finding finding : findings) {
                step.note(finding, finding.with(withEnd(finding, step.ref)).endingAt(at));
            }
            MinorRules.left(step, at);
        }
    }

    /** Ends all that is open at the latest effective time: how long it lasted after that is unknown. */
    static void endAll(Step step) {
        Instant latest = step.cafe.effectiveAt();
        if (latest == null) {
            return; // without an earlier event nothing is open
        }
        for (OpenSession session : List.copyOf(step.cafe.openSessions())) {
            end(step, session, latest, true);
        }
        // What ended at a closed period's first instant was not open within it, so it is no peak of it either.
        PeriodRules.counted(step, latest);
        PeriodRules.emptied(step, latest);
    }

    static Finding about(Step step, Code code, OpenSession session) {
        var id = Finding.id(code, step.facts.placeCode(), session.session());
        return step.finding(
                step.matter(code, id, session.startedAt()).of(session),
                session.startedAt(),
                step.receivedAt,
                List.of(step.ref));
    }

    private static List<EventRef> withEnd(Finding finding, EventRef end) {
        var evidence = new ArrayList<>(finding.evidence());
        if (!evidence.contains(end)) {
            evidence.add(end);
        }
        return List.copyOf(evidence);
    }
}
