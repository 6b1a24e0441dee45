package lingdian.agent.link;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import lingdian.domain.event.AgentEventJson;
import lingdian.domain.event.Hello;
import lingdian.domain.event.MessageReceipt;
import lingdian.platform.work.Contexts;
import lingdian.platform.work.Periodic;
import org.jspecify.annotations.Nullable;

/**
 * The link to the service over WebSocket (handbook, protocol.md): hello and welcome, messages, acknowledgements,
 * verdicts, and reconnection. Its {@link OutgoingEvents} decides which events are sent, and which are sent again.
 *
 * <p>All state belongs to one Vert.x context, so no locks are needed; every method may be called from any thread, and
 * calls from one thread keep their order.
 */
public final class AgentLink {
    private final Vertx vertx;
    private final Context context;
    private final WebSocketClient sockets;
    private final AgentEndpoint endpoint;
    private final AgentStream stream;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final AgentListener listener;
    private final OutgoingEvents outgoing;
    private final Periodic ticks;
    private final OverdueAnswer overdue = new OverdueAnswer();
    private final Promise<JsonObject> firstWelcome = Promise.promise();

    private @Nullable ClientWebSocket socket;
    private @Nullable Promise<Void> closing;
    private @Nullable AgentStoppedException stopped;
    private boolean connecting;
    private boolean welcomed;
    private boolean pumpDue;
    private int failures;
    private int refusals;
    private boolean begun;
    private long retry = -1;

    /** Nothing is sent before {@link #connect()}. */
    public AgentLink(
            Vertx vertx,
            WebSocketClient sockets,
            AgentEndpoint endpoint,
            AgentStream stream,
            InstantSource clock,
            RandomGenerator random,
            Backoff backoff,
            AgentListener listener,
            OutgoingEvents outgoing) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.sockets = sockets;
        this.endpoint = endpoint;
        this.stream = stream;
        this.clock = clock;
        this.random = random;
        this.backoff = backoff;
        this.listener = listener;
        this.outgoing = outgoing;
        this.ticks = Periodic.of(vertx, "looking after the connection", this::tick);
    }

    /**
     * Connects, and stays connected until {@link #close()}. Completes with the first welcome; fails with an
     * {@link AgentStoppedException} if the service refuses this agent, or does not answer any attempt.
     */
    public Future<JsonObject> connect() {
        return onContext(() -> {
            if (!begun) {
                begun = true;
                ticks.start(OverdueAnswer.TICK_MILLIS);
                open();
            }
            return firstWelcome.future();
        });
    }

    /** Schedules sending after a new event. Events that arrive together are sent in one message. */
    public void wake() {
        if (!pumpDue) {
            pumpDue = true;
            context.runOnContext(nothing -> {
                pumpDue = false;
                pump();
            });
        }
    }

    /** Says how far a message came, if there is a connection: otherwise the service sends it again. */
    public void receipt(MessageReceipt receipt) {
        context.runOnContext(nothing -> {
            ClientWebSocket connected = socket;
            if (welcomed && connected != null && !connected.isClosed()) {
                connected.writeTextMessage(AgentEventJson.receipt(receipt));
            }
        });
    }

    /** Closes with 1000; calls that still wait fail. Completes when the socket is closed. */
    public Future<Void> close() {
        return onContext(() -> {
            if (closing != null) {
                return closing.future();
            }
            Promise<Void> closed = Promise.promise();
            closing = closed;
            if (socket == null) {
                ended();
            } else {
                socket.close((short) 1000, "done");
            }
            return closed.future();
        });
    }

    private void open() {
        ClientWebSocket next = sockets.webSocket();
        next.textMessageHandler(text -> receive(next, text));
        next.exceptionHandler(failure -> {}); // the close handler follows
        next.pongHandler(payload -> overdue.livesOn());
        next.closeHandler(nothing -> lost(next));
        try {
            connecting = true;
            next.connect(endpoint.connectOptions())
                    .onSuccess(connected -> greet(next))
                    .onFailure(this::notConnected);
        } catch (IllegalStateException clientClosed) {
            connecting = false;
            stop(new AgentStoppedException("the program is ending"));
        }
    }

    private void greet(ClientWebSocket connected) {
        connecting = false;
        socket = connected;
        overdue.ends();
        if (closing != null || stopped != null) {
            connected.close();
            return;
        }
        var hello = new Hello(stream.stream(), outgoing.lastSeq(), stream.agent(), clock.instant(), stream.terminals());
        connected.writeTextMessage(EventJson.of(hello).encode());
    }

    private void notConnected(Throwable failure) {
        connecting = false;
        if (failure instanceof UpgradeRejectedException rejected && rejected.getStatus() < 500) {
            refused(FinalRefusals.byStatus(rejected.getStatus()));
            return;
        }
        again("the service cannot be reached (" + failure.getClass().getSimpleName() + ")");
    }

    private void receive(ClientWebSocket from, String text) {
        if (from != socket) {
            return; // this connection was abandoned
        }
        overdue.ends();
        try {
            receive(new JsonObject(text));
        } catch (AgentStoppedException contradiction) {
            stop(contradiction);
        } catch (RuntimeException notOfTheContract) {
            from.close((short) 1002, "not a message of this protocol");
        }
    }

    private void receive(JsonObject message) {
        switch (message.getString("type", "")) {
            case "welcome" -> welcome(message);
            case "ack" -> acknowledged(message);
            case "verdict" -> answered(Answer.verdict(message));
            case "reject" -> answered(Answer.reject(message));
            case "notice" -> listener.noticed(message);
            default -> {} // a later version of the service may send more types
        }
        outgoing.settled();
    }

    private void welcome(JsonObject message) {
        long before = outgoing.ackedSeq();
        outgoing.begin(message.getLong("ackedSeq"), message.getLong("window"));
        welcomed = true;
        if (outgoing.isEmpty() || outgoing.ackedSeq() > before) {
            alive(); // only now: else a service that crashes on our events would be retried for ever
        }
        listener.welcomed(message);
        firstWelcome.tryComplete(message);
        pump();
    }

    private void acknowledged(JsonObject message) {
        long seq = message.getLong("seq");
        outgoing.acknowledge(seq);
        alive();
        listener.acknowledged(seq, message.getString("chain", ""));
        pump();
    }

    private void alive() {
        failures = 0;
        refusals = 0;
    }

    private void answered(Answer answer) {
        if (!outgoing.answer(answer)) {
            return;
        }
        switch (answer) {
            case Answer.Verdict verdict -> listener.judged(verdict);
            case Answer.Reject reject -> listener.rejected(reject);
            case Answer.Acknowledged acknowledged -> {}
        }
    }

    private void pump() {
        ClientWebSocket to = socket;
        if (to == null || !welcomed || stopped != null) {
            return;
        }
        while (!to.isClosed() && !to.writeQueueFull()) {
            String message = outgoing.next();
            if (message == null) {
                return;
            }
            to.writeTextMessage(message);
        }
        if (!to.isClosed()) {
            to.drainHandler(nothing -> pump());
        }
    }

    private void lost(ClientWebSocket closed) {
        if (closed != socket) {
            return;
        }
        socket = null;
        welcomed = false;
        Short code = closed.closeStatusCode();
        String reason = code == null ? "the connection was lost" : "the service closed with " + code;
        Optional<AgentStoppedException> refusal =
                code == null ? Optional.empty() : FinalRefusals.byCloseCode(code, closed.closeReason());
        refusal.ifPresentOrElse(this::refused, () -> again(reason));
    }

    /** Handles a refusal that another attempt rarely cures. An agent that must not stop still retries, but later. */
    private void refused(AgentStoppedException refusal) {
        if (closing != null || stopped != null) {
            ended();
        } else if (backoff.refusedCapMillis() == 0) {
            stop(refusal);
        } else {
            long delay = FinalRefusals.isTransient(refusal)
                    ? backoff.delayMillis(failures++, random)
                    : backoff.refusedMillis(refusals++, random);
            listener.refused(refusal, delay);
            openAfter(delay);
        }
    }

    private void again(String reason) {
        if (closing != null || stopped != null) {
            ended();
            return;
        }
        failures++;
        if (failures >= backoff.attempts()) {
            stop(new AgentStoppedException(reason + ", " + failures + " times in a row"));
            return;
        }
        long delay = backoff.delayMillis(failures - 1, random);
        listener.disconnected(reason, delay);
        openAfter(delay);
    }

    /** The listener may have closed it meanwhile. */
    private void openAfter(long delayMillis) {
        if (closing == null && stopped == null) {
            retry = vertx.setTimer(delayMillis, id -> open());
        }
    }

    private void tick() {
        ClientWebSocket silent = socket;
        if (silent == null || welcomed && !outgoing.awaitsAnswer()) {
            overdue.ends();
        } else if (overdue.isTooLong()) {
            silent.close((short) 1002, "no answer");
        } else if (!silent.isClosed()) {
            silent.writePing(Buffer.buffer());
        }
    }

    private void stop(AgentStoppedException reason) {
        if (stopped != null) {
            return;
        }
        stopped = reason;
        listener.stopped(reason);
        ClientWebSocket open = socket;
        if (open != null) {
            open.close();
        }
        ended();
    }

    private void ended() {
        ticks.stop();
        vertx.cancelTimer(retry);
        AgentStoppedException reason =
                stopped != null ? stopped : new AgentStoppedException("the connection is closed");
        stopped = reason;
        outgoing.fail(reason);
        firstWelcome.tryFail(reason);
        if (closing != null && socket == null && !connecting) {
            closing.tryComplete();
        }
    }

    /** Why the link was given up; null if it was not. Only on its context. */
    @Nullable
    AgentStoppedException stopped() {
        return stopped;
    }

    /** Runs on the link's context. */
    <T> Future<T> onContext(Supplier<Future<T>> action) {
        return Contexts.run(context, action);
    }
}
