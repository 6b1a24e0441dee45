package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import org.jspecify.annotations.Nullable;

/**
 * The judge's state of one café after its last event.
 *
 * <p>Mutable; changed only on a {@link #copy}, by the batch that is being judged. The intake keeps the copy only after
 * the commit, so that a failed commit leaves no trace. What can be read from other tables (open sessions,
 * streams) is not in {@link Memory}, so that what is written with each batch stays small.
 */
public final class CafeState {
    private final PlaceCode placeCode;
    private long version;
    private @Nullable Instant receivedAt;
    private ConnectionNumber connection = ConnectionNumber.NONE;
    private final Map<UUID, StreamState> streams = new HashMap<>();
    private LayeredMap<OpenSession> open = new LayeredMap<>();
    /** The open sessions in the order of their opening. */
    private List<OpenSession> inOrder = List.of();

    /** Whether a copy has that list too: then it is never changed, but replaced. */
    private boolean orderShared = true;

    private LayeredMap<OpenSession> byTerminal = new LayeredMap<>();
    /** Session ids that were ever opened, as far as a batch asked for them. */
    private final Set<String> everOpened = new HashSet<>();

    private @Nullable Instant effectiveAt;
    private @Nullable UUID currentStream;
    private final Map<String, Integer> missed = new HashMap<>();
    private final Map<String, List<Finding>> sessionFindings = new HashMap<>();
    private TerminalRules.@Nullable LastHeartbeat heartbeat;
    private @Nullable UnregisteredEpisode unregistered;
    private @Nullable PeriodTrack overtime;
    /** Not stored: they follow from the period. */
    private PeriodRules.@Nullable OvertimeIds overtimeIds;

    private final Map<String, PeriodTrack> suspended = new TreeMap<>();
    private Presence presence = Presence.NONE;
    private Suspicions suspicions = Suspicions.NONE;
    /** What is stored of {@link #memory}, without its times; null before anything is. */
    private @Nullable Memory stored;

    private int carried;

    public CafeState(PlaceCode placeCode) {
        this.placeCode = placeCode;
    }

    /**
     * The part of the state that is in no other table.
     *
     * @param missed heartbeats in a row that did not list an open session's terminal, by session
     * @param sessionFindings open findings about open sessions, by session
     * @param unregistered while terminals are in use without a session
     */
    public record Memory(
            @Nullable Instant effectiveAt,
            @Nullable UUID currentStream,
            Map<String, Integer> missed,
            Map<String, List<Finding>> sessionFindings,
            TerminalRules.@Nullable LastHeartbeat heartbeat,
            @Nullable UnregisteredEpisode unregistered,
            @Nullable PeriodTrack overtime,
            Map<String, PeriodTrack> suspended,
            Presence presence,
            Suspicions suspicions) {

        /** Before a café's first event. */
        public static final Memory EMPTY =
                new Memory(null, null, Map.of(), Map.of(), null, null, null, Map.of(), Presence.NONE, Suspicions.NONE);

        // What is empty is not written, and comes back as null.
        public Memory {
            missed = missed == null ? Map.of() : missed;
            sessionFindings = sessionFindings == null ? Map.of() : sessionFindings;
            suspended = suspended == null ? Map.of() : suspended;
            presence = presence == null ? Presence.NONE : presence;
            suspicions = suspicions == null ? Suspicions.NONE : suspicions;
        }

        /** What is stored beside the rest. */
        public Findings findings() {
            return new Findings(sessionFindings, suspicions.cards());
        }

        /** With the findings that are stored beside it. */
        public Memory with(Findings findings) {
            return new Memory(
                    effectiveAt,
                    currentStream,
                    missed,
                    findings.ofSessions(),
                    heartbeat,
                    unregistered,
                    overtime,
                    suspended,
                    presence,
                    suspicions.withCards(findings.cards()));
        }

        /** With the times that are stored beside it. */
        public Memory at(@Nullable Instant effective, @Nullable Instant lastEvent) {
            return new Memory(
                    effective,
                    currentStream,
                    missed,
                    sessionFindings,
                    heartbeat,
                    unregistered,
                    overtime,
                    suspended,
                    presence.lastAt(lastEvent),
                    suspicions);
        }
    }

    /**
     * Those of {@link Memory}. They are long, and a login changes one of them at most, while counts change with each: so each
     * is stored by itself.
     *
     * @param ofSessions open ones, by session
     * @param cards this business day's about persons, by id
     */
    public record Findings(Map<String, List<Finding>> ofSessions, Map<ViolationId, Finding> cards) {
        public static final Findings NONE = new Findings(Map.of(), Map.of());

        public Findings {
            ofSessions = ofSessions == null ? Map.of() : ofSessions; // as above
            cards = cards == null ? Map.of() : cards;
        }

        FindingChanges since(Findings before) {
            return equals(before)
                    ? FindingChanges.NONE
                    : new FindingChanges(
                            new Findings(changed(before.ofSessions, ofSessions), changed(before.cards, cards)),
                            gone(before.ofSessions, ofSessions),
                            gone(before.cards, cards));
        }

        private static <K, V> Map<K, V> changed(Map<K, V> before, Map<K, V> now) {
            var changed = new HashMap<K, V>();
            now.forEach((key, value) -> {
                if (!value.equals(before.get(key))) {
                    changed.put(key, value);
                }
            });
            return changed;
        }

        private static <K> Set<K> gone(Map<K, ?> before, Map<K, ?> now) {
            var gone = new HashSet<>(before.keySet());
            gone.removeAll(now.keySet());
            return gone;
        }
    }

    /**
     * How {@link Findings} differ from those that are stored.
     *
     * @param written new ones, and those that changed
     * @param sessions that have none any more
     * @param cards that are remembered no more
     */
    public record FindingChanges(Findings written, Set<String> sessions, Set<ViolationId> cards) {
        public static final FindingChanges NONE = new FindingChanges(Findings.NONE, Set.of(), Set.of());
    }

    /**
     * What is to be written with a commit, beside what is always written.
     *
     * @param memory without findings and times; null where it is stored already
     */
    public record Unstored(@Nullable Memory memory, FindingChanges findings) {
        static final Unstored NOTHING = new Unstored(null, FindingChanges.NONE);
    }

    /** The state as it was stored. */
    public static CafeState restored(
            PlaceCode placeCode,
            long version,
            @Nullable Instant receivedAt,
            ConnectionNumber connection,
            Memory memory,
            Collection<StreamState> streams,
            Collection<OpenSession> open) {
        var state = new CafeState(placeCode);
        state.version = version;
        state.receivedAt = receivedAt;
        state.connection = connection;
        state.effectiveAt = memory.effectiveAt();
        state.currentStream = memory.currentStream();
        state.missed.putAll(memory.missed());
        state.sessionFindings.putAll(memory.sessionFindings());
        state.heartbeat = memory.heartbeat();
        state.unregistered = memory.unregistered();
        state.overtime = memory.overtime();
        state.suspended.putAll(memory.suspended());
        state.presence = memory.presence();
        state.suspicions = memory.suspicions();
        state.stored = memory.at(null, null);
        streams.forEach(stream -> state.streams.put(stream.stream(), stream));
        open.forEach(state::put);
        return state;
    }

    /** A copy on which a batch can be judged. */
    public CafeState copy() {
        orderShared = true;
        var copy = new CafeState(placeCode);
        copy.version = version;
        copy.receivedAt = receivedAt;
        copy.connection = connection;
        copy.streams.putAll(streams);
        copy.open = open.copy();
        copy.inOrder = inOrder;
        copy.byTerminal = byTerminal.copy();
        copy.effectiveAt = effectiveAt;
        copy.currentStream = currentStream;
        copy.missed.putAll(missed);
        copy.sessionFindings.putAll(sessionFindings);
        copy.heartbeat = heartbeat;
        copy.unregistered = unregistered;
        copy.overtime = overtime;
        copy.overtimeIds = overtimeIds;
        copy.suspended.putAll(suspended);
        copy.presence = presence;
        copy.suspicions = suspicions;
        copy.stored = stored;
        return copy;
    }

    /**
     * What is to be written of {@link #memory} with this commit: nothing where all but its times is stored already, which is
     * so after most logouts. Called once a commit, on the copy that is dropped if the commit fails.
     */
    public Unstored takeUnstored() {
        Memory before = stored;
        Memory now = memory().at(null, null);
        if (now.equals(before)) {
            return Unstored.NOTHING;
        }
        stored = now;
        Memory rest = now.with(Findings.NONE);
        boolean known = before != null && rest.equals(before.with(Findings.NONE));
        return new Unstored(
                known ? null : rest, now.findings().since(before == null ? Findings.NONE : before.findings()));
    }

    public Memory memory() {
        return new Memory(
                effectiveAt,
                currentStream,
                Map.copyOf(missed),
                Map.copyOf(sessionFindings),
                heartbeat,
                unregistered,
                overtime,
                Map.copyOf(suspended),
                presence,
                suspicions);
    }

    /** So many characters were read from the database or are written to it: of {@link #memory}, or what takes as long. */
    public void carry(int characters) {
        carried += characters;
    }

    /**
     * How many characters were read and written for this state so far. A copy begins with none, so that of a batch has what all
     * others waited for.
     */
    public int carried() {
        return carried;
    }

    public PlaceCode placeCode() {
        return placeCode;
    }

    /** Counts the commits that wrote this café: another node's write shows in it. */
    public long version() {
        return version;
    }

    /** When anything was last received; null where nothing ever was. */
    public @Nullable Instant receivedAt() {
        return receivedAt;
    }

    /** Whether a newer connection than this one was welcomed. What was posted came over none. */
    public boolean isTakenFrom(ConnectionNumber number) {
        return !number.equals(ConnectionNumber.NONE) && connection.isNewerThan(number);
    }

    /** The newest connection, to any node, whose hello was welcomed. */
    public ConnectionNumber connection() {
        return connection;
    }

    /** The latest effective time; null before the first event. */
    public @Nullable Instant effectiveAt() {
        return effectiveAt;
    }

    public @Nullable UUID currentStream() {
        return currentStream;
    }

    public @Nullable StreamState stream(UUID stream) {
        return streams.get(stream);
    }

    public Collection<StreamState> streams() {
        return streams.values();
    }

    /** How many events were judged, of all its streams. */
    public long judged() {
        return streams.values().stream().mapToLong(StreamState::ackedSeq).sum();
    }

    /** The current stream, or the newest where none of its events was well-formed; null before the first event. */
    @Nullable
    StreamState currentOrNewestStream() {
        StreamState current = currentStream == null ? null : streams.get(currentStream);
        return current != null ? current : newestStream();
    }

    /** The stream that began last, whether or not any of its events was well-formed; null before the first event. */
    public @Nullable StreamState newestStream() {
        StreamState newest = null;
        for (StreamState stream : streams.values()) {
            if (newest == null || stream.number() > newest.number()) {
                newest = stream;
            }
        }
        return newest;
    }

    /**
     * In the order of their opening, as they are until the next one opens or ends: a caller that changes some during
     * iteration iterates over a copy. Code that runs for each event reads them by index, since an iterator would be two
     * objects a time.
     */
    public List<OpenSession> openSessions() {
        return Collections.unmodifiableList(inOrder);
    }

    /** Something was received: the next commit writes this state. */
    public void received(Instant at) {
        if (receivedAt == null || at.isAfter(receivedAt)) {
            receivedAt = at;
        }
    }

    /** A hello over this connection is welcomed. */
    public void acceptConnection(ConnectionNumber number) {
        if (number.isNewerThan(connection)) {
            connection = number;
        }
    }

    /** Called once for each batch that is about to be written. */
    public void nextVersion() {
        version++;
    }

    public void putStream(StreamState stream) {
        streams.put(stream.stream(), stream);
    }

    /** Tells the judge of session ids that were opened before, among those that a batch asks for. */
    public void openedBefore(Collection<String> sessions) {
        everOpened.addAll(sessions);
    }

    /** Forgets what {@link #openedBefore} told; the next batch asks again. */
    public void forgetOpenedBefore() {
        everOpened.clear();
    }

    /** Takes over the token of an open session, which is the same otherwise. */
    void name(OpenSession known) {
        OpenSession session = open.get(known.session());
        if (session != null && !session.token().equals(known.token())) {
            put(session.known(known.token()));
        }
    }

    boolean everOpened(String session) {
        return open.get(session) != null || everOpened.contains(session);
    }

    @Nullable
    OpenSession open(String session) {
        return open.get(session);
    }

    @Nullable
    OpenSession on(String terminal) {
        return byTerminal.get(terminal);
    }

    void put(OpenSession session) {
        OpenSession before = open.put(session.session(), session);
        List<OpenSession> order = ownOrder();
        if (before == null) {
            order.add(session);
        } else {
            order.set(order.indexOf(before), session);
        }
        byTerminal.put(session.terminal(), session);
        everOpened.add(session.session());
    }

    void remove(OpenSession session) {
        OpenSession before = open.remove(session.session());
        if (before != null) {
            ownOrder().remove(before);
        }
        if (session.equals(byTerminal.get(session.terminal()))) {
            byTerminal.remove(session.terminal());
        }
        missed.remove(session.session());
    }

    private List<OpenSession> ownOrder() {
        if (orderShared) {
            inOrder = new ArrayList<>(inOrder);
            orderShared = false;
        }
        return inOrder;
    }

    /**
     * Counts a heartbeat.
     *
     * @param listed whether it listed the session's terminal
     * @return how many in a row did not
     */
    int countMissedHeartbeat(OpenSession session, boolean listed) {
        if (listed) {
            if (!missed.isEmpty()) { // nearly always it is, and each heartbeat asks for each session
                missed.remove(session.session());
            }
            return 0;
        }
        return missed.merge(session.session(), 1, Integer::sum);
    }

    Map<String, List<Finding>> sessionFindings() {
        return sessionFindings;
    }

    TerminalRules.@Nullable LastHeartbeat heartbeat() {
        return heartbeat;
    }

    void heartbeat(TerminalRules.@Nullable LastHeartbeat track) {
        heartbeat = track;
    }

    @Nullable
    UnregisteredEpisode unregistered() {
        return unregistered;
    }

    void unregistered(@Nullable UnregisteredEpisode episode) {
        unregistered = episode;
    }

    @Nullable
    PeriodTrack overtime() {
        return overtime;
    }

    void overtime(@Nullable PeriodTrack track) {
        overtime = track;
    }

    /** Those of the closed period that was asked for last. */
    PeriodRules.@Nullable OvertimeIds overtimeIds() {
        return overtimeIds;
    }

    void overtimeIds(PeriodRules.OvertimeIds now) {
        overtimeIds = now;
    }

    Map<String, PeriodTrack> suspended() {
        return suspended;
    }

    /**
     * Whether a key that was enrolled at {@code enrolledAt}, and whose first stream this is, replaces the key of the
     * stream before: the café sent nothing since.
     */
    public boolean isOfNewPc(UUID stream, Instant enrolledAt) {
        Instant last = presence.consumed();
        return currentStream != null && !streams.containsKey(stream) && last != null && enrolledAt.isAfter(last);
    }

    /** A stream begins, and it is of a new PC. */
    public void newPc(UUID stream) {
        presence = presence.newPc(stream);
    }

    public Presence presence() {
        return presence;
    }

    void presence(Presence now) {
        presence = now;
    }

    Suspicions suspicions() {
        return suspicions;
    }

    void suspicions(Suspicions now) {
        suspicions = now;
    }

    void effectiveAt(Instant at) {
        effectiveAt = at;
    }

    void supersede(UUID newer) {
        StreamState old = currentStream == null ? null : streams.get(currentStream);
        if (old != null) {
            streams.put(old.stream(), old.supersede());
        }
        currentStream = newer;
    }
}
