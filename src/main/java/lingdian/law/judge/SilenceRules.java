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
 * <p>{@code MEASURES_STOPPED_GRAVE} is for many silences in a business day, or for much silent time in it (handbook,
 * suspicions.md). How much of a silence counts is found by the looks: when an event ends it, that is not known yet.
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
        count(step, silence, explanation, Objects.requireNonNull(step.cafe.receivedAt()));
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
        Instant from = Objects.requireNonNull(presence.undecidedFirst()).receivedAt();
        Finding silence = presence.latest(Objects.requireNonNull(presence.silenceUndecidedFirst()));
        Finding explained = silence.explained() == null ? silence.explained(explanation) : silence;
        Finding found = explained.detectedAt(step.receivedAt);
        step.note(null, found);
        step.cafe.presence(presence.was(found));
        count(step, found, explanation, from);
    }

    /**
     * A look found when the silent time of a business day passed the limit.
     *
     * @param then what counts for the silences that follow
     */
    static void silentTooLong(Step step, Instant passed, Presence.SilentTime then) {
        boolean buffered = Objects.requireNonNull(step.cafe.presence().silent()).buffered();
        step.cafe.presence(step.cafe.presence().silent(then));
        Day known = Objects.requireNonNull(step.cafe.suspicions().silences(), "no silence counts without its day");
        Day day = known.day().equals(then.day())
                ? known
                : new Day(
                        then.day(),
                        0,
                        DayTrack.of(passed, step.facts.hours().zone()).from(),
                        List.of(known.evidence().getLast()),
                        null);
        Finding was = day.finding();
        if (was == null || was.explained() != null) {
            LegalGround ground = LegalGround.of(step.facts.measures());
            note(step, day, grave(step, day, ground, passed).explained(buffered ? Explanation.BUFFERED : null));
        }
    }

    /**
     * It is known that this was a silence. They come to be known in their order, and whether a silence is over by then
     * depends on when somebody looked: so only its beginning counts.
     *
     * @param from when anything was received before it
     */
    private static void count(Step step, Finding silence, @Nullable Explanation explanation, Instant from) {
        if (explanation == Explanation.PROBABLE_OUTAGE) {
            return;
        }
        step.cafe.presence(step.cafe.presence().silent(silent(step, silence, from)));
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
        boolean many = now.silences()
                >= step.rulesAt(silence.startedAt())
                        .thresholds()
                        .suspicion()
                        .severity()
                        .silencesGrave();
        if (!many && now.finding() == null) {
            step.cafe.suspicions(step.cafe.suspicions().with(now));
            return;
        }
        Finding found = grave(step, now, silence.ground(), silence.startedAt());
        note(step, now, many ? found.explained(null) : found);
    }

    private static Presence.SilentTime silent(Step step, Finding silence, Instant from) {
        LocalDate day = DayTrack.of(from, step.facts.hours().zone()).day();
        Presence.SilentTime known = step.cafe.presence().silent();
        long millis = known == null ? 0 : known.on(day).toMillis();
        boolean buffered = silence.explained() == Explanation.BUFFERED;
        return new Presence.SilentTime(day, millis, from, silence.endedAt(), buffered);
    }

    private static void note(Step step, Day day, Finding found) {
        step.note(day.finding(), found);
        step.cafe.suspicions(
                step.cafe.suspicions().with(new Day(day.day(), day.silences(), day.first(), day.evidence(), found)));
    }

    private static Finding grave(Step step, Day day, @Nullable LegalGround ground, Instant until) {
        Finding was = day.finding();
        Finding found = was == null
                ? step.finding(Code.MEASURES_STOPPED_GRAVE, day.day().toString(), ground, day.first(), step.receivedAt)
                : was;
        long seconds = Duration.between(day.first(), until).toSeconds();
        return found.with(day.evidence())
                .quantified(new Quantities.Sessions(seconds, Math.max(1, day.silences()), 1))
                .endingAt(until);
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
        Presence.SilentTime silent = step.cafe.presence().silent();
        if (silent != null && silent.from() != null && silent.until() == null) {
            step.cafe.presence(step.cafe.presence().silent(silent.endingAt(end)));
        }
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
            buffered(step, silence.startedAt(), end);
        }
    }

    /** The agent worked in this silence. So its time does not count, and says so of the day that it made a grave one. */
    private static void buffered(Step step, Instant startedAt, Instant end) {
        Presence.SilentTime silent = step.cafe.presence().silent();
        if (silent != null && end.equals(silent.until())) {
            step.cafe.presence(step.cafe.presence().silent(silent.proven()));
        }
        Day day = step.cafe.suspicions().silences();
        Finding grave = day == null ? null : day.finding();
        if (grave != null && Objects.requireNonNull(grave.endedAt()).isAfter(startedAt)) {
            note(step, Objects.requireNonNull(day), grave.explained(Explanation.BUFFERED));
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
