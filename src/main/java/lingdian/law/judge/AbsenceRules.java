package lingdian.law.judge;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code AGENT_ABSENT}: the café's program has not been there for a day of permitted time, whatever it said last (Order
 * 363, Art. 19; handbook, silence.md#agent_absent).
 *
 * <p>It begins by a deadline and not by an event ({@link AbsenceLook}), and the next new event ends it. What a
 * suspension or a closure ended is kept until then: if the café stays away after a suspension, that is the same absence.
 */
final class AbsenceRules {
    private AbsenceRules() {}

    /** The deadline has passed. */
    static void absent(Step step, Instant since) {
        Finding before = step.cafe.presence().absence();
        Finding found = absence(step, since);
        if (before != null && before.id().equals(found.id())) {
            changed(step, before, before.endingAt(null));
        } else {
            changed(step, null, found);
        }
    }

    /** A suspension or a closure began. */
    static void excused(Step step, Finding absence, Instant at) {
        changed(step, absence, absence.endingAt(at));
    }

    /** A new event was received. */
    static void heard(Step step, Finding absence) {
        if (absence.open()) {
            Instant end = step.receivedAt.isBefore(absence.startedAt()) ? absence.startedAt() : step.receivedAt;
            step.note(absence, SilenceRules.with(absence, step.ref).endingAt(end));
        }
        step.cafe.presence(step.cafe.presence().absent(null));
    }

    private static void changed(Step step, @Nullable Finding was, Finding now) {
        step.note(was, now);
        step.cafe.presence(step.cafe.presence().absent(now));
    }

    /** A café that never sent anything has no event that proves it. */
    private static Finding absence(Step step, Instant since) {
        Finding found = step.finding(Code.AGENT_ABSENT, since.toString(), since, step.receivedAt);
        return step.cafe.currentOrNewestStream() == null ? found.with(List.of()) : found;
    }
}
