package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code SESSION_TOO_LONG}: a session of a day and a night, too long for one person (handbook, suspicions.md; Order
 * 363, Art. 23). First a lead, then a suspicion that another person sits there; for three days it is a fault in the
 * records, which {@code explained} says.
 */
final class LongSessionRules {
    private LongSessionRules() {}

    /** What is open before an event was open up to it. */
    static void shown(Step step, Instant until) {
        List<OpenSession> open = step.cafe.openSessions();
        if (open.isEmpty()) {
            return;
        }
        Instant limit = until.minus(Duration.ofHours(
                step.rules.thresholds().suspicion().longSession().longLeadHours()));
        for (int i = 0; i < open.size(); i++) {
            OpenSession session = open.get(i);
            if (!session.startedAt().isBefore(limit)) {
                return; // nor are those after it: no effective time is before the one that was before it
            }
            shown(step, session, until);
        }
    }

    private static void shown(Step step, OpenSession session, Instant until) {
        List<Finding> findings = step.cafe.sessionFindings().getOrDefault(session.session(), List.of());
        @Nullable
        Finding was = findings.stream()
                .filter(finding -> finding.code() == Code.SESSION_TOO_LONG)
                .findAny()
                .orElse(null);
        Finding now = judged(step, session, was, Duration.between(session.startedAt(), until));
        if (!now.equals(was)) {
            var all = new ArrayList<>(findings);
            all.remove(was);
            all.add(now);
            step.cafe.sessionFindings().put(session.session(), List.copyOf(all));
            step.note(was, now);
        }
    }

    private static Finding judged(Step step, OpenSession session, @Nullable Finding was, Duration length) {
        Rules.Suspicion.LongSession limits = step.rules.thresholds().suspicion().longSession();
        Finding found = was == null ? SessionRules.about(step, Code.SESSION_TOO_LONG, session) : was;
        boolean grave = length.compareTo(Duration.ofHours(limits.longHours())) > 0;
        boolean fault = length.compareTo(Duration.ofHours(limits.longFaultHours())) > 0;
        Finding judged = found.standing(
                grave
                        ? step.rulesAt(session.startedAt())
                                .rule(Code.SESSION_TOO_LONG)
                                .standing()
                        : Standing.LEAD);
        return fault ? judged.explained(Explanation.FAULTY_RECORDS) : judged;
    }
}
