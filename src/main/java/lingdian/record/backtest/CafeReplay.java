package lingdian.record.backtest;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.ViolationId;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Hello;
import lingdian.law.judge.Aside;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.law.judge.Code;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Identity;
import lingdian.law.judge.Judge;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.People;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.Reason;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.StampedEvent;
import lingdian.law.judge.StreamState;
import org.jspecify.annotations.Nullable;

/**
 * Judges one café's record again, from its first event, by the judge of the service.
 *
 * <p>The sessions stay as recorded: a session opens exactly if the recorded verdict or the café opened it, even if
 * other rules or hours would have decided otherwise, because the guest's behaviour in that case is unknown. Other rules
 * are applied to those sessions.
 */
final class CafeReplay {
    private final RecordedCafe cafe;
    private final Judge judge;
    /** Only this café's persons: the effect of other cafés on a login is in its recorded reasons. */
    private final People people;

    private final CafeVisits visits;
    private final SessionSpill sessions;
    private final Silences silences;
    private final Absences absences;
    private final CafeState state;
    private final Map<ViolationId, Finding> findings = new LinkedHashMap<>();
    /** Sessions that opened without the outside verifier's answer, by the finding that a late answer may make. */
    private final Map<ViolationId, PersonSession> asked = new HashMap<>();

    private final Map<Integer, Stream> streams = new HashMap<>();
    private final Deque<DatedAside> told = new ArrayDeque<>();
    private int era;
    private CafeFacts facts;
    private long events;
    private @Nullable Instant wholeSince;

    /** @param cafe with the hours that it is to be judged by */
    CafeReplay(RecordedCafe cafe, Rulebook rulebook, ReceptionTimes reception, SessionSpill sessions) {
        this.cafe = cafe;
        this.judge = new Judge(rulebook);
        this.people = new People(rulebook);
        this.visits = new CafeVisits(cafe.placeCode());
        this.sessions = sessions;
        this.silences = new Silences(rulebook, judge, reception);
        this.absences = new Absences(rulebook, judge, reception, cafe.attendance());
        this.state = new CafeState(cafe.placeCode());
        this.facts = cafe.facts(cafe.eras().getFirst());
    }

    /** The last record of a stream. The judge's state is updated only when it depends on it. */
    private static final class Stream {
        private final UUID id;
        private final int number;
        private long seq;

        Stream(UUID id, int number) {
            this.id = id;
            this.number = number;
        }
    }

    /**
     * Adds information that the service received about the café besides events. Call it in order, and before the first
     * event.
     */
    void told(DatedAside one) {
        if (one.aside() instanceof Aside.FellSilent silence) {
            silences.told(silence);
        } else {
            told.add(one);
        }
    }

    void event(RecordedEvent recorded) {
        StampedEvent stamped = recorded.stamped();
        begin(stamped);
        took(judge.heard(state, facts, stamped.stream(), stamped.event().seq(), stamped.receivedAt(), true));
        if (recorded.duplicate() && stamped.event() instanceof AgentEvent.Login login) {
            state.openedBefore(List.of(login.session()));
        }
        Judgement judgement = judged(stamped);
        state.forgetOpenedBefore();
        took(judgement.changes());
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

    /** Updates the counts before an event. Events of dropped days are counted by their missing numbers. */
    private void begin(StampedEvent stamped) {
        long seq = stamped.event().seq();
        Stream known = streams.get(stamped.streamNumber());
        long missing = seq - 1 - (known == null ? 0 : known.seq);
        if (missing > 0) {
            wholeSince = stamped.receivedAt();
        }
        events += missing;
        toldUpTo(events);
        events++;
        while (!cafe.eras().get(era).holds(events)) {
            facts = cafe.facts(cafe.eras().get(++era));
        }
        received(stamped.receivedAt());
        if (!absences.soon(state, stamped.receivedAt())) {
            bringForward();
            took(absences.until(state, facts, stamped.receivedAt()));
        }
        (known == null ? fresh(stamped) : known).seq = seq;
    }

    private Stream fresh(StampedEvent stamped) {
        var stream = new Stream(stamped.stream(), stamped.streamNumber());
        streams.put(stream.number, stream);
        state.putStream(
                new StreamState(stream.id, stream.number, stamped.event().seq(), "", false));
        return stream;
    }

    private void toldUpTo(long judged) {
        for (DatedAside next = told.peek(); next != null && next.events() <= judged; next = told.peek()) {
            told.remove();
            hear(next.aside());
        }
    }

    private void hear(Aside aside) {
        switch (aside) {
            case Aside.Greeted hello -> {
                received(hello.at());
                bringForward();
                took(judge.hello(
                        state,
                        facts,
                        new Hello(hello.stream(), hello.lastSeq(), null, hello.said(), hello.terminals()),
                        hello.at()));
            }
            case Aside.NewPc begun -> state.newPc(begun.stream());
            case Aside.Received nothing -> received(nothing.at());
            case Aside.Repeated repeated -> {
                received(repeated.at());
                took(judge.heard(state, facts, repeated.stream(), repeated.seq(), repeated.at(), false));
            }
            case Aside.Conflicting other -> took(judge.conflict(state, facts, stamped(other), other.content()));
            case Aside.Denied denied -> denied(denied);
            case Aside.FellSilent silence -> silences.told(silence);
        }
    }

    private static StampedEvent stamped(Aside.Conflicting other) {
        AgentEvent event = other.said() == null
                ? new AgentEvent.Invalid(other.seq(), "", "")
                : new AgentEvent.Opened(other.seq(), other.said()); // only its time is used
        return new StampedEvent(other.stream(), 0, event, other.sentAt(), other.at(), null);
    }

    private void denied(Aside.Denied denied) {
        PersonSession session = asked.get(denied.finding());
        if (session != null && !findings.containsKey(denied.finding())) {
            took(judge.denied(state, facts, session, denied.at()));
        }
    }

    private void received(Instant at) {
        if (Silences.soon(state.receivedAt(), at)) {
            state.received(at);
        } else {
            bringForward();
            took(silences.cameBack(state, facts, at));
        }
    }

    /** Updates the judge's state to the streams' last records. */
    private void bringForward() {
        for (Stream stream : streams.values()) {
            StreamState known = state.stream(stream.id);
            boolean superseded = known != null && known.superseded();
            state.putStream(new StreamState(stream.id, stream.number, stream.seq, "", superseded));
        }
    }

    private void took(List<Change> changes) {
        for (Change change : changes) {
            Finding finding = change.finding();
            if (finding.code() == Code.RECORDS_BROKEN) {
                broken(change);
            } else {
                findings.put(finding.id(), finding);
            }
        }
    }

    /** A break begins and ends at one moment. Reported again, it remains the first one. */
    private void broken(Change change) {
        if (change.kind() == Change.Kind.ENDED) {
            findings.putIfAbsent(change.finding().id(), change.finding());
        }
    }

    private void session(Judgement.SessionChange change, StampedEvent stamped) {
        switch (change) {
            case Judgement.SessionOpened opened -> {
                if (stamped.identity() != null
                        && stamped.identity().decided() instanceof List<Reason> decided
                        && decided.contains(Reason.VERIFICATION_UNAVAILABLE)) {
                    asked.put(
                            unverified(opened.session().session()),
                            new PersonSession(cafe.placeCode(), opened.session(), null, null, null));
                }
            }
            case Judgement.SessionEnded ended -> {
                var session = new PersonSession(cafe.placeCode(), ended.session(), ended.at(), ended.by(), null);
                if (!asked.isEmpty()) {
                    asked.computeIfPresent(unverified(ended.session().session()), (id, open) -> session);
                }
                sessions.add(session);
            }
        }
    }

    private ViolationId unverified(String session) {
        return Finding.id(Code.IDENTITY_UNVERIFIED, cafe.placeCode(), session);
    }

    /** Ends the record. Open sessions stay open. */
    ReplayedCafe end() {
        toldUpTo(Long.MAX_VALUE);
        bringForward();
        took(silences.end(state, facts));
        took(absences.until(state, facts, silences.until()));
        for (var open : List.copyOf(state.openSessions())) {
            sessions.add(new PersonSession(cafe.placeCode(), open, null, null, null));
        }
        return new ReplayedCafe(
                new People.CafeClock(cafe.region(), state.effectiveAt(), null),
                Map.copyOf(findings),
                unsettled(),
                wholeSince,
                events);
    }

    private Set<ViolationId> unsettled() {
        var unsettled = new HashSet<>(silences.unsettled());
        unsettled.addAll(absences.unsettled());
        return unsettled;
    }

    /**
     * The result of a café's replay.
     *
     * @param unsettled silences and absences that may not have been checked yet
     * @param wholeSince when the first event after the last gap of its record was received; null if there is no gap
     */
    record ReplayedCafe(
            People.CafeClock clock,
            Map<ViolationId, Finding> findings,
            Set<ViolationId> unsettled,
            @Nullable Instant wholeSince,
            long events) {}
}
