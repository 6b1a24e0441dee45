package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
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
        Finding burst = adjusted ? before.burst() : burst(step, before, session.startedAt());
        note(step, before.replay(), replay);
        note(step, before.burst(), burst);
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
            return with(was, List.of(step.ref)).endingAt(at).quantified(oneMore(was, at));
        }
        int length = limits(step).replayLogins();
        return ofDay(step, Code.REGISTRATION_REPLAY, lists, at, at)
                .quantified(new Quantities.Sessions(0, length, length));
    }

    /**
     * The day's finding with the burst that the login at {@code at} completes, where it is larger than those before.
     * The finding of a crowded café would otherwise be written with each login.
     */
    private static @Nullable Finding burst(Step step, RegistrationLists lists, Instant at) {
        List<OpenSession> open = step.cafe.openSessions();
        int size = openedSince(open, at.minus(limits(step).burst()));
        Finding was = lists.burst();
        if (size < limits(step).burstLogins() || was != null && size <= peak(was)) {
            return was;
        }
        List<OpenSession> burst = open.subList(open.size() - size, open.size());
        Instant from = burst.getFirst().startedAt();
        Finding found = was == null
                ? ofDay(step, Code.REGISTRATION_BURST, lists, from, at).with(List.of())
                : was.endingAt(at);
        return with(found, burst.stream().map(step::ref).toList())
                .quantified(new Quantities.Sessions(Duration.between(from, at).toSeconds(), size, size));
    }

    private static int peak(Finding burst) {
        return burst.quantities() instanceof Quantities.Sessions found ? found.peak() : 0;
    }

    /** How many of these sessions, which are in the order of their opening, opened at {@code from} or later. */
    private static int openedSince(List<OpenSession> open, Instant from) {
        int first = open.size();
        while (first > 0 && !open.get(first - 1).startedAt().isBefore(from)) {
            first--;
        }
        return open.size() - first;
    }

    private static Finding ofDay(Step step, Code code, RegistrationLists lists, Instant from, Instant until) {
        return step.finding(code, lists.day().toString(), from, step.receivedAt).endingAt(until);
    }

    /** The same with more evidence, each event once, up to {@value #MAX_EVIDENCE}. */
    private static Finding with(Finding finding, List<EventRef> more) {
        var evidence = new LinkedHashSet<>(finding.evidence());
        evidence.addAll(more);
        return finding.with(evidence.stream().limit(MAX_EVIDENCE).toList());
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
