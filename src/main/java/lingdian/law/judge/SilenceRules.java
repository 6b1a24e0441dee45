package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lingdian.law.statute.LegalGround;
import org.jspecify.annotations.Nullable;

/**
 * {@code MEASURES_STOPPED}: stopping measures without leave (Order 363, Art. 31 no. 4 for those of the management, Art.
 * 34 no. 5 for those of network security; handbook, silence.md).
 *
 * <p>One finding about the café, whatever number of terminals it has. It begins by a deadline ({@link SilenceDeadline})
 * and not by an event, and any next event ends it: a rejected or repeated event was received too.
 *
 * <p>{@code MEASURES_STOPPED_GRAVE} counts the silences of a business day (handbook, suspicions.md). How long they lasted
 * is not in it: when an event ends a silence, it is unknown how much of that time the service could receive.
 */
final class SilenceRules {
    private static final int MAX_EVIDENCE = 20;

    private SilenceRules() {}

    /**
     * The silences that began on one business day, as far as no outage explains them.
     *
     * @param first when the first of them began
     * @param evidence the event before each of them
     * @param finding once there are many
     */
    record Day(
            LocalDate day,
            int silences,
            Instant first,
            List<EventRef> evidence,
            @Nullable Finding finding) {}

    /** The deadline has passed. */
    static void fellSilent(Step step, Instant lastEventAt, @Nullable Explanation explanation) {
        Finding silence = silence(step, lastEventAt).explained(explanation);
        step.note(null, silence);
        step.cafe.presence(step.cafe.presence().with(silence));
        count(step, silence, explanation);
    }

    /**
     * Something is received after a long time, and no look was taken at the café meanwhile. Whether it was a silence is
     * settled when it is known in which part of that time the service could receive. Hellos alone may come back again
     * and again: each time nothing came for too long is a reason for the one silence between two events.
     */
    static void cameBack(Step step, Instant lastEventAt, Instant receivedBefore) {
        var undecided = new Presence.Undecided(receivedBefore, step.receivedAt);
        step.cafe.presence(step.cafe.presence().undecided(silence(step, lastEventAt), undecided));
    }

    /** Decides whether the first undecided silence was one. */
    static void settled(Step step, boolean silent, @Nullable Explanation explanation) {
        Presence presence = step.cafe.presence();
        if (!silent) {
            step.cafe.presence(presence.firstWasNone());
            return;
        }
        Finding silence = presence.latest(Objects.requireNonNull(presence.silenceUndecidedFirst()));
        Finding explained = silence.explained() == null ? silence.explained(explanation) : silence;
        Finding found = explained.detectedAt(step.receivedAt);
        step.note(null, found);
        step.cafe.presence(presence.was(found));
        count(step, found, explanation);
    }

    /**
     * It is known that this was a silence. They come to be known in their order, and whether a silence is over by then
     * depends on when somebody looked: so only its beginning counts.
     */
    private static void count(Step step, Finding silence, @Nullable Explanation explanation) {
        if (explanation == Explanation.PROBABLE_OUTAGE) {
            return;
        }
        LocalDate day =
                DayTrack.of(silence.startedAt(), step.facts.hours().zone()).day();
        Day known = step.cafe.suspicions().silences();
        Day before = known == null || !known.day().equals(day)
                ? new Day(day, 0, silence.startedAt(), List.of(), null)
                : known;
        var evidence = new ArrayList<>(before.evidence());
        if (evidence.size() < MAX_EVIDENCE) {
            evidence.add(beginning(step, silence));
        }
        var now = new Day(day, before.silences() + 1, before.first(), List.copyOf(evidence), before.finding());
        Finding found = grave(step, now, silence);
        if (found != null) {
            step.note(before.finding(), found);
        }
        step.cafe.suspicions(
                step.cafe.suspicions().with(new Day(day, now.silences(), now.first(), now.evidence(), found)));
    }

    private static @Nullable Finding grave(Step step, Day day, Finding silence) {
        Rules.Suspicion.Severity limits =
                step.rulesAt(silence.startedAt()).thresholds().suspicion().severity();
        if (day.silences() < limits.silencesGrave()) {
            return null;
        }
        Finding was = day.finding();
        Finding found = was == null
                ? step.finding(
                        Code.MEASURES_STOPPED_GRAVE,
                        day.day().toString(),
                        silence.ground(),
                        day.first(),
                        step.receivedAt)
                : was;
        long seconds = Duration.between(day.first(), silence.startedAt()).toSeconds();
        return found.with(day.evidence())
                .quantified(new Quantities.Sessions(seconds, day.silences(), 1))
                .endingAt(silence.startedAt());
    }

    /** The last event before a silence; the others that prove it came later, perhaps in a later stream. */
    private static EventRef beginning(Step step, Finding silence) {
        return silence.evidence().stream()
                .min(Comparator.comparingInt((EventRef ref) -> number(step, ref))
                        .thenComparing(EventRef::seq))
                .orElse(step.ref);
    }

    private static int number(Step step, EventRef ref) {
        StreamState stream = step.cafe.stream(ref.stream());
        return stream == null ? 0 : stream.number();
    }

    /** An event was received. */
    static void heard(Step step, Finding silence) {
        Instant end = step.receivedAt.isBefore(silence.startedAt()) ? silence.startedAt() : step.receivedAt;
        changed(step, silence, with(silence, step.ref).endingAt(end));
    }

    /** An event of this effective time was judged: it may come from within the silence that ended last. */
    static void proven(Step step, Instant effective) {
        Finding silence = step.cafe.presence().silence();
        Instant end = silence == null ? null : silence.endedAt();
        if (silence == null || end == null) {
            return;
        }
        if (!effective.isBefore(end.minus(noProof(step.rules.thresholds())))) {
            forget(step); // time never goes back in a café: no such event can follow
        } else if (effective.isAfter(silence.startedAt()) && silence.explained() != Explanation.BUFFERED) {
            changed(step, silence, with(silence, step.ref).explained(Explanation.BUFFERED));
        }
    }

    private static void forget(Step step) {
        Presence presence = step.cafe.presence();
        if (presence.undecided() == null) {
            step.cafe.presence(presence.with(null));
        }
    }

    /** A finding that was never announced changes without an announcement. */
    private static void changed(Step step, Finding was, Finding now) {
        Presence presence = step.cafe.presence();
        if (presence.undecided() == null) {
            step.note(was, now);
        }
        step.cafe.presence(presence.with(now));
    }

    private static Finding silence(Step step, Instant lastEventAt) {
        LegalGround ground = LegalGround.of(step.facts.measures());
        return step.finding(Code.MEASURES_STOPPED, lastEventAt.toString(), ground, lastEventAt, step.receivedAt);
    }

    /**
     * What lies so short before the silence's end proves nothing: an agent that was just started again, or whose clock
     * is slow by less than what is corrected, sends events from then too.
     */
    private static Duration noProof(Rules.Thresholds thresholds) {
        Duration skew = Duration.ofSeconds(thresholds.correction().sentSkewSeconds());
        Duration tenth = thresholds.silence().dividedBy(10);
        return skew.compareTo(tenth) < 0 ? skew : tenth;
    }

    static Finding with(Finding silence, EventRef ref) {
        List<EventRef> evidence = Stream.concat(silence.evidence().stream(), Stream.of(ref))
                .distinct()
                .sorted(Comparator.comparing(EventRef::placeCode)
                        .thenComparing(EventRef::stream)
                        .thenComparing(EventRef::seq))
                .toList();
        return silence.with(evidence);
    }
}
