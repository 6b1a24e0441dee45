package lingdian.reliability;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import lingdian.agent.link.AgentConnection;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.AgentStoppedException;
import lingdian.agent.link.AgentStream;
import lingdian.agent.link.Answer;
import lingdian.agent.link.Backoff;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;

/**
 * One café whose real agent keeps sending whatever happens to the service, and which records all events and answers.
 * Guests log in, sit down if allowed, and leave. Sometimes a minor is admitted, which opens and ends a finding, and
 * sometimes a patrol is made.
 */
final class BusyCafe implements AgentListener {
    private static final int UNACKED_MAX = 1_500;
    private static final int TERMINALS = 4_000;

    final String placeCode;
    final UUID stream = UUID.randomUUID();
    /** All sent events, in order of their numbers. */
    final List<AgentEvent.WellFormed> sent = Collections.synchronizedList(new ArrayList<>());

    final Map<Long, String> chains = new ConcurrentSkipListMap<>();
    final Map<Long, Answer.Verdict> verdicts = new ConcurrentSkipListMap<>();
    final Queue<Answer.Reject> rejects = new ConcurrentLinkedQueue<>();
    final Queue<String> disconnections = new ConcurrentLinkedQueue<>();
    final Map<Long, Long> sentNanos = new ConcurrentHashMap<>();
    /** The times from sending a login to its verdict, in nanoseconds. */
    final Queue<Long> latencies = new ConcurrentLinkedQueue<>();

    /** The time of each verdict, by {@link System#nanoTime()}. */
    private final NavigableSet<Long> verdictTimes = new ConcurrentSkipListSet<>();

    volatile Throwable stopped;
    private boolean sending;
    private long timer;
    private final Queue<String> leaving = new ArrayDeque<>();
    private final AgentConnection connection;
    private final Vertx vertx;
    private long acked;
    private int guests;
    private int step;
    /** Every third event is none of a guest who leaves: after a pause, all would be, and no verdict would be asked for. */
    private int events;

    BusyCafe(Vertx vertx, WebSocketClient sockets, URI server, String placeCode, String key, long seed) {
        this.vertx = vertx;
        this.placeCode = placeCode;
        this.connection = new AgentConnection(
                vertx,
                sockets,
                new AgentEndpoint(server, key),
                new AgentStream(stream, "busy/1", TERMINALS),
                Instant::now,
                new Random(seed),
                new Backoff(50, 300, Integer.MAX_VALUE),
                this);
    }

    Future<JsonObject> connect() {
        return connection.connect();
    }

    /** Goes on at another of the twelve steps of what it does. Cafés in step all have their finding in one second. */
    synchronized void beginAt(int step) {
        this.step = step;
    }

    /** Begins to send an event every {@code everyMillis} milliseconds. */
    synchronized void begin(long everyMillis) {
        if (!sending) {
            sending = true;
            long offset = 1 + Math.floorMod(placeCode.hashCode(), everyMillis); // not all in the same instant
            timer = vertx.setPeriodic(offset, everyMillis, tick -> next());
        }
    }

    /** The last acknowledged number. */
    synchronized long acked() {
        return acked;
    }

    /** Stops sending; completes when all events are acknowledged and answered. */
    Future<Void> pause() {
        halt();
        return connection.drained();
    }

    Future<Void> close() {
        halt();
        return connection.close();
    }

    private synchronized void halt() {
        sending = false;
        vertx.cancelTimer(timer);
    }

    /** The time of the first verdict after {@code nanos}; 0 if there is none yet. */
    long firstVerdictAfter(long nanos) {
        Long first = verdictTimes.higher(nanos);
        return first == null ? 0 : first;
    }

    /** The longest time from one verdict to the next, in nanoseconds. */
    long longestGap() {
        long[] at = verdictTimes.stream().mapToLong(Long::longValue).toArray();
        return IntStream.range(1, at.length)
                .mapToLong(i -> at[i] - at[i - 1])
                .max()
                .orElse(0);
    }

    private synchronized void next() {
        if (!sending || sent.size() - acked > UNACKED_MAX) {
            return;
        }
        if (!leaving.isEmpty() && events++ % 3 != 0) {
            String session = leaving.remove();
            send(seq -> new AgentEvent.Logout(seq, now(), session, LogoutReason.PATRON));
            return;
        }
        switch (step++ % 12) {
            case 0 -> send(seq -> new AgentEvent.Opened(seq, now()));
            case 4 -> {
                String session = guest();
                send(seq -> login(seq, session, "2015-06-01", true));
                leaving.add(session);
            }
            case 8 -> send(seq -> new AgentEvent.Patrol(seq, now(), "officer of the test"));
            default -> {
                String session = guest();
                send(seq -> login(seq, session, "1990-01-01", false));
            }
        }
    }

    private String guest() {
        return "s-" + ++guests;
    }

    private AgentEvent.Login login(long seq, String session, String birthDate, boolean admitted) {
        var document = new Document("990", placeCode + "-" + session, "Guest", null, birthDate, ReadMethod.MANUAL);
        String terminal = "T" + Integer.parseInt(session.substring(2)) % TERMINALS;
        return new AgentEvent.Login(seq, now(), session, terminal, document, admitted);
    }

    private void send(LongFunction<AgentEvent.WellFormed> event) {
        long seq = sent.size() + 1L;
        AgentEvent.WellFormed next = event.apply(seq);
        sent.add(next);
        sentNanos.put(seq, System.nanoTime());
        connection.send(next);
    }

    @Override
    public synchronized void acknowledged(long seq, String chain) {
        acked = Math.max(acked, seq);
        chains.put(seq, chain);
    }

    @Override
    public synchronized void judged(Answer.Verdict verdict) {
        long now = System.nanoTime();
        verdicts.put(verdict.seq(), verdict);
        verdictTimes.add(now);
        latencies.add(now - sentNanos.get(verdict.seq()));
        if (verdict.allow() && !((AgentEvent.Login) sent.get((int) verdict.seq() - 1)).admitted()) {
            leaving.add(verdict.session());
        }
    }

    @Override
    public void rejected(Answer.Reject reject) {
        rejects.add(reject);
    }

    @Override
    public void disconnected(String reason, long delayMillis) {
        disconnections.add(reason);
    }

    @Override
    public void stopped(AgentStoppedException reason) {
        stopped = reason;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
