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

/**
 * One café's agent connection over WebSocket (handbook, protocol.md): hello and welcome, events in order within the
 * window, acknowledgements, verdicts, and reconnection without loss.
 *
 * <p>What is not yet safe stays in memory and is sent again after a reconnection; {@code seq} makes that harmless. Every
 * method may be called from any thread, and calls from one thread keep their order.
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

    /** From now on messages say when they were sent, so that the service mends times of a wrong clock. */
    public AgentConnection stampingMessages() {
        link.onContext(() -> {
            outbox.stamp(clock);
            return Future.succeededFuture();
        });
        return this;
    }

    /**
     * Connects, and stays connected until {@link #close()}. Completes with the first welcome; fails with an
     * {@link AgentStoppedException} where the service will not have this agent, or does not answer however often it is tried.
     */
    public Future<JsonObject> connect() {
        return link.connect();
    }

    /**
     * Sends the next event of the stream, now or as soon as there is a connection. Completes when it is safe: with its
     * verdict or reject, else when acknowledged.
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

    /** Completes when everything sent so far is acknowledged, and every login answered. */
    public Future<Void> drained() {
        return unlessStopped(outbox::drained);
    }

    /** The last number that the service has called safe. */
    public Future<Long> ackedSeq() {
        return link.onContext(() -> Future.succeededFuture(outbox.ackedSeq()));
    }

    /** Closes with 1000; what still waits fails. Completes when the socket is closed. */
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
