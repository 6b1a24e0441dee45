package lingdian.violation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code MEASURES_STOPPED}: stopping the management measures without leave (Order 363, Art. 31 no. 4; SPEC.md, section 5).
 *
 * <p>One finding about the café, whatever number of terminals it has. It begins by a deadline ({@link SilenceDeadline}) and not
 * by an event, and is ended by the next event whatever that says: a rejected or repeated one was received all the same.
 */
final class SilenceRules {
    private SilenceRules() {}

    /** The deadline has passed. */
    static void fellSilent(Step step, Instant lastEventAt, @Nullable Explanation explanation) {
        Code code = Code.MEASURES_STOPPED;
        Standing standing = step.rules.rule(code).standing();
        Finding silence = step.finding(code, lastEventAt.toString(), standing, lastEventAt, step.receivedAt)
                .explained(explanation);
        step.note(null, silence);
        step.cafe.presence(step.cafe.presence().with(silence));
    }

    /** An event was received. */
    static void heard(Step step, Finding silence) {
        Instant end = step.receivedAt.isBefore(silence.startedAt()) ? silence.startedAt() : step.receivedAt;
        Finding ended = with(silence, step.ref).endingAt(end);
        step.note(silence, ended);
        step.cafe.presence(step.cafe.presence().with(ended));
    }

    /** An event of this effective time was judged: it may come from within the silence that ended last. */
    static void proven(Step step, Instant effective) {
        Finding silence = step.cafe.presence().silence();
        Instant end = silence == null ? null : silence.endedAt();
        if (silence == null || end == null) {
            return;
        }
        if (!effective.isBefore(end.minus(noProof(step.rules.thresholds())))) {
            step.cafe.presence(step.cafe.presence().with(null)); // time never goes back in a café: nothing comes any more
        } else if (effective.isAfter(silence.startedAt()) && silence.explained() != Explanation.BUFFERED) {
            Finding explained = with(silence, step.ref).explained(Explanation.BUFFERED);
            step.note(silence, explained);
            step.cafe.presence(step.cafe.presence().with(explained));
        }
    }

    /**
     * What lies so short before the silence's end proves nothing: an agent that was just started again, or whose clock is slow
     * by less than what is corrected, sends events from then too.
     */
    private static Duration noProof(Rules.Thresholds thresholds) {
        Duration skew = Duration.ofSeconds(thresholds.sentSkewSeconds());
        Duration tenth = thresholds.silence().dividedBy(10);
        return skew.compareTo(tenth) < 0 ? skew : tenth;
    }

    private static Finding with(Finding silence, EventRef ref) {
        List<EventRef> evidence = Stream.concat(silence.evidence().stream(), Stream.of(ref))
                .distinct()
                .sorted(Comparator.comparing(EventRef::placeCode)
                        .thenComparing(EventRef::stream)
                        .thenComparing(EventRef::seq))
                .toList();
        return silence.with(evidence);
    }
}
