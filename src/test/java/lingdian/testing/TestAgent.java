package lingdian.testing;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import lingdian.agent.link.AgentConnection;
import lingdian.agent.link.AgentEndpoint;

/**
 * An agent that sends exactly what a test tells it to, valid or not, and waits for the service's messages. Blocking,
 * for test threads only. It never reconnects, does not number events, and has no window.
 */
public final class TestAgent implements AutoCloseable {
    private final WebSocketClient client;
    private final ClientWebSocket socket;
    private final List<JsonObject> received = new ArrayList<>();
    private boolean closed;

    private TestAgent(WebSocketClient client) {
        this.client = client;
        this.socket = client.webSocket();
        socket.textMessageHandler(this::received);
        socket.closeHandler(nothing -> closed());
        socket.exceptionHandler(failure -> {});
    }

    /** @throws Refused if the service answers with an HTTP status instead of the upgrade */
    public static TestAgent connect(Vertx vertx, URI server, String key) {
        var agent = new TestAgent(AgentConnection.sockets(vertx, 1));
        try {
            agent.socket
                    .connect(new AgentEndpoint(server, key).connectOptions())
                    .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return agent;
        } catch (TimeoutException late) {
            throw new AssertionError("no upgrade within " + Await.PATIENCE, late);
        } catch (RuntimeException failure) {
            agent.client.close();
            throw refused(failure);
        }
    }

    private static RuntimeException refused(RuntimeException failure) {
        return failure instanceof UpgradeRejectedException rejected ? new Refused(rejected.getStatus()) : failure;
    }

    /** The service refused the upgrade. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status) {
            super("HTTP " + status);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** Sends hello with the current time, and returns the welcome. */
    public JsonObject hello(UUID stream, long lastSeq) {
        sendHello(stream, lastSeq);
        return await(message -> is(message, "welcome"), "a welcome");
    }

    /** Sends a hello without waiting for the welcome. */
    public TestAgent sendHello(UUID stream, long lastSeq) {
        return sendText(new JsonObject()
                .put("type", "hello")
                .put("stream", stream.toString())
                .put("lastSeq", lastSeq)
                .put("agent", "test/1")
                .put("at", Instant.now().toString())
                .put("terminals", 100)
                .encode());
    }

    /** Sends each event as a message of its own. */
    public TestAgent send(JsonObject... events) {
        Arrays.stream(events).map(JsonObject::encode).forEach(this::sendText);
        return this;
    }

    /** Sends all events as one message, an array. */
    public TestAgent sendArray(Collection<JsonObject> events) {
        return sendText(new JsonArray(List.copyOf(events)).encode());
    }

    /** Sends all events as one message that states when it was sent. */
    public TestAgent sendBatch(String sent, Collection<JsonObject> events) {
        return sendText(new JsonObject()
                .put("type", "batch")
                .put("sent", sent)
                .put("events", new JsonArray(List.copyOf(events)))
                .encode());
    }

    /** Sends a text unchanged. */
    public TestAgent sendText(String text) {
        socket.writeTextMessage(text);
        return this;
    }

    public TestAgent sendBinary(Buffer bytes) {
        socket.writeBinaryMessage(bytes);
        return this;
    }

    /** The raw socket, for everything that this class does not cover. */
    public ClientWebSocket socket() {
        return socket;
    }

    /** Waits for the first acknowledgement that covers {@code seq}. */
    public JsonObject ack(long seq) {
        return await(message -> is(message, "ack") && message.getLong("seq") >= seq, "an ack of " + seq);
    }

    public JsonObject verdict(long seq) {
        return await(answerTo("verdict", seq), "a verdict on " + seq);
    }

    public JsonObject reject(long seq) {
        return await(answerTo("reject", seq), "a reject of " + seq);
    }

    /** Waits for a notice of this kind. */
    public JsonObject notice(String notice) {
        return await(
                message -> is(message, "notice") && notice.equals(message.getString("notice")), "a notice " + notice);
    }

    /** All verdicts received so far on {@code seq}: a repeated event is answered again. */
    public List<JsonObject> verdicts(long seq) {
        return received().stream().filter(answerTo("verdict", seq)).toList();
    }

    /** Waits until at least {@code count} messages of this type have been received, and returns them. */
    public List<JsonObject> awaitCount(String type, int count) {
        return until(
                () -> {
                    List<JsonObject> found = received.stream()
                            .filter(message -> is(message, type))
                            .toList();
                    return found.size() >= count ? Optional.of(found) : Optional.empty();
                },
                count + " messages of type " + type);
    }

    /** Waits for a message that {@code wanted} accepts, or returns one received already. */
    public JsonObject await(Predicate<JsonObject> wanted, String what) {
        return until(() -> received.stream().filter(wanted).findFirst(), what);
    }

    /** Everything received so far. */
    public synchronized List<JsonObject> received() {
        return List.copyOf(received);
    }

    /** Waits until the service closes the connection; returns the code, or 1006 if the connection broke. */
    public int closeCode() {
        until(() -> closed ? Optional.of(true) : Optional.empty(), "the closing");
        Short code = socket.closeStatusCode();
        return code == null ? 1006 : code;
    }

    /** The reason that came with {@link #closeCode()}; empty if there was none. */
    public String closeReason() {
        closeCode();
        return socket.closeReason() == null ? "" : socket.closeReason();
    }

    /** Closes with a closing handshake, and waits for its end. */
    @Override
    public void close() {
        try {
            client.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not closed within " + Await.PATIENCE, late);
        }
    }

    /** Clears the received messages, so that waiting for the next among thousands stays quick. */
    public synchronized void forget() {
        received.clear();
    }

    private static Predicate<JsonObject> answerTo(String type, long seq) {
        return message -> is(message, type) && message.getLong("seq") == seq;
    }

    private static boolean is(JsonObject message, String type) {
        return type.equals(message.getString("type"));
    }

    private synchronized void received(String text) {
        received.add(new JsonObject(text));
        notifyAll();
    }

    private synchronized void closed() {
        closed = true;
        notifyAll();
    }

    private synchronized <T> T until(Supplier<Optional<T>> condition, String what) {
        long deadline = System.nanoTime() + Await.PATIENCE.toNanos();
        Optional<T> found = condition.get();
        while (found.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || (closed && !"the closing".equals(what))) {
                throw new AssertionError(what
                        + (closed
                                ? " before the service closed with " + socket.closeStatusCode()
                                : " within " + Await.PATIENCE)
                        + "; received " + received);
            }
            pause(left);
            found = condition.get();
        }
        return found.get();
    }

    private synchronized void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }
}
