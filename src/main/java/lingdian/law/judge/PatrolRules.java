package lingdian.law.judge;

import java.time.Instant;
import java.util.List;
import lingdian.domain.event.AgentEvent;
import org.jspecify.annotations.Nullable;

/**
 * {@code PATROL_MISSING}: no patrol of an open café for too long (handbook, suspicions.md; Order 363, Art.
 * 19). Between {@code opened} and {@code closed} only: no other café is known to be open.
 */
final class PatrolRules {
    private PatrolRules() {}

    /** Time passes from the event before to this one. */
    static void passed(Step step, AgentEvent.WellFormed event, @Nullable Instant since, Instant until) {
        Suspicions.PatrolTrack track = step.cafe.suspicions().patrol();
        if (track == null) {
            return;
        }
        Rules.Suspicion.Patrol limits = step.rules.thresholds().suspicion().patrol();
        if (since != null && since.plus(limits.silence()).isBefore(until)) {
            end(step, track, since); // whether it was open meanwhile, nothing tells
            begin(step, until);
        } else if (!(event instanceof AgentEvent.Opened)
                && track.finding() == null
                && track.since().plus(limits.interval()).isBefore(until)) {
            open(step, track);
        }
    }

    static void opened(Step step, Instant at) {
        ended(step, at);
        begin(step, at);
    }

    static void patrolled(Step step, Instant at) {
        if (step.cafe.suspicions().patrol() != null) {
            ended(step, at);
            begin(step, at);
        }
    }

    static void closed(Step step, Instant at) {
        ended(step, at);
        step.cafe.suspicions(step.cafe.suspicions().with((Suspicions.PatrolTrack) null));
    }

    private static void ended(Step step, Instant at) {
        Suspicions.PatrolTrack track = step.cafe.suspicions().patrol();
        if (track != null) {
            end(step, track, at);
        }
    }

    private static void begin(Step step, Instant at) {
        step.cafe.suspicions(step.cafe.suspicions().with(new Suspicions.PatrolTrack(at, step.ref, null)));
    }

    private static void open(Step step, Suspicions.PatrolTrack track) {
        Code code = Code.PATROL_MISSING;
        Finding found = step.finding(code, track.since().toString(), track.since(), step.receivedAt)
                .with(List.of(track.by(), step.ref));
        step.note(null, found);
        step.cafe.suspicions(step.cafe.suspicions().with(new Suspicions.PatrolTrack(track.since(), track.by(), found)));
    }

    private static void end(Step step, Suspicions.PatrolTrack track, Instant at) {
        Finding finding = track.finding();
        if (finding != null) {
            boolean told = finding.evidence().contains(step.ref);
            Finding shown = told
                    ? finding
                    : finding.with(List.of(
                            finding.evidence().getFirst(), finding.evidence().getLast(), step.ref));
            step.note(finding, shown.endingAt(at));
        }
    }
}
