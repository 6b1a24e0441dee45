package lingdian.reliability;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import lingdian.testing.Await;

/**
 * A café's agent that sends its script, however often the service ends, and records every answer.
 *
 * <p>After each welcome it repeats events without an answer and some that were answered, continues after the number
 * that the service acknowledges, and sometimes repeats events under way. An answer that contradicts an earlier one of
 * the service fails the test at once.
 */
final class ScriptedAgent {
    private static final Duration BETWEEN_CONNECTIONS = Duration.ofMillis(200);
    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final int SAMPLE = 15;
    private static final int LAST_SAMPLE = 150;
    private static final int UNDER_WAY_MAX = 220;
    private static final int CHUNK_MAX = 40;

    private final HttpClient client;
    private final String key;
    private final StreamScript script;
    private final Random random;
    private final LongConsumer progress;
    private final int underWayMax;

    private final Map<Long, String> chains = new TreeMap<>();
    private final Map<Long, Set<String>> answers = new TreeMap<>();
    private final List<Integer> closeCodes = new ArrayList<>();
    private final Set<Long> answeredHere = new HashSet<>();
    private volatile long acked; // written under the lock like "sent", read by the city without it
    private volatile long sent;
    private long highest;
    private long allowed;
    private long ackedHere;
    private int acksHere;
    private JsonObject welcome;
    private String fault;
    private final Set<Long> unheard = new TreeSet<>();
    private long unheardSum;
    private long lost;
    private volatile int welcomedIn;
    private volatile boolean connected;
    private volatile boolean done;

    /** @param progress receives the number of newly acknowledged events */
    ScriptedAgent(HttpClient client, String key, StreamScript script, long seed, LongConsumer progress) {
        this.client = client;
        this.key = key;
        this.script = script;
        this.allowed = script.length();
        this.random = new Random(seed);
        this.progress = progress;
        this.underWayMax = 20 + random.nextInt(UNDER_WAY_MAX - 20);
    }

    /** Sends the whole script, over as many connections as needed. */
    void play(ServiceLocation service) throws InterruptedException {
        ServiceLocation.Life life = service.life();
        while (!converse(life)) {
            life = service.after(life, BETWEEN_CONNECTIONS);
        }
    }

    /**
     * Limits the agent to the first {@code events} events of its script until it is called again; initially there is no
     * limit.
     */
    synchronized void allow(int events) {
        allowed = Math.min(events, script.length());
        notifyAll();
    }

    StreamScript script() {
        return script;
    }

    /** The last acknowledged number. */
    long acked() {
        return acked;
    }

    /**
     * The number of unacknowledged events. It takes no lock, since the lock's holder may be waiting for the city's
     * lock.
     */
    long underWay() {
        return sent - acked;
    }

    /** Chain hashes by number, as acknowledged. */
    synchronized Map<Long, String> chains() {
        return Map.copyOf(chains);
    }

    /** All different answers to each number. */
    synchronized Map<Long, Set<String>> answers() {
        return new TreeMap<>(answers);
    }

    boolean isDone() {
        return done;
    }

    /** The life of the service in which the agent was welcomed last; 0 for none. */
    int welcomedIn() {
        return welcomedIn;
    }

    boolean isConnected() {
        return connected;
    }

    /** The close codes of its connections, in order; 1006 for those that broke or were never established. */
    synchronized List<Integer> closeCodes() {
        return List.copyOf(closeCodes);
    }

    /** The number of events that were committed without an acknowledgement to the agent, over all connections. */
    synchronized long unheard() {
        return unheardSum;
    }

    /** The number of events that had to be sent again because they were not committed. */
    synchronized long lost() {
        return lost;
    }

    private boolean converse(ServiceLocation.Life life) throws InterruptedException {
        begin();
        AgentWire wire = null;
        try {
            wire = AgentWire.connect(client, life.url(), key, this::heard, this::wake);
            connected = true;
            greet(wire);
            welcomedIn = life.number();
            askAgain(wire, SAMPLE);
            stream(wire);
            askAgain(wire, LAST_SAMPLE);
            done = true;
            return true;
        } catch (AgentWire.Ended ended) {
            closed(ended.code());
            return false;
        } finally {
            if (wire != null) {
                wire.abort();
            }
            connected = false;
        }
    }

    private synchronized void begin() {
        welcome = null;
        answeredHere.clear();
        ackedHere = 0;
        acksHere = 0;
    }

    private synchronized void closed(int code) {
        closeCodes.add(code);
    }

    private void greet(AgentWire wire) throws AgentWire.Ended, InterruptedException {
        wire.send(new JsonObject()
                .put("type", "hello")
                .put("stream", script.stream().toString())
                .put("lastSeq", highest)
                .put("agent", "scripted/1")
                .put("at", Instant.now().toString())
                .put("terminals", 12)
                .encode());
        await(wire, () -> welcome != null, "a welcome");
        welcomed(welcome.getLong("ackedSeq"));
    }

    private synchronized void welcomed(long safe) {
        // It can exceed what was sent since the last welcome, because events of an earlier connection may be committed
        // after it.
        if (safe < acked || safe > highest) {
            throw new AssertionError(
                    this + " was acknowledged up to " + acked + " of " + highest + ", now " + safe + " is known");
        }
        // An acknowledgement covers the whole commit, and can come before the answers to later messages of it.
        for (long seq = Math.max(1, acked - UNDER_WAY_MAX - CHUNK_MAX); seq <= safe; seq++) {
            if (!answers.containsKey(seq)) {
                unheard.add(seq);
            }
        }
        unheardSum += safe - acked;
        lost += Math.max(0, sent - safe);
        safe(safe);
        sent = safe;
    }

    /** Repeats all events whose answer may have been lost, and some that were answered. */
    private void askAgain(AgentWire wire, int sample) throws AgentWire.Ended, InterruptedException {
        Set<Long> asked = new TreeSet<>(unheard);
        Set<Long> due = new HashSet<>();
        int acksBefore;
        synchronized (this) {
            for (int i = 0; i < sample && acked > 0; i++) {
                asked.add(1 + random.nextLong(acked));
            }
            asked.stream().filter(answers::containsKey).forEach(due::add);
            answeredHere.removeAll(due);
            acksBefore = acksHere;
        }
        if (asked.isEmpty()) {
            return;
        }
        wire.send(message(asked));
        await(wire, () -> answeredHere.containsAll(due) && acksHere > acksBefore, "answers to what was repeated");
        unheard.clear();
    }

    private void stream(AgentWire wire) throws AgentWire.Ended, InterruptedException {
        while (sent < script.length()) {
            await(wire, () -> sent - acked < underWayMax && sent < allowed, "room in the window");
            long from = random.nextInt(10) == 0 ? Math.max(1, sent - random.nextInt(60)) : sent + 1;
            long to = Math.min(allowed, sent + 1 + random.nextInt(random.nextInt(4) == 0 ? CHUNK_MAX : 6));
            var seqs = new ArrayList<Long>();
            for (long seq = from; seq <= to; seq++) {
                seqs.add(seq);
            }
            synchronized (this) {
                sent = to;
                highest = Math.max(highest, to);
            }
            wire.send(message(seqs));
        }
        await(wire, () -> acked == script.length(), "the last acknowledgement");
    }

    private String message(Collection<Long> seqs) {
        List<String> events = seqs.stream().map(script::event).toList();
        return events.size() == 1 ? events.get(0) : "[" + String.join(",", events) + "]";
    }

    private synchronized void heard(String text) {
        var message = new JsonObject(text);
        switch (message.getString("type")) {
            case "welcome" -> welcome = message;
            case "ack" -> acknowledged(message.getLong("seq"), message.getString("chain"));
            case "verdict", "reject" -> answered(message.getLong("seq"), text);
            default -> {} // notices
        }
        notifyAll();
    }

    private void acknowledged(long seq, String chain) {
        String before = chains.put(seq, chain);
        if (before != null && !before.equals(chain)) {
            fault = "was told two chain hashes of number " + seq;
        }
        if (seq < ackedHere) {
            fault = "was acknowledged up to " + ackedHere + ", then up to " + seq;
        }
        ackedHere = seq;
        acksHere++;
        safe(Math.max(acked, seq));
    }

    private void safe(long seq) {
        long more = seq - acked;
        acked = seq;
        progress.accept(more);
    }

    private void answered(long seq, String text) {
        answers.computeIfAbsent(seq, number -> new HashSet<>()).add(text);
        answeredHere.add(seq);
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized void await(AgentWire wire, BooleanSupplier condition, String what)
            throws AgentWire.Ended, InterruptedException {
        long deadline = System.nanoTime() + Await.PATIENCE.toNanos();
        long probe = System.nanoTime() + PROBE.toNanos();
        while (!condition.getAsBoolean()) {
            throwFault();
            if (wire.hasEnded()) {
                throw new AgentWire.Ended(wire.code());
            }
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                throw new AssertionError(this + " waited in vain for " + what);
            }
            wait(Math.min(leftMillis, PROBE.toMillis()));
            if (System.nanoTime() > probe) {
                wire.probe();
                probe = System.nanoTime() + PROBE.toNanos();
            }
        }
        throwFault();
    }

    private void throwFault() {
        if (fault != null) {
            throw new AssertionError(this + " " + fault);
        }
    }

    @Override
    public synchronized String toString() {
        return "the agent of café " + script.placeCode();
    }
}
