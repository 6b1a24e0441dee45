package lingdian.reliability;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
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
 * A café that catches up after a long time without a network: it endlessly sends as many events as its window permits.
 */
final class FastCafe implements AgentListener {
    /** How many events always wait in its agent: more than a window. */
    private static final int AHEAD = 6_000;

    final String placeCode;
    final Queue<String> disconnections = new ConcurrentLinkedQueue<>();
    final Queue<Answer.Reject> rejects = new ConcurrentLinkedQueue<>();
    volatile Throwable stopped;
    private final AgentConnection connection;
    private boolean sending;
    private long sent;
    private long acked;

    FastCafe(Vertx vertx, WebSocketClient sockets, URI server, String placeCode, String key) {
        this.placeCode = placeCode;
        this.connection = new AgentConnection(
                vertx,
                sockets,
                new AgentEndpoint(server, key),
                new AgentStream(UUID.randomUUID(), "fast/1", 100),
                Instant::now,
                new Random(1),
                new Backoff(50, 300, Integer.MAX_VALUE),
                this);
    }

    Future<JsonObject> connect() {
        return connection.connect();
    }

    synchronized void begin() {
        sending = true;
        topUp();
    }

    /** Stops sending; completes when all events are acknowledged. */
    Future<Void> pause() {
        synchronized (this) {
            sending = false;
        }
        return connection.drained();
    }

    Future<Void> close() {
        return connection.close();
    }

    synchronized long acked() {
        return acked;
    }

    /** The number of unacknowledged events, sent or not. */
    synchronized long ahead() {
        return sent - acked;
    }

    @Override
    public synchronized void acknowledged(long seq, String chain) {
        acked = Math.max(acked, seq);
        topUp();
    }

    private void topUp() {
        while (sending && sent < acked + AHEAD) {
            connection.send(next(++sent));
        }
    }

    /** The next event: alternately a login and its logout. */
    private AgentEvent next(long seq) {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
        String session = "s-" + (seq + 1) / 2;
        return seq % 2 == 0
                ? new AgentEvent.Logout(seq, at, session, LogoutReason.PATRON)
                : new AgentEvent.Login(
                        seq,
                        at,
                        session,
                        "T1",
                        new Document("990", placeCode + seq, "Guest", null, "1990-01-01", ReadMethod.MANUAL),
                        true);
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
}
