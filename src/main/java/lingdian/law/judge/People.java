package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import org.jspecify.annotations.Nullable;

/**
 * The persons that a batch is about, over all cafés: who has a session open elsewhere, and {@code IDENTITY_SHARED}
 * (handbook, rules.md#identity_shared).
 *
 * <p>Filled from the database under the lock that makes commits one order, then moved event by event. What is found is
 * a pure function of the sessions and of how far each café was heard, so the order in which cafés arrive cannot change
 * it.
 */
public final class People {
    /** How far a café was heard. */
    public record CafeClock(
            RegionCode region,
            @Nullable Instant effectiveAt,
            @Nullable Instant receivedAt) {}

    /**
     * A session of a person, open or ended.
     *
     * @param endedBy the event that ended it
     * @param shared when it was first found to be shared, null where never
     */
    public record PersonSession(
            PlaceCode placeCode,
            OpenSession opened,
            @Nullable Instant endedAt,
            @Nullable EventRef endedBy,
            @Nullable Detection shared) {

        boolean overlaps(PersonSession other) {
            return (endedAt == null || endedAt.isAfter(other.opened.startedAt()))
                    && (other.endedAt == null || other.endedAt.isAfter(opened.startedAt()));
        }
    }

    /**
     * When a session was first found to be shared.
     *
     * @param late whether the event that proved it was received more than a day after its effective time
     */
    public record Detection(Instant at, boolean late) {}

    /** Names a session over all cafés. */
    public record SessionKey(PlaceCode placeCode, String session) {}

    /** For sessions that are looked at as a whole, in no order of events. */
    private static final Detection UNKNOWN = new Detection(Instant.EPOCH, false);

    private static final Comparator<PersonSession> BEGUN = Comparator.comparing(
                    (PersonSession session) -> session.opened().startedAt())
            .thenComparing(PersonSession::placeCode)
            .thenComparing(session -> session.opened().session());

    private final Rulebook rulebook;
    private final Map<PlaceCode, CafeClock> cafes = new HashMap<>();
    private final Map<PersonToken, List<PersonSession>> sessions = new HashMap<>();
    private final Map<PersonToken, Instant> completeSince = new HashMap<>();
    private final Map<SessionKey, Finding> findings = new HashMap<>();
    /** By café, the persons who have a session open there and another one anywhere. */
    private final Map<PlaceCode, Set<PersonToken>> watched = new HashMap<>();

    private final Map<SessionKey, Detection> detected = new LinkedHashMap<>();
    private final Set<SessionKey> contested = new LinkedHashSet<>();

    public People(Rulebook rulebook) {
        this.rulebook = rulebook;
    }

    public void cafe(PlaceCode placeCode, CafeClock clock) {
        cafes.put(placeCode, clock);
    }

    /** Notes when something was last received from the café. */
    public void received(PlaceCode placeCode, Instant at) {
        cafes.computeIfPresent(
                placeCode,
                (place, clock) ->
                        clock.receivedAt() != null && !clock.receivedAt().isBefore(at)
                                ? clock
                                : new CafeClock(clock.region(), clock.effectiveAt(), at));
    }

    /**
     * The sessions of a person, all that ended at or after {@code completeSince} or are open, and more of some cafés.
     * What began before that may lack others that it overlapped, so it is not judged again.
     */
    public void person(PersonToken token, Instant since, Collection<PersonSession> known) {
        completeSince.put(token, since);
        var sorted = new ArrayList<>(known);
        sorted.sort(BEGUN);
        sessions.put(token, sorted);
        for (int i = 0; i < sorted.size(); i++) {
            PersonSession session = sorted.get(i);
            Finding finding = session.shared() == null ? null : finding(sorted, i, session.shared());
            if (finding != null) {
                findings.put(key(session), finding);
            }
        }
        watch(token, sorted);
    }

    /**
     * Tells cafés' states under which token the open sessions of these persons are known now: after a change of keys, a
     * login anywhere puts all of a person's sessions under another one.
     */
    public void name(Map<PlaceCode, CafeState> states) {
        sessions.values()
                .forEach(person -> person.forEach(session -> {
                    CafeState state = session.endedAt() == null ? states.get(session.placeCode()) : null;
                    if (state != null) {
                        state.name(session.opened());
                    }
                }));
    }

    /** Whether the person has a session open in another café that was heard at or after {@code heardSince}. */
    boolean inUseElsewhere(PersonToken token, PlaceCode placeCode, Instant heardSince) {
        for (PersonSession session : sessions.getOrDefault(token, List.of())) {
            if (session.endedAt() == null && !session.placeCode().equals(placeCode)) {
                CafeClock clock = cafes.get(session.placeCode());
                if (clock != null
                        && clock.receivedAt() != null
                        && !clock.receivedAt().isBefore(heardSince)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The person's sessions in one café that began at or after {@code since}, in order. */
    List<PersonSession> visits(PersonToken token, PlaceCode placeCode, Instant since) {
        @Nullable List<PersonSession> visits = null;
        for (PersonSession session : sessions.getOrDefault(token, List.of())) {
            if (session.placeCode().equals(placeCode)
                    && !session.opened().startedAt().isBefore(since)) {
                visits = visits == null ? new ArrayList<>() : visits;
                visits.add(session);
            }
        }
        return visits == null ? List.of() : visits; // nearly always the first of the day
    }

    /**
     * Takes over what an event of a café did, and says what that changes in findings of any café.
     *
     * @param effectiveAt the café's latest effective time after the event
     */
    public List<Change> after(
            PlaceCode placeCode,
            @Nullable Instant effectiveAt,
            List<Judgement.SessionChange> events,
            Instant receivedAt) {
        boolean advanced = advance(placeCode, effectiveAt);
        if (events.isEmpty() && !(advanced && watched.containsKey(placeCode))) {
            return List.of();
        }
        for (Judgement.SessionChange event : events) {
            apply(placeCode, event);
        }
        var detection = new Detection(receivedAt, effectiveAt != null && Step.isLate(effectiveAt, receivedAt));
        var changes = new ArrayList<Change>(0);
        for (PersonToken token : touched(placeCode, events)) {
            evaluate(token, detection, changes);
        }
        return changes;
    }

    /** The persons whose findings these changes may affect: nearly always the one whose session opened or ended. */
    private Set<PersonToken> touched(PlaceCode placeCode, List<Judgement.SessionChange> events) {
        Set<PersonToken> watching = watched.getOrDefault(placeCode, Set.of());
        if (watching.isEmpty() && events.size() == 1) {
            PersonToken token = events.getFirst().session().token();
            return sessions.containsKey(token) ? Set.of(token) : Set.of();
        }
        var touched = new LinkedHashSet<PersonToken>();
        for (Judgement.SessionChange event : events) {
            if (sessions.containsKey(event.session().token())) {
                touched.add(event.session().token());
            }
        }
        touched.addAll(watching);
        return touched;
    }

    /**
     * What there is to be found about a person's sessions as they are, whatever was found before and in whatever order
     * it became known: the result that {@link #after} reaches event by event.
     */
    public List<Finding> found(PersonToken token) {
        List<PersonSession> person = sessions.getOrDefault(token, List.of());
        var found = new ArrayList<Finding>();
        for (int i = 1; i < person.size(); i++) {
            Finding finding = finding(person, i, UNKNOWN);
            if (finding != null) {
                found.add(finding);
            }
        }
        return found;
    }

    /** Forgets a person, so that a look at all persons of a country takes memory for one. */
    public void forget(PersonToken token) {
        sessions.remove(token);
        completeSince.remove(token);
    }

    /** Sessions newly found to be shared. */
    public Map<SessionKey, Detection> detected() {
        return detected;
    }

    /** Open sessions whose person has another one that overlaps: events of their café may change a finding. */
    public Set<SessionKey> contested() {
        return contested;
    }

    private boolean advance(PlaceCode placeCode, @Nullable Instant effectiveAt) {
        CafeClock clock = Objects.requireNonNull(cafes.get(placeCode));
        if (Objects.equals(clock.effectiveAt(), effectiveAt)) {
            return false;
        }
        cafes.put(placeCode, new CafeClock(clock.region(), effectiveAt, clock.receivedAt()));
        return true;
    }

    private void apply(PlaceCode placeCode, Judgement.SessionChange event) {
        PersonToken token = event.session().token();
        List<PersonSession> person = sessions.get(token);
        if (person == null) {
            return; // no other session overlaps it, or it would have been loaded
        }
        switch (event) {
            case Judgement.SessionOpened opened -> {
                person.add(new PersonSession(placeCode, opened.session(), null, null, null));
                person.sort(BEGUN);
            }
            case Judgement.SessionEnded ended ->
                person.replaceAll(session -> isSame(session, placeCode, ended.session())
                        ? new PersonSession(placeCode, session.opened(), ended.at(), ended.by(), session.shared())
                        : session);
        }
        watch(token, person);
    }

    private static boolean isSame(PersonSession session, PlaceCode placeCode, OpenSession opened) {
        return session.placeCode().equals(placeCode)
                && session.opened().session().equals(opened.session());
    }

    private void watch(PersonToken token, List<PersonSession> person) {
        for (PersonSession session : person) {
            if (session.endedAt() == null && overlapped(session, person)) {
                contested.add(key(session));
                watched.computeIfAbsent(
                                session.placeCode(), place -> new TreeSet<>(Comparator.comparing(PersonToken::value)))
                        .add(token);
            }
        }
    }

    private static boolean overlapped(PersonSession session, List<PersonSession> person) {
        for (PersonSession other : person) {
            if (other != session && other.overlaps(session)) {
                return true;
            }
        }
        return false;
    }

    private void evaluate(PersonToken token, Detection now, List<Change> changes) {
        List<PersonSession> person = Objects.requireNonNull(sessions.get(token));
        Instant since = Objects.requireNonNull(completeSince.get(token));
        for (int i = 1; i < person.size(); i++) {
            PersonSession later = person.get(i);
            if (later.opened().startedAt().isBefore(since)) {
                continue;
            }
            Finding after = finding(person, i, now);
            if (after != null) {
                changes.addAll(Change.between(findings.put(key(later), after), after));
                if (later.shared() == null) {
                    detected.put(key(later), now);
                    person.set(
                            i,
                            new PersonSession(
                                    later.placeCode(), later.opened(), later.endedAt(), later.endedBy(), now));
                }
            }
        }
    }

    /**
     * The finding about a person's session, as far as the cafés were heard; null where there is none.
     *
     * @param number of the session among the person's, which are in the order of their beginning
     */
    private @Nullable Finding finding(List<PersonSession> person, int number, Detection now) {
        PersonSession later = person.get(number);
        Instant startedAt = later.opened().startedAt();
        Instant shared =
                startedAt.plus(rulebook.at(startedAt).thresholds().sessions().shared());
        if (!shownUntil(later).isAfter(shared)) {
            return null;
        }
        var proof = new ArrayList<PersonSession>(0); // nearly always none
        boolean sameCafe = false;
        boolean earlierOpen = false;
        Instant lastEarlier = Instant.MIN;
        for (int i = 0; i < number; i++) {
            PersonSession earlier = person.get(i);
            earlierOpen |= earlier.endedAt() == null;
            lastEarlier = earlier.endedAt() != null && earlier.endedAt().isAfter(lastEarlier)
                    ? earlier.endedAt()
                    : lastEarlier;
            if (shownUntil(earlier).isAfter(shared)) {
                proof.add(earlier);
                sameCafe |= earlier.placeCode().equals(later.placeCode());
            }
        }
        if (proof.isEmpty()) {
            return null;
        }
        proof.add(later);
        return finding(later, sameCafe, end(later.endedAt(), earlierOpen ? null : lastEarlier), evidence(proof), now);
    }

    private Finding finding(
            PersonSession later, boolean sameCafe, @Nullable Instant endedAt, List<EventRef> evidence, Detection now) {
        Code code = Code.IDENTITY_SHARED;
        OpenSession opened = later.opened();
        Rules rules = rulebook.at(opened.startedAt());
        Detection detected = later.shared() == null ? now : later.shared();
        var matter = new Finding.Matter(
                Finding.id(code, later.placeCode(), opened.session()),
                code,
                later.placeCode(),
                region(later),
                rules.version(),
                opened.terminal(),
                opened.session(),
                opened.login(),
                null,
                detected.late());
        return Finding.open(
                        matter,
                        sameCafe ? rules.rule(code).standing() : Standing.SUSPICION,
                        opened.startedAt(),
                        detected.at(),
                        evidence)
                .endingAt(endedAt);
    }

    private static @Nullable Instant end(@Nullable Instant own, @Nullable Instant earlier) {
        if (own == null || earlier == null) {
            return own == null ? earlier : own;
        }
        return own.isBefore(earlier) ? own : earlier;
    }

    private Instant shownUntil(PersonSession session) {
        if (session.endedAt() != null) {
            return session.endedAt();
        }
        CafeClock clock = cafes.get(session.placeCode());
        Instant heard = clock == null ? null : clock.effectiveAt();
        return heard == null ? session.opened().startedAt() : heard;
    }

    private List<EventRef> evidence(List<PersonSession> proof) {
        var refs = new TreeSet<>(Comparator.comparing(EventRef::placeCode)
                .thenComparing(EventRef::stream)
                .thenComparing(EventRef::seq));
        for (PersonSession session : proof) {
            UUID stream = session.opened().stream();
            refs.add(new EventRef(
                    session.placeCode(),
                    region(session),
                    stream,
                    session.opened().login().seq()));
            if (session.endedBy() != null) {
                refs.add(session.endedBy());
            }
        }
        return List.copyOf(refs);
    }

    private RegionCode region(PersonSession session) {
        return Objects.requireNonNull(cafes.get(session.placeCode())).region();
    }

    private static SessionKey key(PersonSession session) {
        return new SessionKey(session.placeCode(), session.opened().session());
    }
}
