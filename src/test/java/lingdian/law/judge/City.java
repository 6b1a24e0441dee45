package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.domain.document.PersonToken;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Hello;
import lingdian.law.json.MemoryJson;
import lingdian.law.judge.People.Apart;
import lingdian.law.judge.People.Contest;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.People.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * Cafés that are judged one event at a time, with no more than the pure classes: what the intake does around the judge,
 * without its database.
 *
 * <p>Either everything is kept in memory from the first event to the last, or each event finds the service just
 * started: the café's state comes back from its JSON, and of the people only those are known that the database would be
 * asked for. Both must say the same.
 */
final class City {
    /** How the service lives between two events. */
    enum Mode {
        RUNNING,
        RESTARTED
    }

    /** What one event led to. */
    record Told(@Nullable Judgement judgement, List<Change> changes) {}

    private final Rulebook rulebook;
    private final Judge judge;
    private final Mode mode;
    private final int foundAtOnceMax;
    private final People everybody;
    private final Map<String, CafeState> states = new LinkedHashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, StoredFindings> findingTexts = new HashMap<>();
    private final Map<String, CafeFacts> facts = new HashMap<>();
    private final Map<SessionKey, PersonSession> sessions = new LinkedHashMap<>();
    private final Map<SessionKey, Contest> contests = new LinkedHashMap<>();
    private final Set<PersonToken> persons = new HashSet<>();
    private final Map<ViolationId, Finding> findings = new LinkedHashMap<>();
    private int streams;
    private int contestedMax = Integer.MAX_VALUE;
    private int contestedReads;

    City(Rules rules, Mode mode) {
        this(Rulebook.of(rules), mode);
    }

    City(Rulebook rulebook, Mode mode) {
        this(rulebook, mode, People.FOUND_AT_ONCE_MAX);
    }

    /** @param foundAtOnceMax so many sessions are newly found by one event */
    City(Rulebook rulebook, Mode mode, int foundAtOnceMax) {
        this.rulebook = rulebook;
        this.judge = new Judge(rulebook);
        this.mode = mode;
        this.foundAtOnceMax = foundAtOnceMax;
        this.everybody = people();
    }

    /** So many persons with a contested session in a café are read with an event. */
    City readingContested(int max) {
        contestedMax = max;
        return this;
    }

    private People people() {
        return new People(rulebook, foundAtOnceMax);
    }

    /** Opens a café, or changes what was decided about it. */
    void decide(CafeFacts decided) {
        facts.put(decided.placeCode().value(), decided);
        CafeState state =
                states.computeIfAbsent(decided.placeCode().value(), unknown -> new CafeState(decided.placeCode()));
        everybody.cafe(decided.placeCode(), clock(state));
    }

    /** All findings as they are now, in the order in which they were found. */
    List<Finding> findings() {
        return List.copyOf(findings.values());
    }

    CafeState state(String placeCode) {
        return Objects.requireNonNull(states.get(placeCode));
    }

    Told judge(
            String placeCode,
            UUID stream,
            AgentEvent event,
            @Nullable Instant sentAt,
            Instant receivedAt,
            @Nullable Identity identity) {
        if (identity != null && persons.add(identity.token())) {
            everybody.person(identity.token(), Instant.MIN, List.of());
        }
        CafeState state = awake(placeCode);
        received(placeCode, state, receivedAt);
        People people = mode == Mode.RUNNING ? everybody : loaded(state, identity);
        StreamState known = stream(state, stream);
        var stamped = new StampedEvent(stream, known.number(), event, sentAt, receivedAt, identity);
        List<Change> changes =
                new ArrayList<>(judge.heard(state, facts(placeCode), stream, known.ackedSeq() + 1, receivedAt, true));
        Judgement judgement = judge.judge(state, facts(placeCode), people, stamped);
        state.putStream(stream(state, stream).next(""));
        changes.addAll(judgement.changes());
        people.newMessage();
        changes.addAll(people.after(state.placeCode(), state.effectiveAt(), judgement.sessions(), receivedAt));
        remember(placeCode, judgement, people);
        return told(judgement, changes);
    }

    /** The next event is sent with a key that was enrolled at {@code enrolledAt}. */
    void key(String placeCode, UUID stream, Instant enrolledAt) {
        CafeState state = awake(placeCode);
        if (state.isOfNewPc(stream, enrolledAt)) {
            state.newPc(stream);
        }
    }

    Told hello(String placeCode, Hello hello, Instant receivedAt) {
        CafeState state = awake(placeCode);
        received(placeCode, state, receivedAt);
        return told(null, judge.hello(state, facts(placeCode), hello, receivedAt));
    }

    /** A number that was used before comes with other content. */
    Told conflict(String placeCode, UUID stream, AgentEvent event, Instant receivedAt) {
        CafeState state = awake(placeCode);
        received(placeCode, state, receivedAt);
        var stamped = new StampedEvent(stream, stream(state, stream).number(), event, null, receivedAt, null);
        List<Change> changes =
                new ArrayList<>(judge.heard(state, facts(placeCode), stream, event.seq(), receivedAt, false));
        changes.addAll(judge.conflict(state, facts(placeCode), stamped, "other content"));
        return told(null, changes);
    }

    /** A number that was used before comes again with equal content. */
    Told same(String placeCode, UUID stream, long seq, Instant receivedAt) {
        CafeState state = awake(placeCode);
        received(placeCode, state, receivedAt);
        return told(null, judge.heard(state, facts(placeCode), stream, seq, receivedAt, false));
    }

    /** The service looks whether the café has been silent for too long. */
    Told look(String placeCode, Listening listening, @Nullable Explanation explanation) {
        CafeState state = awake(placeCode);
        Instant last = state.receivedAt();
        SilenceLook look =
                last == null ? null : SilenceLook.at(facts(placeCode), last, state.presence(), listening, rulebook);
        return told(
                null,
                look == null || look.found() == SilenceLook.Found.NOTHING
                        ? List.of()
                        : judge.looked(state, facts(placeCode), look, explanation, listening.heardUntil()));
    }

    /** The service looks whether the café has been absent for too long. */
    Told lookForAbsence(String placeCode, Instant keyedAt, Listening listening) {
        CafeState state = awake(placeCode);
        Instant now = listening.heardUntil();
        var look = AbsenceLook.at(facts(placeCode), keyedAt, state.presence(), listening, rulebook);
        return told(
                null,
                look.found() == AbsenceLook.Found.NOTHING
                        ? List.of()
                        : judge.lookedForAbsence(state, facts(placeCode), look, now));
    }

    private Told told(@Nullable Judgement judgement, List<Change> changes) {
        changes.forEach(change -> findings.put(change.finding().id(), change.finding()));
        return new Told(judgement, changes);
    }

    private CafeFacts facts(String placeCode) {
        return Objects.requireNonNull(facts.get(placeCode));
    }

    private People.CafeClock clock(CafeState state) {
        return new People.CafeClock(facts(state.placeCode().value()).region(), state.effectiveAt(), state.receivedAt());
    }

    private void received(String placeCode, CafeState state, Instant at) {
        judge.received(state, facts(placeCode), at);
        state.received(at);
        everybody.received(state.placeCode(), at);
    }

    private StreamState stream(CafeState state, UUID stream) {
        StreamState known = state.stream(stream);
        return known != null ? known : new StreamState(stream, ++streams, 0, "", false);
    }

    /** The state to judge on: after a restart, what its JSON and the tables of sessions and streams say. */
    private CafeState awake(String placeCode) {
        CafeState state = state(placeCode);
        if (mode == Mode.RESTARTED) {
            state = CafeState.restored(
                    new PlaceCode(placeCode),
                    state.version(),
                    state.receivedAt(),
                    state.connection(),
                    stored(placeCode, state),
                    List.copyOf(state.streams()),
                    List.copyOf(state.openSessions()));
            states.put(placeCode, state);
        }
        state.openedBefore(sessions.keySet().stream()
                .filter(key -> key.placeCode().value().equals(placeCode))
                .map(SessionKey::session)
                .toList());
        return state;
    }

    /** As the store keeps it: the times in columns, a text of each finding, and one of all else, as of the last event that changed it. */
    private CafeState.Memory stored(String placeCode, CafeState state) {
        CafeState.Unstored unstored = state.takeUnstored();
        if (unstored.memory() != null) {
            texts.put(placeCode, MemoryJson.write(unstored.memory()));
        }
        StoredFindings findings = findingTexts.computeIfAbsent(placeCode, place -> new StoredFindings());
        findings.save(unstored.findings());
        return MemoryJson.read(Objects.requireNonNull(texts.get(placeCode)))
                .with(findings.read())
                .at(state.effectiveAt(), state.presence().lastEventAt());
    }

    /** The persons whom the database would be asked for: those who log in, and those who are contested in this café. */
    private People loaded(CafeState state, @Nullable Identity login) {
        People people = people();
        states.values().forEach(cafe -> people.cafe(cafe.placeCode(), clock(cafe)));
        var wanted = new HashMap<PersonToken, Instant>();
        if (login != null) {
            wanted.put(login.token(), Objects.requireNonNullElse(state.effectiveAt(), Instant.MIN));
        }
        List<SessionKey> ofCafe = contests.keySet().stream()
                .filter(key -> key.placeCode().equals(state.placeCode()))
                .sorted(Comparator.comparing((SessionKey key) ->
                                Objects.requireNonNull(sessions.get(key)).endedAt() == null)
                        .thenComparing(key -> key.hashCode() * (contestedReads + 1)))
                .limit(contestedMax)
                .toList();
        contestedReads++;
        for (SessionKey key : ofCafe) {
            OpenSession session = Objects.requireNonNull(sessions.get(key)).opened();
            wanted.merge(session.token(), session.startedAt(), (one, other) -> one.isBefore(other) ? one : other);
        }
        people.contestedBefore(contests);
        wanted.forEach((token, since) -> {
            boolean logsIn = login != null && login.token().equals(token);
            people.person(token, since, of(state.placeCode().value(), token, since, logsIn));
        });
        return people;
    }

    /** Of the café itself, those of a day before too, where the person logs in. */
    private List<PersonSession> of(String placeCode, PersonToken token, Instant since, boolean logsIn) {
        Instant dayBefore = since.equals(Instant.MIN) || !logsIn ? since : since.minus(Duration.ofDays(1));
        return sessions.values().stream()
                .filter(session -> session.opened().token().equals(token))
                .filter(session ->
                        !session.apart().now() || session.placeCode().value().equals(placeCode))
                .filter(session -> session.endedAt() == null
                        || !session.endedAt()
                                .isBefore(session.placeCode().value().equals(placeCode) ? dayBefore : since))
                .toList();
    }

    /** Keeps what the tables of sessions would keep. */
    private void remember(String placeCode, Judgement judgement, People people) {
        for (Judgement.SessionChange change : judgement.sessions()) {
            var key = new SessionKey(new PlaceCode(placeCode), change.session().session());
            switch (change) {
                case Judgement.SessionOpened opened ->
                    sessions.put(
                            key,
                            new PersonSession(
                                    new PlaceCode(placeCode),
                                    opened.session(),
                                    null,
                                    null,
                                    null,
                                    people.apart().getOrDefault(key, Apart.NOT)));
                case Judgement.SessionEnded ended ->
                    sessions.computeIfPresent(
                            key,
                            (same, session) ->
                                    session.endedAt(ended.at(), ended.by()).afterwards());
            }
        }
        people.detected().forEach((key, at) -> sessions.computeIfPresent(key, (same, session) -> session.found(at)));
        people.apart()
                .forEach((key, apart) -> sessions.computeIfPresent(
                        key, (same, session) -> session.apart(apart).afterwards()));
        people.contests()
                .forEach((key, contest) ->
                        contests.merge(key, contest, (before, now) -> now == Contest.FINISHED ? null : now));
    }
}
