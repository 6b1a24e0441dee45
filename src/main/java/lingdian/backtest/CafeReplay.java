package lingdian.backtest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import lingdian.agent.AgentEvent;
import lingdian.violation.CafeFacts;
import lingdian.violation.CafeState;
import lingdian.violation.Change;
import lingdian.violation.Code;
import lingdian.violation.EventRef;
import lingdian.violation.Finding;
import lingdian.violation.Judge;
import lingdian.violation.Judgement;
import lingdian.violation.People;
import lingdian.violation.People.PersonSession;
import lingdian.violation.Reason;
import lingdian.violation.Rules;
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
    private final People nobodyElse;
    private final SessionSpill sessions;
    private final CafeState state;
    private final Map<UUID, Finding> findings = new LinkedHashMap<>();
    private final Set<UUID> askedAgain = new HashSet<>();
    private final Set<Integer> streams = new HashSet<>();
    private int era;
    private CafeFacts facts;
    private long events;
    private boolean fromItsBeginning = true;

    /** @param cafe with whatever hours it is to be judged by */
    CafeReplay(RecordedCafe cafe, Rules rules, SessionSpill sessions) {
        this.cafe = cafe;
        this.judge = new Judge(rules);
        this.nobodyElse = new People(rules);
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
        Judgement judgement = judge.judge(state, facts, nobodyElse, stamped);
        state.forgetOpenedBefore();
        for (Change change : judgement.changes()) {
            findings.put(change.finding().id(), change.finding());
        }
        for (Judgement.SessionChange change : judgement.sessions()) {
            session(change, stamped);
        }
    }

    private void begin(StampedEvent stamped) {
        long seq = stamped.event().seq();
        if (streams.add(stamped.streamNumber())) {
            fromItsBeginning &= seq == 1;
            events += seq - 1; // of a record whose first days were dropped
            state.putStream(new StreamState(stamped.stream(), stamped.streamNumber(), seq, "", false));
        }
        events++;
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
                fromItsBeginning,
                events);
    }

    /**
     * What became of a café.
     *
     * @param askedAgain findings that a late answer of the outside verifier may have made
     * @param fromItsBeginning whether its record is whole from the first event on
     */
    record ReplayedCafe(
            People.CafeClock clock,
            Map<UUID, Finding> findings,
            Set<UUID> askedAgain,
            boolean fromItsBeginning,
            long events) {}
}
