package lingdian.backtest;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import lingdian.agent.AgentEvent;
import lingdian.violation.CafeFacts;
import lingdian.violation.CafeState;
import lingdian.violation.Change;
import lingdian.violation.Code;
import lingdian.violation.Finding;
import lingdian.violation.Identity;
import lingdian.violation.Judge;
import lingdian.violation.Judgement;
import lingdian.violation.People;
import lingdian.violation.People.PersonSession;
import lingdian.violation.Reason;
import lingdian.violation.Rulebook;
import lingdian.violation.StampedEvent;
import lingdian.violation.StreamState;
import org.jspecify.annotations.Nullable;

/**
 * Judges one café's record again, from its first event, by the judge of the service.
 *
 * <p>Who sat where stays as it was: a session opens exactly where the recorded verdict or the café opened one, whatever other
 * rules or hours would have said, because nobody can know what the guest would have done then. What can be found of it by
 * other rules is found.
 */
final class CafeReplay {
    private final RecordedCafe cafe;
    private final Judge judge;
    /** Of other cafés nobody: what they had to say of a login is in its recorded reasons. */
    private final People people;

    private final CafeVisits visits;
    private final SessionSpill sessions;
    private final CafeState state;
    private final Map<UUID, Finding> findings = new LinkedHashMap<>();
    private final Set<UUID> askedAgain = new HashSet<>();
    private final Map<Integer, Long> lastSeq = new HashMap<>();
    private int era;
    private CafeFacts facts;
    private long events;
    private @Nullable Instant wholeSince;

    /** @param cafe with whatever hours it is to be judged by */
    CafeReplay(RecordedCafe cafe, Rulebook rulebook, SessionSpill sessions) {
        this.cafe = cafe;
        this.judge = new Judge(rulebook);
        this.people = new People(rulebook);
        this.visits = new CafeVisits(cafe.placeCode());
        this.sessions = sessions;
        this.state = new CafeState(cafe.placeCode());
        this.facts = cafe.facts(cafe.eras().getFirst());
    }

    void event(RecordedEvent recorded) {
        StampedEvent stamped = recorded.stamped();
        begin(stamped);
        if (recorded.duplicate() && stamped.event() instanceof AgentEvent.Login login) {
            state.openedBefore(List.of(login.session()));
        }
        Judgement judgement = judged(stamped);
        state.forgetOpenedBefore();
        for (Change change : judgement.changes()) {
            findings.put(change.finding().id(), change.finding());
        }
        for (Judgement.SessionChange change : judgement.sessions()) {
            visits.took(change);
            session(change, stamped);
        }
    }

    private Judgement judged(StampedEvent stamped) {
        Identity person = stamped.identity();
        if (person == null) {
            return judge.judge(state, facts, people, stamped);
        }
        visits.tell(people, person.token());
        Judgement judgement = judge.judge(state, facts, people, stamped);
        people.forget(person.token());
        return judgement;
    }

    /** Days that were dropped are counted all the same, by the numbers that are missing. */
    private void begin(StampedEvent stamped) {
        long seq = stamped.event().seq();
        Long before = lastSeq.put(stamped.streamNumber(), seq);
        if (before == null) {
            state.putStream(new StreamState(stamped.stream(), stamped.streamNumber(), seq, "", false));
        }
        long missing = seq - 1 - (before == null ? 0 : before);
        if (missing > 0) {
            wholeSince = stamped.receivedAt();
        }
        events += missing + 1;
        while (!cafe.eras().get(era).holds(events)) {
            facts = cafe.facts(cafe.eras().get(++era));
        }
    }

    private void session(Judgement.SessionChange change, StampedEvent stamped) {
        switch (change) {
            case Judgement.SessionOpened opened -> {
                if (stamped.identity() != null
                        && stamped.identity().decided() instanceof List<Reason> decided
                        && decided.contains(Reason.VERIFICATION_UNAVAILABLE)) {
                    askedAgain.add(Finding.id(
                            Code.IDENTITY_UNVERIFIED,
                            cafe.placeCode(),
                            opened.session().session()));
                }
            }
            case Judgement.SessionEnded ended ->
                sessions.add(new PersonSession(cafe.placeCode(), ended.session(), ended.at(), ended.by(), null));
        }
    }

    /** No more events: what is open stays open. */
    ReplayedCafe end() {
        for (var open : List.copyOf(state.openSessions())) {
            sessions.add(new PersonSession(cafe.placeCode(), open, null, null, null));
        }
        return new ReplayedCafe(
                new People.CafeClock(cafe.region(), state.effectiveAt(), null),
                Map.copyOf(findings),
                Set.copyOf(askedAgain),
                wholeSince,
                events);
    }

    /**
     * What became of a café.
     *
     * @param askedAgain findings that a late answer of the outside verifier may have made
     * @param wholeSince when the first event after the last gap of its record was received; null where there is no gap
     */
    record ReplayedCafe(
            People.CafeClock clock,
            Map<UUID, Finding> findings,
            Set<UUID> askedAgain,
            @Nullable Instant wholeSince,
            long events) {}
}
