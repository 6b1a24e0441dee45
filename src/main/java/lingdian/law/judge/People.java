package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
            @Nullable Detection shared,
            Apart apart) {
        /** A session that other cafés look at, too. */
        public PersonSession(
                PlaceCode placeCode,
                OpenSession opened,
                @Nullable Instant endedAt,
                @Nullable EventRef endedBy,
                @Nullable Detection shared) {
            this(placeCode, opened, endedAt, endedBy, shared, Apart.NOT);
        }

        PersonSession endedAt(@Nullable Instant at, @Nullable EventRef by) {
            return new PersonSession(placeCode, opened, at, by, shared, apart);
        }

        PersonSession found(Detection now) {
            return new PersonSession(placeCode, opened, endedAt, endedBy, now, apart);
        }

        PersonSession apart(Apart now) {
            return new PersonSession(placeCode, opened, endedAt, endedBy, shared, now);
        }

        SessionKey key() {
            return new SessionKey(placeCode, opened.session());
        }

        /** As the next event finds it. */
        PersonSession afterwards() {
            return endedAt == null || apart.now() || !apart.onceEnded() ? this : apart(Apart.ALWAYS);
        }
    }

    /**
     * Whether a session is looked at in its own café alone, as most are where a person has very many in one café. A café can
     * record any number, and each event of another café would have all of them read.
     *
     * @param now whether it is so now
     * @param onceEnded whether it will be so once it has ended
     */
    public record Apart(boolean now, boolean onceEnded) {
        public static final Apart NOT = new Apart(false, false);

        private static final Apart ONCE_ENDED = new Apart(false, true);
        private static final Apart ALWAYS = new Apart(true, true);
    }

    /**
     * The latest effective time of a café before and after an event; null before its first one.
     */
    private record Passed(@Nullable Instant from, @Nullable Instant to) {
        boolean isTime() {
            return !Objects.equals(from, to);
        }

        boolean isAfter(Instant moment) {
            return to != null && to.isAfter(moment);
        }

        /** Whether the time went from this moment, or before it, to after it. */
        boolean reached(Instant moment) {
            return isAfter(moment) && (from == null || !from.isAfter(moment));
        }
    }

    /**
     * What an event did to a person's sessions.
     *
     * @param openSince since when the person had a session in its café that was open or contested before it
     * @param first the place of the first session that it opened or ended, or that was ended and is not finished; their number
     *     where there is none
     */
    private record Moved(PlaceCode placeCode, Instant openSince, int first, Passed passed) {}

    /**
     * When a session was first found to be shared.
     *
     * @param late whether the event that proved it was received more than a day after its effective time
     */
    public record Detection(Instant at, boolean late) {}

    /** What is stored of a session that overlaps another one of its person: with events of its café they are looked at. */
    public enum Contest {
        /** It is open, or its end was not looked at yet. */
        CONTESTED,
        /** It has ended, its end was looked at, and not all was found that it shows. */
        SEEN,
        /** It has ended, and all was found: it is no longer contested. */
        FINISHED
    }

    /** A finding of a café tells its operator that a person was elsewhere, and did not before. */
    public record Elsewhere(PlaceCode placeCode, RegionCode region, PersonToken person) {}

    /** Names a session over all cafés. */
    public record SessionKey(PlaceCode placeCode, String session) {}

    /**
     * Of so many sessions of a person those that ended last are looked at, the open ones first, and all that are open in the café
     * whose event it is. Nobody has so many, but an owner of hundreds of cafés could record them.
     */
    public static final int SESSIONS_MAX = 5_000;

    /**
     * So many sessions of a person that are open in one café are looked at in others, and so many that ended there within a
     * day: nobody changes seats so often, and where one card is at every seat, one of them proves it.
     */
    public static final int OF_ONE_CAFE_MAX = 30;

    private static final Duration OF_ONE_CAFE_WITHIN = Duration.ofDays(1);

    /**
     * So many sessions are newly found by a message at most, and the others by the next ones: an event that says how late it is
     * after a long time, or ends the sessions of a whole café, could find any number, and all verdicts wait until they are written.
     */
    static final int FOUND_AT_ONCE_MAX = 50;

    /** For sessions that are looked at as a whole, in no order of events. */
    private static final Detection UNKNOWN = new Detection(Instant.EPOCH, false);

    private static final Comparator<PersonSession> BEGUN = Comparator.comparing(
                    (PersonSession session) -> session.opened().startedAt())
            .thenComparing(PersonSession::placeCode)
            .thenComparing(session -> session.opened().session());

    private final int foundAtOnceMax;
    private final Map<PlaceCode, CafeClock> cafes = new HashMap<>();
    private final SharedRule rule;
    private final Map<PersonToken, List<PersonSession>> sessions = new HashMap<>();
    private final Map<PersonToken, Instant> completeSince = new HashMap<>();
    /** How many sessions were read. */
    private int read;
    /** Beyond so many, what an event shows is left to the next message. */
    private int mostDetected;

    private final Map<SessionKey, Finding> findings = new HashMap<>();
    /** By café, the persons who have a session there that is contested: it is open, or not finished. */
    private final Map<PlaceCode, Set<PersonToken>> watched = new HashMap<>();

    /** How many of the sessions are of each café. */
    private final Map<PlaceCode, Integer> ofCafes = new HashMap<>();

    private final Map<SessionKey, Apart> apart = new LinkedHashMap<>();
    /** Persons of whom some sessions are looked at in their own café alone. */
    private final Set<PersonToken> withApart = new HashSet<>();

    private final Map<SessionKey, Detection> detected = new LinkedHashMap<>();
    private final List<Elsewhere> toldElsewhere = new ArrayList<>();
    private final Contests contests = new Contests();

    public People(Rulebook rulebook) {
        this(rulebook, FOUND_AT_ONCE_MAX);
    }

    People(Rulebook rulebook, int foundAtOnceMax) {
        this.rule = new SharedRule(rulebook, cafes);
        this.foundAtOnceMax = foundAtOnceMax;
        newMessage();
    }

    /** The events from now on are of another message. */
    public void newMessage() {
        mostDetected = detected.size() + foundAtOnceMax;
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
     * The sessions of a person, all that ended at or after {@code since} or are open, or very many of them, and more of some cafés.
     * What began before that may lack others that it overlapped, so it is not judged again.
     */
    public void person(PersonToken token, Instant since, Collection<PersonSession> known) {
        completeSince.put(token, since);
        read += known.size();
        var sorted = new ArrayList<>(known);
        sorted.sort(BEGUN);
        sessions.put(token, sorted);
        for (PersonSession session : known) {
            ofCafes.merge(session.placeCode(), 1, Integer::sum);
            if (session.apart().now() || session.apart().onceEnded()) {
                withApart.add(token);
            }
        }
        if (!withApart.contains(token)) {
            var earlier = new EarlierSessions();
            for (PersonSession session : sorted) {
                findAgain(session, earlier);
                earlier.add(asSeen(session), rule.shownUntil(session));
            }
        }
        watch(token, sorted);
    }

    /** A session whose end is stored, but was not looked at yet, as it was before. */
    private PersonSession asSeen(PersonSession session) {
        return session.endedAt() != null && contests.of(session) == Contest.CONTESTED
                ? session.endedAt(null, null)
                : session;
    }

    /** Finds again what is stored of a session, so that it is known what an event changes. */
    private void findAgain(PersonSession stored, EarlierSessions earlier) {
        PersonSession session = asSeen(stored);
        Finding finding = session.shared() == null ? null : rule.finding(session, earlier, session.shared());
        if (finding != null) {
            findings.put(session.key(), finding);
        }
    }

    /**
     * The same for persons of whom some sessions are apart: as an event of this café sees them, whatever cafés' events are
     * judged together with it.
     */
    private void findAgain(Set<PersonToken> persons, PlaceCode placeCode) {
        for (PersonToken token : persons) {
            if (withApart.contains(token)) {
                var earlier = new SeenEarlier(placeCode, true);
                for (PersonSession session : Objects.requireNonNull(sessions.get(token))) {
                    findings.remove(session.key());
                    if (earlier.sees(session)) {
                        findAgain(session, earlier.of(session));
                        earlier.add(asSeen(session), rule.shownUntil(session));
                    }
                }
            }
        }
    }

    /**
     * A person's earlier sessions as an event of a café sees them: those that are apart are seen by their own café's events
     * alone, and prove something about its own sessions alone.
     */
    private final class SeenEarlier {
        private final PlaceCode placeCode;
        private final EarlierSessions common = new EarlierSessions();
        private final EarlierSessions own;

        /** @param apart whether some of the sessions may be apart */
        SeenEarlier(PlaceCode placeCode, boolean apart) {
            this.placeCode = placeCode;
            this.own = apart ? new EarlierSessions() : common;
        }

        boolean sees(PersonSession session) {
            return !session.apart().now() || session.placeCode().equals(placeCode);
        }

        EarlierSessions of(PersonSession later) {
            return later.placeCode().equals(placeCode) ? own : common;
        }

        void add(PersonSession session, Instant until) {
            if (!session.apart().now()) {
                common.add(session, until);
            }
            if (own != common) {
                own.add(session, until);
            }
        }
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

    /** Another café that was heard at or after {@code heardSince} and in which the person has a session open. */
    @Nullable
    PlaceCode heldBy(PersonToken token, PlaceCode placeCode, Instant heardSince) {
        for (PersonSession session : sessions.getOrDefault(token, List.of())) {
            if (session.endedAt() == null
                    && !session.placeCode().equals(placeCode)
                    && !session.apart().now()) {
                CafeClock clock = cafes.get(session.placeCode());
                if (clock != null
                        && clock.receivedAt() != null
                        && !clock.receivedAt().isBefore(heardSince)) {
                    return session.placeCode();
                }
            }
        }
        return null;
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
        if (!withApart.isEmpty()) {
            findAgain(touched(placeCode, events), placeCode);
        }
        toldElsewhere.clear();
        Passed passed = advance(placeCode, effectiveAt);
        if (events.isEmpty() && !(passed.isTime() && watched.containsKey(placeCode))) {
            return List.of();
        }
        var detection = new Detection(receivedAt, effectiveAt != null && Step.isLate(effectiveAt, receivedAt));
        var changes = new ArrayList<Change>(0);
        for (PersonToken token : touched(placeCode, events)) {
            Instant openSince = openSince(token, placeCode);
            int first = apply(token, placeCode, events);
            evaluate(token, new Moved(placeCode, openSince, first, passed), detection, changes);
        }
        return changes;
    }

    /**
     * Since when a person has had a session in a café that is open or not finished; nothing that began earlier is found because
     * its time passes.
     */
    private Instant openSince(PersonToken token, PlaceCode placeCode) {
        Instant since = Instant.MAX;
        for (PersonSession session : Objects.requireNonNull(sessions.get(token))) {
            if (session.placeCode().equals(placeCode) && (session.endedAt() == null || contests.isContested(session))) {
                Instant startedAt = session.opened().startedAt();
                since = startedAt.isBefore(since) ? startedAt : since;
            }
        }
        return since;
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
        var found = new ArrayList<Finding>();
        var earlier = new EarlierSessions();
        for (PersonSession session : sessions.getOrDefault(token, List.of())) {
            Finding finding = rule.finding(session, earlier, UNKNOWN);
            if (finding != null) {
                found.add(finding);
            }
            earlier.add(session, rule.shownUntil(session));
        }
        return found;
    }

    /**
     * Whether a person's sessions in all cafés may be too many for {@link #after} to have looked at each of them everywhere,
     * so that {@link #found} may find something else.
     */
    public static boolean areTooMany(List<PersonSession> person) {
        if (person.size() <= OF_ONE_CAFE_MAX) {
            return false; // nearly always
        }
        if (person.size() >= SESSIONS_MAX) {
            return true;
        }
        Map<PlaceCode, List<PersonSession>> byCafe =
                person.stream().collect(Collectors.groupingBy(PersonSession::placeCode));
        return byCafe.size() > 1 && byCafe.values().stream().anyMatch(People::someMayBeApart);
    }

    private static boolean someMayBeApart(List<PersonSession> ofCafe) {
        return ofCafe.stream()
                .map(session -> session.opened().startedAt())
                .anyMatch(begun -> ofCafe.stream()
                                .filter(other -> !other.opened().startedAt().isAfter(begun))
                                .filter(other -> other.endedAt() == null
                                        || !other.endedAt().isBefore(begun.minus(OF_ONE_CAFE_WITHIN)))
                                .count()
                        > OF_ONE_CAFE_MAX);
    }

    /** Forgets a person, so that a look at all persons of a country takes memory for one. */
    public void forget(PersonToken token) {
        sessions.remove(token);
        completeSince.remove(token);
    }

    /** How many of the sessions that were read, or opened since, are of a café. */
    public int sessionsOf(PlaceCode placeCode) {
        return ofCafes.getOrDefault(placeCode, 0);
    }

    /**
     * How many sessions in other cafés are looked at with a café's events: of those who log in there, and of those who have a
     * session open there and another one anywhere.
     */
    public int sessionsElsewhere(PlaceCode placeCode, Collection<PersonToken> loggedIn) {
        var persons = new HashSet<>(loggedIn);
        persons.addAll(watched.getOrDefault(placeCode, Set.of()));
        return persons.stream()
                        .mapToInt(person ->
                                sessions.getOrDefault(person, List.of()).size())
                        .sum()
                - sessionsOf(placeCode);
    }

    /** How many sessions were read. */
    public int sessionsRead() {
        return read;
    }

    /** How many of a person's sessions are open in a café. */
    public int openSessionsOf(PersonToken token, PlaceCode placeCode) {
        int count = 0;
        for (PersonSession session : sessions.getOrDefault(token, List.of())) {
            count += session.endedAt() == null && session.placeCode().equals(placeCode) ? 1 : 0;
        }
        return count;
    }

    /**
     * Sessions newly opened that are looked at in their own café alone, or will be once they have ended; and those that were looked
     * at there alone, and are so no longer while they are open.
     */
    public Map<SessionKey, Apart> apart() {
        return apart;
    }

    /** What the last event had findings tell. */
    public List<Elsewhere> toldElsewhere() {
        return toldElsewhere;
    }

    /** Sessions newly found to be shared. */
    public Map<SessionKey, Detection> detected() {
        return detected;
    }

    /** What is stored of some of the persons' sessions: it is left out of {@link #contests}. To be called first. */
    public void contestedBefore(Map<SessionKey, Contest> known) {
        contests.knownBefore(known);
    }

    /** What is newly known of sessions. */
    public Map<SessionKey, Contest> contests() {
        return contests.newlyKnown();
    }

    private Passed advance(PlaceCode placeCode, @Nullable Instant effectiveAt) {
        CafeClock clock = Objects.requireNonNull(cafes.get(placeCode));
        if (!Objects.equals(clock.effectiveAt(), effectiveAt)) {
            cafes.put(placeCode, new CafeClock(clock.region(), effectiveAt, clock.receivedAt()));
        }
        return new Passed(clock.effectiveAt(), effectiveAt);
    }

    /**
     * Takes over what an event did to a person's sessions.
     *
     * @return the place of the first that it opened or ended, or that is not finished: what is found of those before it is as
     *     before; their number where there is none
     */
    private int apply(PersonToken token, PlaceCode placeCode, List<Judgement.SessionChange> events) {
        List<PersonSession> person = Objects.requireNonNull(sessions.get(token));
        var changed = new HashMap<String, Judgement.SessionChange>();
        for (Judgement.SessionChange event : events) {
            if (event.session().token().equals(token)) {
                changed.put(event.session().session(), event);
            }
        }
        if (!changed.isEmpty()) {
            apply(token, person, placeCode, changed);
        }
        int end = withApart.contains(token) ? uncover(person, placeCode) : person.size();
        int first = 0;
        while (first < end
                && !isAmong(changed, placeCode, person.get(first))
                && !contests.isUnfinished(person.get(first), placeCode)) {
            first++;
        }
        return first;
    }

    /**
     * Has others look at a person's open sessions in a café, the first of them, wherever they no longer look at as many as they do:
     * who opens thirty for a moment hides no other one by them.
     *
     * @return the place of the first one; their number where there is none
     */
    private int uncover(List<PersonSession> person, PlaceCode placeCode) {
        int first = person.size();
        int open = 0;
        for (PersonSession session : person) {
            open += isOpenIn(placeCode, session) && !session.apart().now() ? 1 : 0;
        }
        for (int i = 0; i < person.size() && open < OF_ONE_CAFE_MAX; i++) {
            PersonSession session = person.get(i);
            if (isOpenIn(placeCode, session) && session.apart().now()) {
                person.set(i, session.apart(Apart.ONCE_ENDED));
                apart.put(session.key(), Apart.ONCE_ENDED);
                first = Math.min(first, i);
                open++;
            }
        }
        return first;
    }

    private static boolean isOpenIn(PlaceCode placeCode, PersonSession session) {
        return session.endedAt() == null && session.placeCode().equals(placeCode);
    }

    private void apply(
            PersonToken token,
            List<PersonSession> person,
            PlaceCode placeCode,
            Map<String, Judgement.SessionChange> changed) {
        person.replaceAll(session -> session.placeCode().equals(placeCode)
                        && changed.get(session.opened().session()) instanceof Judgement.SessionEnded ended
                ? session.endedAt(ended.at(), ended.by())
                : session);
        for (Judgement.SessionChange event : changed.values()) {
            if (event instanceof Judgement.SessionOpened opened) {
                Apart beside = apart(person, placeCode, opened.session());
                if (beside.onceEnded()) {
                    apart.put(new SessionKey(placeCode, opened.session().session()), beside);
                    withApart.add(token);
                }
                person.add(new PersonSession(placeCode, opened.session(), null, null, null, beside));
                ofCafes.merge(placeCode, 1, Integer::sum);
            }
        }
        person.sort(BEGUN);
        watch(token, person);
    }

    private static Apart apart(List<PersonSession> person, PlaceCode placeCode, OpenSession opened) {
        if (person.size() < OF_ONE_CAFE_MAX) {
            return Apart.NOT; // nearly always
        }
        Instant since = opened.startedAt().minus(OF_ONE_CAFE_WITHIN);
        int open = 0;
        int ended = 0;
        for (PersonSession session : person) {
            Instant end = session.endedAt();
            if (!session.apart().now() && session.placeCode().equals(placeCode)) {
                open += end == null ? 1 : 0;
                ended += end == null && !session.apart().onceEnded() || end != null && !end.isBefore(since) ? 1 : 0;
            }
        }
        return open >= OF_ONE_CAFE_MAX ? Apart.ALWAYS : ended >= OF_ONE_CAFE_MAX ? Apart.ONCE_ENDED : Apart.NOT;
    }

    private static boolean isAmong(
            Map<String, Judgement.SessionChange> changed, PlaceCode placeCode, PersonSession session) {
        return session.placeCode().equals(placeCode)
                && changed.containsKey(session.opened().session());
    }

    private void watch(PersonToken token, List<PersonSession> person) {
        int open = 0;
        Instant lastEnd = Instant.MIN;
        for (PersonSession session : person) {
            Instant ended = session.endedAt();
            open += ended == null ? 1 : 0;
            lastEnd = ended != null && ended.isAfter(lastEnd) ? ended : lastEnd;
            if (ended != null && contests.isContested(session)) {
                watch(token, session.placeCode());
            }
        }
        if (open == 0) {
            return;
        }
        for (PersonSession session : person) {
            if (session.endedAt() == null
                    && (open > 1 || lastEnd.isAfter(session.opened().startedAt()))) {
                contests.begin(session);
                watch(token, session.placeCode());
            }
        }
    }

    private void watch(PersonToken token, PlaceCode placeCode) {
        watched.computeIfAbsent(placeCode, place -> new TreeSet<>(Comparator.comparing(PersonToken::value)))
                .add(token);
    }

    private void evaluate(PersonToken token, Moved moved, Detection now, List<Change> changes) {
        List<PersonSession> person = Objects.requireNonNull(sessions.get(token));
        if (moved.first() == person.size() && person.stream().noneMatch(later -> passes(moved, later))) {
            return;
        }
        Instant since = Objects.requireNonNull(completeSince.get(token));
        boolean apart = withApart.contains(token);
        boolean found = true;
        var earlier = new SeenEarlier(moved.placeCode(), apart);
        for (int i = 0; i < person.size(); i++) {
            PersonSession later = person.get(i);
            if (!earlier.sees(later)) {
                continue;
            }
            boolean isAsked = (i >= moved.first() || passes(moved, later))
                    && !later.opened().startedAt().isBefore(since);
            if (isAsked && later.shared() == null && detected.size() >= mostDetected) {
                found &= !rule.isShared(later, earlier.of(later));
                isAsked = false;
            }
            Finding after = isAsked ? rule.finding(later, earlier.of(later), now) : null;
            if (after != null) {
                Finding before = findings.put(later.key(), after);
                changes.addAll(Change.between(before, after));
                if (tellsElsewhere(after) && !tellsElsewhere(before)) {
                    toldElsewhere.add(new Elsewhere(later.placeCode(), rule.region(later), token));
                }
                if (later.shared() == null) {
                    detected.put(later.key(), now);
                    later = later.found(now);
                    person.set(i, later);
                }
            }
            earlier.add(later, rule.shownUntil(later));
        }
        contests.settle(person, moved.placeCode(), since, found);
        if (apart) {
            person.replaceAll(PersonSession::afterwards);
        }
    }

    private static boolean tellsElsewhere(@Nullable Finding finding) {
        return finding != null
                && finding.evidence().stream()
                        .anyMatch(event -> !event.placeCode().equals(finding.placeCode()));
    }

    /**
     * Whether the café's time went over the moment from which a session may be shared, or did so before and the session was
     * not found by the event that it went with.
     */
    private boolean passes(Moved moved, PersonSession later) {
        return !later.opened().startedAt().isBefore(moved.openSince())
                && (later.shared() == null
                        ? moved.passed().isAfter(rule.from(later))
                        : moved.passed().reached(rule.from(later)));
    }
}
