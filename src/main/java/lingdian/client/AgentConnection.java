package lingdian.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import lingdian.agent.AgentEvent;
import lingdian.agent.Hello;
import org.jspecify.annotations.Nullable;

/**
 * One café's agent connection over WebSocket (SPEC.md, section 2.1): hello and welcome, events in order within the window,
 * acknowledgements, verdicts, and reconnection without loss.
 *
 * <p>What is not yet safe stays in memory and is sent again after a reconnection; {@code seq} makes that harmless. All state
 * belongs to one Vert.x context, so nothing here is locked; every method may be called from any thread, and calls from one
 * thread keep their order.
 */
public final class AgentConnection {
    private static final int MAX_MESSAGE_BYTES = 1024 * 1024;
    private static final long TICK_MILLIS = 5_000;
    /** So many ticks of silence, while an answer is due, mean that the connection is dead. */
    private static final int SILENT_TICKS = 6;

    private final Vertx vertx;
    private final Context context;
    private final WebSocketClient sockets;
    private final AgentEndpoint endpoint;
    private final AgentStream stream;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final AgentListener listener;
    private final Outbox outbox = new Outbox();
    private final Promise<JsonObject> firstWelcome = Promise.promise();
    private final List<Promise<Void>> waitingForEmpty = new ArrayList<>();

    private @Nullable ClientWebSocket socket;
    private @Nullable Promise<Void> closing;
    private @Nullable AgentStoppedException stopped;
    private boolean saysSent;
    private boolean connecting;
    private boolean welcomed;
    private boolean pumpDue;
    private int failures;
    private int silentTicks;
    private long ticker = -1;
    private long retry = -1;

    /** Nothing is sent before {@link #connect()}. */
    public AgentConnection(
            Vertx vertx,
            WebSocketClient sockets,
            AgentEndpoint endpoint,
            AgentStream stream,
            InstantSource clock,
            RandomGenerator random,
            Backoff backoff,
            AgentListener listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.sockets = sockets;
        this.endpoint = endpoint;
        this.stream = stream;
        this.clock = clock;
        this.random = random;
        this.backoff = backoff;
        this.listener = listener;
    }

    /** Messages say when they were sent, so that the service sees how wrong this agent's clock is. Before {@link #connect()}. */
    public AgentConnection sayingSent() {
        saysSent = true;
        return this;
    }

    /** Goes on with a stream of which everything up to {@code seq} is known to be safe. Before anything is sent. */
    public AgentConnection resumingAfter(long seq) {
        outbox.resumeAfter(seq);
        return this;
    }

    /** A client for up to {@code connections} agents at once. */
    public static WebSocketClient sockets(Vertx vertx, int connections) {
        return vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(connections)
                .setMaxFrameSize(MAX_MESSAGE_BYTES)
                .setMaxMessageSize(MAX_MESSAGE_BYTES)
                .setClosingTimeout(5));
    }

    /**
     * Connects, and stays connected until {@link #close()}. Completes with the first welcome; fails with an
     * {@link AgentStoppedException} where the service will not have this agent, or does not answer however often it is tried.
     */
    public Future<JsonObject> connect() {
        return onContext(() -> {
            if (ticker < 0) {
                ticker = vertx.setPeriodic(TICK_MILLIS, id -> tick());
                open();
            }
            return firstWelcome.future();
        });
    }

    /**
     * Sends the next event of the stream, now or as soon as there is a connection. Completes when it is safe: with its
     * verdict or reject, else when acknowledged.
     */
    public Future<Answer> send(AgentEvent event) {
        String json = EventJson.of(event).encode();
        boolean login = event instanceof AgentEvent.Login;
        return onContext(() -> {
            if (stopped != null) {
                return Future.failedFuture(stopped);
            }
            Future<Answer> answer = outbox.add(event.seq(), json, login);
            pumpSoon();
            return answer;
        });
    }

    /** Completes when everything sent so far is acknowledged, and every login answered. */
    public Future<Void> drained() {
        return onContext(() -> {
            if (stopped != null) {
                return Future.failedFuture(stopped);
            }
            Promise<Void> empty = Promise.promise();
            waitingForEmpty.add(empty);
            tellIfEmpty();
            return empty.future();
        });
    }

    /** The last number that the service has called safe. */
    public Future<Long> ackedSeq() {
        return onContext(() -> Future.succeededFuture(outbox.ackedSeq()));
    }

    /** Closes with 1000; what still waits fails. Completes when the socket is closed. */
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
        next.closeHandler(nothing -> lost(next));
        try {
            connecting = true;
            next.connect(endpoint.connectOptions())
                    .onSuccess(connected -> greet(next))
                    .onFailure(this::refused);
        } catch (IllegalStateException clientClosed) {
            connecting = false;
            stop(new AgentStoppedException("the program is ending"));
        }
    }

    private void greet(ClientWebSocket connected) {
        connecting = false;
        socket = connected;
        silentTicks = 0;
        if (closing != null || stopped != null) {
            connected.close();
            return;
        }
        var hello = new Hello(stream.stream(), outbox.lastSeq(), stream.agent(), clock.instant(), stream.terminals());
        connected.writeTextMessage(EventJson.of(hello).encode());
    }

    private void refused(Throwable failure) {
        connecting = false;
        if (failure instanceof UpgradeRejectedException rejected && rejected.getStatus() < 500) {
            stop(Refusals.byStatus(rejected.getStatus()));
        }
        again("the service cannot be reached (" + failure.getClass().getSimpleName() + ")");
    }

    private void receive(ClientWebSocket from, String text) {
        if (from != socket) {
            return; // a connection that was already given up
        }
        silentTicks = 0;
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
            default -> {} // a later version of the service may say more
        }
        tellIfEmpty();
    }

    private void welcome(JsonObject message) {
        long before = outbox.ackedSeq();
        outbox.begin(message.getLong("ackedSeq"), message.getLong("window"));
        welcomed = true;
        if (outbox.isEmpty() || outbox.ackedSeq() > before) {
            failures = 0; // else a service that dies of our events would be tried for ever
        }
        listener.welcomed(message);
        firstWelcome.tryComplete(message);
        pump();
    }

    private void acknowledged(JsonObject message) {
        long seq = message.getLong("seq");
        outbox.acknowledge(seq);
        failures = 0;
        listener.acknowledged(seq, message.getString("chain", ""));
        pump();
    }

    private void answered(Answer answer) {
        if (!outbox.answer(answer)) {
            return;
        }
        switch (answer) {
            case Answer.Verdict verdict -> listener.judged(verdict);
            case Answer.Reject reject -> listener.rejected(reject);
            case Answer.Acknowledged acknowledged -> {}
        }
    }

    /** Gathers what is sent in one go into one message. */
    private void pumpSoon() {
        if (!pumpDue) {
            pumpDue = true;
            context.runOnContext(nothing -> {
                pumpDue = false;
                pump();
            });
        }
    }

    private void pump() {
        ClientWebSocket to = socket;
        if (to == null || !welcomed || stopped != null) {
            return;
        }
        while (!to.isClosed() && !to.writeQueueFull()) {
            String message = outbox.next();
            if (message == null) {
                return;
            }
            to.writeTextMessage(saysSent ? saying(message) : message);
        }
        if (!to.isClosed()) {
            to.drainHandler(nothing -> pump());
        }
    }

    /** A batch says when it is sent, a bare event or array does not (SPEC.md, section 2.1). */
    private String saying(String events) {
        String array = events.startsWith("[") ? events : "[" + events + "]";
        return "{\"type\":\"batch\",\"sent\":\"" + EventJson.time(clock.instant()) + "\",\"events\":" + array + "}";
    }

    private void lost(ClientWebSocket closed) {
        if (closed != socket) {
            return;
        }
        socket = null;
        welcomed = false;
        Short code = closed.closeStatusCode();
        if (closing == null && code != null) {
            Refusals.byCloseCode(code, closed.closeReason()).ifPresent(this::stop);
        }
        again(code == null ? "the connection broke" : "the service closed with " + code);
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
        retry = vertx.setTimer(delay, id -> open());
    }

    private void tick() {
        boolean due = socket != null && (!welcomed || outbox.awaitsAnswer());
        silentTicks = due ? silentTicks + 1 : 0;
        ClientWebSocket silent = socket;
        if (silent != null && silentTicks >= SILENT_TICKS) {
            silent.close((short) 1002, "no answer");
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
        vertx.cancelTimer(ticker);
        vertx.cancelTimer(retry);
        AgentStoppedException reason =
                stopped != null ? stopped : new AgentStoppedException("the connection is closed");
        stopped = reason;
        outbox.fail(reason);
        firstWelcome.tryFail(reason);
        waitingForEmpty.forEach(each -> each.tryFail(reason));
        waitingForEmpty.clear();
        if (closing != null && socket == null && !connecting) {
            closing.tryComplete();
        }
    }

    private void tellIfEmpty() {
        if (outbox.isEmpty()) {
            List.copyOf(waitingForEmpty).forEach(Promise::tryComplete);
            waitingForEmpty.clear();
        }
    }

    private <T> Future<T> onContext(Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(nothing -> {
            try {
                action.get().onComplete(promise);
            } catch (RuntimeException wrong) {
                promise.fail(wrong);
            }
        });
        return promise.future();
    }
}
