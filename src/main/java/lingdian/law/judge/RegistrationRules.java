package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lingdian.law.judge.RegistrationLists.Burst;
import org.jspecify.annotations.Nullable;

/**
 * {@code REGISTRATION_BURST} and {@code REGISTRATION_REPLAY}: guests who are registered faster than they can hand over
 * their documents, or in the order of the day before (handbook, suspicions.md; Order 363, Art. 23). Each is one finding
 * a business day.
 *
 * <p>A burst shows in the sessions that are open, so nothing is kept for it but the finding. Sessions that end within
 * the half minute are missed; a café that registers absent guests keeps their sessions open. Consecutive document
 * numbers are not looked for: the judge knows a document by its token, which must not tell the number.
 */
final class RegistrationRules {
    private static final int MAX_EVIDENCE = 20;

    private RegistrationRules() {}

    /** @param adjusted whether the agent's clock was wrong: then equal times prove nothing */
    static void sessionOpened(Step step, OpenSession session, DayTrack day, boolean adjusted) {
        RegistrationLists known = step.cafe.suspicions().registrations();
        RegistrationLists before = known == null ? RegistrationLists.of(day.day()) : known.on(day.day());
        String person = RegistrationLists.spelled(session.token(), step.facts.placeCode());
        int length = limits(step).replayLogins();
        String list = before.listEndingWith(person, length);
        Finding replay = list != null && before.isOfDayBefore(list) ? replay(step, before, session) : before.replay();
        Burst burst = adjusted ? before.burst() : burst(step, before.burst(), session.startedAt());
        note(step, before.replay(), replay);
        note(step, before, burst);
        RegistrationLists after = before.registered(person, list, length).found(burst, replay);
        if (after != known) {
            step.cafe.suspicions(step.cafe.suspicions().with(after));
        }
    }

    private static void note(Step step, @Nullable Finding was, @Nullable Finding now) {
        if (now != was) {
            step.note(was, now);
        }
    }

    /** The day's finding with a list that the day before had too. */
    private static Finding replay(Step step, RegistrationLists lists, OpenSession session) {
        Finding was = lists.replay();
        Instant at = session.startedAt();
        if (was != null) {
            return with(was, step.ref).endingAt(at).quantified(oneMore(was, at));
        }
        int length = limits(step).replayLogins();
        return step.finding(Code.REGISTRATION_REPLAY, lists.day().toString(), at, step.receivedAt)
                .endingAt(at)
                .quantified(new Quantities.Sessions(0, length, length));
    }

    /** The day's largest burst, when the login at {@code at} may complete a larger one. */
    private static @Nullable Burst burst(Step step, @Nullable Burst largest, Instant at) {
        List<OpenSession> open = step.cafe.openSessions();
        int size = openedSince(open, at.minus(limits(step).burst()));
        if (size < limits(step).burstLogins() || largest != null && size <= largest.logins()) {
            return largest;
        }
        Instant from = open.get(open.size() - size).startedAt();
        return largest == null ? Burst.first(step, from, at, size) : largest.with(from, at, size);
    }

    /** Notes a burst that is larger than those before, with its logins as evidence. */
    private static void note(Step step, RegistrationLists lists, @Nullable Burst burst) {
        if (burst == null || burst.equals(lists.burst())) {
            return;
        }
        List<OpenSession> open = step.cafe.openSessions();
        List<EventRef> logins = open.subList(open.size() - burst.logins(), open.size()).stream()
                .limit(MAX_EVIDENCE)
                .map(step::ref)
                .toList();
        Burst was = lists.burst();
        step.note(
                was == null ? null : finding(step, lists, was),
                finding(step, lists, burst).with(logins));
    }

    private static Finding finding(Step step, RegistrationLists lists, Burst burst) {
        Finding found =
                step.finding(Code.REGISTRATION_BURST, lists.day().toString(), burst.startedAt(), burst.detectedAt());
        return new Finding(
                found.matter().late(burst.late()),
                found.standing(),
                found.startedAt(),
                found.detectedAt(),
                burst.endedAt(),
                new Quantities.Sessions(burst.seconds(), burst.logins(), burst.logins()),
                List.of(),
                null);
    }

    /** How many of these sessions, which are in the order of their opening, opened at {@code from} or later. */
    private static int openedSince(List<OpenSession> open, Instant from) {
        int first = open.size();
        while (first > 0 && !open.get(first - 1).startedAt().isBefore(from)) {
            first--;
        }
        return open.size() - first;
    }

    private static Finding with(Finding finding, EventRef ref) {
        if (finding.evidence().size() >= MAX_EVIDENCE) {
            return finding;
        }
        var evidence = new ArrayList<>(finding.evidence());
        evidence.add(ref);
        return finding.with(List.copyOf(evidence));
    }

    private static @Nullable Quantities oneMore(Finding was, Instant until) {
        long seconds = Duration.between(was.startedAt(), until).toSeconds();
        return was.quantities() instanceof Quantities.Sessions before
                ? new Quantities.Sessions(seconds, before.sessions() + 1, before.peak())
                : was.quantities();
    }

    private static Rules.Suspicion.Registrations limits(Step step) {
        return step.rules.thresholds().suspicion().registrations();
    }
}
