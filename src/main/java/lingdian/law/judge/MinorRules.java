package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code MINORS_GRAVE}: several minors are inside at once, or a minor is admitted outside the permitted hours (handbook,
 * suspicions.md). By notice 文市函〔2010〕458号 of the ministry of culture, either revokes the licence.
 *
 * <p>A minor is inside as long as the session that {@code MINOR_ADMITTED} is about, so only the finding is kept. It lasts
 * until the last minor leaves.
 */
final class MinorRules {
    private static final int MAX_EVIDENCE = 50;

    private MinorRules() {}

    /** {@code MINOR_ADMITTED} was found about a session that opened. */
    static void admitted(Step step, OpenSession session) {
        Instant at = session.startedAt();
        List<OpenSession> inside = inside(step);
        Finding was = step.cafe.suspicions().minors();
        if (was != null) {
            keep(step, was, with(was, step.ref).quantified(more(was.quantities(), inside.size())));
        } else if (inside.size()
                        >= step.rules.thresholds().suspicion().severity().minorsGrave()
                || !step.facts.hours().permits(at)) {
            List<EventRef> logins =
                    inside.stream().limit(MAX_EVIDENCE).map(step::ref).toList();
            Finding found = step.finding(Code.MINORS_GRAVE, session.session(), at, step.receivedAt)
                    .with(logins);
            keep(step, null, found.quantified(new Quantities.Sessions(0, inside.size(), inside.size())));
        }
    }

    /** A session about which {@code MINOR_ADMITTED} was found ended. */
    static void left(Step step, Instant at) {
        Finding was = step.cafe.suspicions().minors();
        if (was != null && inside(step).isEmpty()) {
            step.note(was, with(was, step.ref).quantified(lasted(was, at)).endingAt(at));
            step.cafe.suspicions(step.cafe.suspicions().withMinors(null));
        }
    }

    private static void keep(Step step, @Nullable Finding was, Finding now) {
        step.note(was, now);
        step.cafe.suspicions(step.cafe.suspicions().withMinors(now));
    }

    /** The open sessions of minors, in the order of their opening. */
    private static List<OpenSession> inside(Step step) {
        return step.cafe.openSessions().stream()
                .filter(session -> step.cafe.sessionFindings().getOrDefault(session.session(), List.of()).stream()
                        .anyMatch(finding -> finding.code() == Code.MINOR_ADMITTED))
                .toList();
    }

    private static @Nullable Quantities more(@Nullable Quantities before, int inside) {
        return before instanceof Quantities.Sessions counted
                ? new Quantities.Sessions(0, counted.sessions() + 1, Math.max(counted.peak(), inside))
                : before;
    }

    /** Seconds are counted when it is over: until then they would change with every event. */
    private static @Nullable Quantities lasted(Finding finding, Instant at) {
        long seconds = Duration.between(finding.startedAt(), at).toSeconds();
        return finding.quantities() instanceof Quantities.Sessions counted
                ? new Quantities.Sessions(seconds, counted.sessions(), counted.peak())
                : finding.quantities();
    }

    private static Finding with(Finding finding, EventRef ref) {
        if (finding.evidence().size() >= MAX_EVIDENCE || finding.evidence().contains(ref)) {
            return finding;
        }
        var evidence = new ArrayList<>(finding.evidence());
        evidence.add(ref);
        return finding.with(List.copyOf(evidence));
    }
}
