package lingdian.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One café's agent: sends its script within the window and measures the answers. On the event loop alone.
 *
 * <p>It never reconnects: a connection that ends is an error that the run reports, and the other cafés continue.
 */
final class LoadAgent implements AgentWire.Owner {
    /** The contract's mebibyte, less what surrounds the events. */
    private static final int MESSAGE_BYTES_MAX = 1_000_000;

    private final Script script;
    private final LoadContext trade;
    private final Promise<Void> filled = Promise.promise();
    private final Promise<Void> emptied = Promise.promise();
    private final @Nullable Integer closedLoop;
    private PendingEvents unanswered = new PendingEvents(1);
    private @Nullable AgentWire wire;
    private @Nullable SendSchedule schedule;
    private Phase phase = Phase.GREETING;
    private int place;
    private int window;
    private int batch;
    private long due;
    private long offered;

    private enum Phase {
        GREETING,
        FILLING,
        READY,
        SENDING,
        EMPTYING,
        GONE
    }

    /** @param cafe its number in the run, from 0 */
    LoadAgent(int cafe, LoadPlan plan, LoadContext trade) {
        this.trade = trade;
        this.script = new Script(trade.events(), plan.mix(), cafe, plan.terminals(), plan.personsOfACafe());
        this.closedLoop = plan.pace() instanceof Pace.Closed(int events) ? events : null;
        this.batch = Math.min(plan.batch(), MESSAGE_BYTES_MAX / trade.events().longest());
    }

    /** Completes when all terminals are taken, or the connection is lost. */
    Future<Void> filled() {
        return filled.future();
    }

    /** Sends the hello on a new connection. */
    void begin(AgentWire connected, String hello) {
        wire = connected;
        connected.listen(this);
        trade.outgoing().clear().put(hello.getBytes(UTF_8));
        trade.tally().sent(0, 0, trade.outgoing().length(), trade.nanos().getAsLong());
        connected.send();
    }

    /** Begins the mix in a closed loop. */
    void start() {
        if (phase == Phase.READY) {
            phase = Phase.SENDING;
            pump();
        } else {
            giveUp(); // its terminals were not taken in time
        }
    }

    /**
     * Begins the mix in an open loop, whose events arrive by {@link #offer}; {@code turn} is this café's in the
     * schedule.
     */
    void start(SendSchedule timetable, int turn) {
        schedule = timetable;
        place = turn;
        start();
    }

    /** One more event is due. Call {@link #pump} after it. */
    void offer() {
        due++;
    }

    /**
     * Sends the events still due, then logs every guest out. Completes when all are answered, or the connection is
     * lost.
     */
    Future<Void> finish() {
        if (phase != Phase.GONE) {
            phase = Phase.EMPTYING;
            pump();
            settle();
        }
        return emptied.future();
    }

    boolean isGone() {
        return phase == Phase.GONE;
    }

    /** Closes the connection. */
    Future<Void> close() {
        giveUp();
        return wire == null ? Future.succeededFuture() : wire.close();
    }

    /** Sends as much as is due and allowed. */
    void pump() {
        int count = sendable();
        while (count > 0) {
            send(count);
            count = sendable();
        }
    }

    private int sendable() {
        int wanted = wanted();
        int count = Math.min(Math.min(wanted, batch), window - unanswered.events());
        boolean worthIt = count > 0 && (count == batch || !saves());
        return worthIt && unanswered.hasRoom(count) ? count : 0;
    }

    /**
     * Whether to wait for a fuller message. A closed loop fills each message, because single events would not load the
     * service fully.
     */
    private boolean saves() {
        return phase == Phase.SENDING && closedLoop != null;
    }

    private int wanted() {
        return switch (phase) {
            case GREETING, READY, GONE -> 0;
            case FILLING -> script.left();
            case SENDING -> closedLoop != null ? Integer.MAX_VALUE : (int) Math.min(due, Integer.MAX_VALUE);
            case EMPTYING -> stillDue();
        };
    }

    private int stillDue() {
        if (due > 0) {
            return (int) Math.min(due, Integer.MAX_VALUE);
        }
        if (!script.isEnding()) {
            script.finish();
        }
        return script.left();
    }

    private void send(int count) {
        long now = trade.nanos().getAsLong();
        byte[] at = trade.time().now();
        OutgoingMessage message = trade.outgoing().clear();
        trade.events().beginBatch(message, at);
        int logins = 0;
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                message.put(',');
            }
            boolean login = script.next(message, unanswered.lastSeq() + 1, at);
            unanswered.sent(meant(now), login);
            logins += login ? 1 : 0;
        }
        trade.events().endBatch(message);
        trade.tally().sent(count, logins, message.length(), now);
        Objects.requireNonNull(wire, "greeted").send();
    }

    /** The intended sending time of the next event. */
    private long meant(long now) {
        if (schedule == null || due == 0) {
            return now;
        }
        due--;
        long meant = schedule.at(place, offered++);
        trade.tally().lag(meant, now);
        return meant;
    }

    @Override
    public void message(byte[] message) {
        if (phase == Phase.GONE) {
            return;
        }
        trade.tally().received(message.length, trade.nanos().getAsLong());
        AnswerScan scan = trade.scan();
        switch (scan.scan(message)) {
            case ACK -> acknowledged(scan.seq());
            case VERDICT -> judged(scan.seq(), scan.allow(), message);
            case REJECT -> rejected(scan.seq(), new String(message, UTF_8));
            case WELCOME -> welcomed(new String(message, UTF_8));
            case NOTICE, OTHER -> {}
            case MALFORMED -> error(Errors.Kind.AGAINST_THE_PROTOCOL, "messages");
        }
    }

    private void welcomed(String text) {
        var welcome = new JsonObject(text);
        int theirs = welcome.getInteger("window");
        window = closedLoop == null ? Math.min(theirs, LoadPlan.WINDOW_MAX) : Math.min(theirs, closedLoop);
        batch = Math.min(batch, window);
        unanswered = new PendingEvents(window);
        phase = Phase.FILLING;
        pump();
    }

    private void acknowledged(long seq) {
        if (seq > unanswered.lastSeq()) {
            error(Errors.Kind.AGAINST_THE_PROTOCOL, "acks of unsent events");
            return;
        }
        long now = trade.nanos().getAsLong();
        long meant = 0;
        long same = 0;
        while (unanswered.ackedSeq() < seq) {
            long next = unanswered.acknowledgeNext();
            if (same > 0 && next != meant) {
                trade.tally().acknowledged(meant, same, now);
                same = 0;
            }
            meant = next;
            same++;
        }
        if (same > 0) {
            trade.tally().acknowledged(meant, same, now);
        }
        pump();
        settle();
    }

    private void judged(long seq, boolean allow, byte[] message) {
        long meant = unanswered.answered(seq);
        if (meant == PendingEvents.NONE) {
            error(Errors.Kind.AGAINST_THE_PROTOCOL, "unexpected verdicts");
            return;
        }
        trade.tally().verdict(meant, trade.nanos().getAsLong());
        if (!allow) {
            error(Errors.Kind.WRONG_VERDICT, reasons(new String(message, UTF_8)));
        }
        settle();
    }

    private static String reasons(String verdict) {
        return String.join(
                " ",
                new JsonObject(verdict)
                        .getJsonArray("reasons").stream().map(String::valueOf).toList());
    }

    private void rejected(long seq, String text) {
        long waiting = unanswered.answered(seq); // a rejected login gets no verdict
        assert waiting == PendingEvents.NONE || seq > 0;
        trade.tally().rejects++;
        error(Errors.Kind.REJECTED, new JsonObject(text).getString("code", "without a code"));
        settle();
    }

    private void settle() {
        if (!unanswered.isEmpty()) {
            return;
        }
        if (phase == Phase.FILLING && script.left() == 0) {
            phase = Phase.READY;
            filled.tryComplete();
        } else if (phase == Phase.EMPTYING && due == 0 && script.isEnding() && script.left() == 0) {
            emptied.tryComplete();
        }
    }

    @Override
    public void closed(int code) {
        error(Errors.Kind.CLOSED, Integer.toString(code));
        giveUp();
    }

    /** Stops waiting: every event without an answer counts as an error. */
    void giveUp() {
        if (phase == Phase.GONE) {
            return;
        }
        phase = Phase.GONE;
        long now = trade.nanos().getAsLong();
        unanswered.abandon(
                meant -> trade.tally().unanswered(meant, now),
                meant -> trade.tally().withoutVerdict(meant, now));
        filled.tryComplete();
        emptied.tryComplete();
    }

    /** How many events were due and never sent. */
    long unsent() {
        return due;
    }

    private void error(Errors.Kind kind, String what) {
        trade.tally().errors.add(kind, what, 1);
    }
}
