package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code CARD_ON_MANY_SEATS}: one document at many seats, in many logins or for too many hours within one café and
 * business day (handbook, suspicions.md; Order 363, Art. 23): a card that the café lends out.
 *
 * <p>It is asked of the sessions themselves at each login, so nothing is kept about a person, except that findings are
 * kept until the business day is over.
 */
final class CardRules {
    private static final int MAX_EVIDENCE = 50;

    /** Maximum of findings kept in one day; more would add nothing. */
    private static final int MAX_FINDINGS = 50;

    private CardRules() {}

    /** A session of the person opened; {@code people} does not know of it yet. */
    static void sessionOpened(Step step, People people, OpenSession opened, DayTrack day) {
        List<People.PersonSession> before = people.visits(opened.token(), step.facts.placeCode(), day.from());
        if (before.isEmpty()) {
            return;
        }
        var visits = new ArrayList<People.PersonSession>();
        before.forEach(visit -> visits.add(endedBy(opened, visit)));
        visits.add(new People.PersonSession(step.facts.placeCode(), opened, null, null, null));
        if (!suspicious(step.rules.thresholds().suspicion().card(), visits, opened.startedAt())) {
            return;
        }
        Finding now = finding(step, visits, opened.startedAt());
        var cards = new HashMap<>(step.cafe.suspicions().cards());
        Finding was = cards.get(now.id());
        if (was == null && cards.size() >= MAX_FINDINGS) {
            return;
        }
        Finding found = was == null ? now : now.detectedLike(was);
        cards.put(found.id(), found);
        step.cafe.suspicions(step.cafe.suspicions().withCards(cards));
        step.note(was, found);
    }

    /** A session that opens on a terminal ends any other there. */
    private static People.PersonSession endedBy(OpenSession opened, People.PersonSession visit) {
        boolean displaced = visit.endedAt() == null && visit.opened().terminal().equals(opened.terminal());
        return displaced
                ? new People.PersonSession(visit.placeCode(), visit.opened(), opened.startedAt(), null, null)
                : visit;
    }

    private static boolean suspicious(Rules.Suspicion.Card limits, List<People.PersonSession> visits, Instant until) {
        return visits.size() >= limits.cardLogins()
                || seats(visits) >= limits.cardSeats()
                || total(visits, until).compareTo(Duration.ofHours(limits.cardHours())) > 0;
    }

    private static long seats(List<People.PersonSession> visits) {
        return visits.stream()
                .map(visit -> visit.opened().terminal())
                .distinct()
                .count();
    }

    /** Two simultaneous sessions count twice. */
    private static Duration total(List<People.PersonSession> visits, Instant until) {
        return visits.stream()
                .map(visit -> Duration.between(visit.opened().startedAt(), end(visit, until)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Instant end(People.PersonSession visit, Instant until) {
        Instant ended = visit.endedAt();
        return ended == null ? until : ended;
    }

    private static Finding finding(Step step, List<People.PersonSession> visits, Instant until) {
        Code code = Code.CARD_ON_MANY_SEATS;
        OpenSession first = visits.getFirst().opened();
        var id = Finding.id(code, step.facts.placeCode(), first.session());
        List<EventRef> logins = visits.stream()
                .limit(MAX_EVIDENCE)
                .map(visit -> step.ref(visit.opened()))
                .toList();
        return step.finding(
                        step.matter(code, id, first.startedAt()).by(first.login()),
                        first.startedAt(),
                        step.receivedAt,
                        logins)
                .quantified(new Quantities.Sessions(total(visits, until).toSeconds(), visits.size(), peak(visits)))
                .endingAt(until);
    }

    /** The most at once, counted at each beginning. */
    private static int peak(List<People.PersonSession> visits) {
        List<Instant> begins = visits.stream()
                .map(visit -> visit.opened().startedAt())
                .sorted()
                .toList();
        List<Instant> ends = visits.stream().flatMap(CardRules::end).sorted().toList();
        int peak = 0;
        int ended = 0;
        for (int begun = 1; begun <= begins.size(); begun++) {
            Instant at = begins.get(begun - 1);
            while (ended < ends.size() && !ends.get(ended).isAfter(at)) {
                ended++;
            }
            if (begun == begins.size() || begins.get(begun).isAfter(at)) {
                peak = Math.max(peak, begun - ended);
            }
        }
        return peak;
    }

    /** When a visit was over; one that ended before it began, by a wrong clock, as soon as it began. */
    private static Stream<Instant> end(People.PersonSession visit) {
        Instant begun = visit.opened().startedAt();
        Instant ended = visit.endedAt();
        return Stream.ofNullable(ended == null || ended.isAfter(begun) ? ended : begun);
    }
}
