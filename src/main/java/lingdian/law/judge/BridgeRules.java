package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import lingdian.law.hours.HoursSegment;
import org.jspecify.annotations.Nullable;

/**
 * {@code MIDNIGHT_BRIDGED}: all are logged out at closing, and the same persons sit at the same seats when it opens, as
 * if they had never left (handbook, suspicions.md; Order 363, Art. 22). The agent's heartbeats never stopped, so the
 * place was not shut down.
 */
final class BridgeRules {
    private BridgeRules() {}

    /** Time passes from the event before to this one. */
    static void passed(Step step, @Nullable Instant since, Instant until) {
        BridgeTrack track = step.cafe.suspicions().bridge();
        if (track == null) {
            return;
        }
        Rules.Suspicion.Bridge limits = step.rules.thresholds().suspicion().bridge();
        boolean silent = since != null
                && since.isBefore(track.opening())
                && since.plus(limits.silence()).isBefore(until);
        if (silent || until.isAfter(track.opening().plus(limits.comeback()))) {
            step.cafe.suspicions(step.cafe.suspicions().with((BridgeTrack) null));
        }
    }

    /** A logout said that a session ended. */
    static void left(Step step, OpenSession session, Instant at) {
        HoursSegment closed = closedAround(step, at);
        if (closed != null) {
            BridgeTrack track = step.cafe.suspicions().bridge();
            BridgeTrack night = track != null && track.closing().equals(closed.from())
                    ? track
                    : BridgeTrack.of(closed.from(), closed.to(), step.ref.stream());
            step.cafe.suspicions(step.cafe.suspicions().with(night.left(session, step.ref)));
        }
    }

    /** A session opened. */
    static void sessionOpened(Step step, OpenSession session, Instant at) {
        BridgeTrack track = step.cafe.suspicions().bridge();
        if (track == null || at.isBefore(track.opening())) {
            return;
        }
        BridgeTrack after = track.returned(session, step.ref);
        if (after == track) {
            return;
        }
        if (enough(step, after.returned())) {
            after = after.found(finding(step, after));
            step.note(track.finding(), after.finding());
        }
        step.cafe.suspicions(step.cafe.suspicions().with(after));
    }

    /** The closed period whose beginning is so near that a logout now is one at closing. */
    private static @Nullable HoursSegment closedAround(Step step, Instant at) {
        Rules.Suspicion.Bridge limits = step.rules.thresholds().suspicion().bridge();
        HoursSegment segment = step.facts.hours().at(at);
        if (segment.permitted()) {
            boolean soon = !at.isBefore(segment.to().minus(Duration.ofMinutes(limits.bridgeBeforeMinutes())));
            return soon ? step.facts.hours().at(segment.to()) : null;
        }
        boolean just = !at.isAfter(segment.from().plus(Duration.ofMinutes(limits.bridgeAfterMinutes())));
        return just ? segment : null;
    }

    private static boolean enough(Step step, int pairs) {
        Rules.Suspicion.Bridge limits = step.rules.thresholds().suspicion().bridge();
        Integer seats = step.facts.terminals();
        return pairs >= limits.bridgePairs()
                || seats != null && seats > 0 && 100L * pairs >= (long) limits.bridgePercent() * seats;
    }

    private static Finding finding(Step step, BridgeTrack track) {
        Code code = Code.MIDNIGHT_BRIDGED;
        Finding first = track.finding();
        long seconds = Duration.between(track.closing(), track.opening()).toSeconds();
        Finding found = step.finding(code, track.closing().toString(), track.closing(), step.receivedAt);
        return (first == null ? found : found.detectedLike(first))
                .with(track.evidence())
                .quantified(new Quantities.Sessions(seconds, track.returned(), track.returned()))
                .endingAt(track.opening());
    }
}
