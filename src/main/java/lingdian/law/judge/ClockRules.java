package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code CLOCK_WRONG}: the agent's clock differs from the service's, or was set back (handbook, suspicions.md). What
 * happened is judged by effective time all the same; the finding says that the clock should be checked.
 *
 * <p>Three things prove it: a message that says when it was sent, a time that is yet to come, a time before that of the
 * event before it. A late event proves nothing: its line may have been cut.
 */
final class ClockRules {
    private static final int MAX_EVIDENCE = 20;

    private ClockRules() {}

    /**
     * @param at what the event says
     * @param latest the effective time of the event before it
     */
    static void look(Step step, StampedEvent stamped, Instant at, @Nullable Instant latest, Instant effective) {
        Rules.Suspicion.Clock limits = step.rules.thresholds().suspicion().clock();
        long skewMillis = skewMillis(stamped, at, latest);
        Finding last = step.cafe.suspicions().clock();
        boolean wrong = skewMillis > 1_000L * limits.clockLeadSeconds();
        if (!wrong && (last == null || !last.open())) {
            return;
        }
        boolean grave = skewMillis > 60_000L * limits.clockMinutes();
        Finding now = wrong ? wrong(step, last, grave, effective) : right(step, last, effective);
        if (now != null && !now.equals(last)) {
            step.note(last != null && last.id().equals(now.id()) ? last : null, now);
            step.cafe.suspicions(step.cafe.suspicions().withClock(now));
        }
    }

    private static long skewMillis(StampedEvent stamped, Instant at, @Nullable Instant latest) {
        long received = stamped.receivedAt().toEpochMilli();
        long said = at.toEpochMilli();
        long future = said - received;
        long back = latest == null ? 0 : latest.toEpochMilli() - said;
        Instant sentAt = stamped.sentAt();
        long sent = sentAt == null ? 0 : Math.abs(sentAt.toEpochMilli() - received);
        return Math.max(sent, Math.max(future, back));
    }

    /** One a business day: a clock that jumps to and fro is one broken clock. */
    private static Finding wrong(Step step, @Nullable Finding last, boolean grave, Instant effective) {
        Code code = Code.CLOCK_WRONG;
        DayTrack day = DayTrack.of(effective, step.facts.hours().zone());
        Standing standing = grave ? step.rules.rule(code).standing() : Standing.LEAD;
        Finding found = step.finding(code, day.day().toString(), effective, step.receivedAt)
                .standing(standing);
        if (last == null || !last.id().equals(found.id())) {
            // A finding that is still open continues: it is the same clock.
            return last != null && last.open() ? graver(step, last, standing) : found;
        }
        return graver(step, last.endingAt(null), standing);
    }

    private static Finding graver(Step step, Finding last, Standing standing) {
        return standing == Standing.LEAD || last.standing() == standing
                ? last
                : last.standing(standing).with(with(last.evidence(), step.ref));
    }

    private static @Nullable Finding right(Step step, @Nullable Finding last, Instant effective) {
        return last == null ? null : last.with(with(last.evidence(), step.ref)).endingAt(effective);
    }

    private static List<EventRef> with(List<EventRef> evidence, EventRef ref) {
        if (evidence.size() >= MAX_EVIDENCE || evidence.contains(ref)) {
            return evidence;
        }
        var more = new ArrayList<>(evidence);
        more.add(ref);
        return List.copyOf(more);
    }
}
