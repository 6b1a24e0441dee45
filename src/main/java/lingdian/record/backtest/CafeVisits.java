package lingdian.record.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.PersonToken;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.People;
import lingdian.law.judge.People.PersonSession;

/**
 * The recent visitors of one café, for rules that look at a person's earlier visits of the business day.
 *
 * <p>The service reads them for each login from its table of sessions; a replay builds that table itself.
 */
final class CafeVisits {
    /** How long visits are kept: longer than any business day. */
    private static final Duration KEPT = Duration.ofDays(2);

    private final PlaceCode placeCode;
    private final Map<PersonToken, List<PersonSession>> persons = new HashMap<>();

    CafeVisits(PlaceCode placeCode) {
        this.placeCode = placeCode;
    }

    /** Adds the visits of a person who logs in to {@code people}. */
    void tell(People people, PersonToken person) {
        List<PersonSession> known = persons.get(person);
        if (known != null) {
            people.person(person, Instant.EPOCH, known);
        }
    }

    void took(Judgement.SessionChange change) {
        List<PersonSession> visits = persons.computeIfAbsent(change.session().token(), person -> new ArrayList<>(2));
        switch (change) {
            case Judgement.SessionOpened opened -> {
                Instant since = opened.session().startedAt().minus(KEPT);
                visits.removeIf(
                        visit -> visit.endedAt() != null && visit.endedAt().isBefore(since));
                visits.add(new PersonSession(placeCode, opened.session(), null, null, null));
            }
            case Judgement.SessionEnded ended ->
                visits.replaceAll(
                        visit -> visit.opened().session().equals(ended.session().session())
                                ? new PersonSession(placeCode, visit.opened(), ended.at(), ended.by(), null)
                                : visit);
        }
    }
}
