package lingdian.agent.link;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.MessageReceipt;

/**
 * One café's agent connection over WebSocket (handbook, protocol.md): hello and welcome, events in order within the
 * window, acknowledgements, verdicts, and reconnection without loss.
 *
 * <p>Unacknowledged events stay in memory and are sent again after a reconnection, which is harmless because of their
 * {@code seq}. Every method may be called from any thread, and calls from one thread keep their order.
 */
public final class AgentConnection {
    private static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    private final InstantSource clock;
    private final Outbox outbox = new Outbox();
    private final AgentLink link;

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
        this.clock = clock;
        this.link = new AgentLink(vertx, sockets, endpoint, stream, clock, random, backoff, listener, outbox);
    }

    /** Continues a stream of which everything up to {@code seq} is acknowledged. Call it before anything is sent. */
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

    /** Makes messages state when they were sent, so that the service can correct the times of a wrong clock. */
    public AgentConnection stampingMessages() {
        link.onContext(() -> {
            outbox.stamp(clock);
            return Future.succeededFuture();
        });
        return this;
    }

    /**
     * Connects, and stays connected until {@link #close()}. Completes with the first welcome; fails with an
     * {@link AgentStoppedException} if the service refuses this agent, or does not answer any attempt.
     */
    public Future<JsonObject> connect() {
        return link.connect();
    }

    /**
     * Sends the next event of the stream, now or as soon as there is a connection. Completes with the verdict or reject
     * of a login, otherwise when the event is acknowledged.
     */
    public Future<Answer> send(AgentEvent event) {
        String json = EventJson.of(event).encode();
        boolean login = event instanceof AgentEvent.Login;
        return unlessStopped(() -> {
            Future<Answer> answer = outbox.add(event.seq(), json, login);
            link.wake();
            return answer;
        });
    }

    /** Says how far an office's message came. */
    public void receipt(MessageReceipt receipt) {
        link.receipt(receipt);
    }

    /** Completes when everything sent so far is acknowledged, and every login answered. */
    public Future<Void> drained() {
        return unlessStopped(outbox::drained);
    }

    /** The last acknowledged number. */
    public Future<Long> ackedSeq() {
        return link.onContext(() -> Future.succeededFuture(outbox.ackedSeq()));
    }

    /** Closes with 1000; calls that still wait fail. Completes when the socket is closed. */
    public Future<Void> close() {
        return link.close();
    }

    private <T> Future<T> unlessStopped(Supplier<Future<T>> action) {
        return link.onContext(() -> {
            AgentStoppedException stopped = link.stopped();
            return stopped == null ? action.get() : Future.failedFuture(stopped);
        });
    }
}
