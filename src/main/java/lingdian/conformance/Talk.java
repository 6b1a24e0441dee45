package lingdian.conformance;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import lingdian.conformance.WireSocket.Received;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;

/** One connection to the service. What arrives while something else is waited for is kept: answers have no fixed order. */
final class Talk implements AutoCloseable {
    private final WireSocket socket;
    private final ServiceUnderTest service;
    private final List<JsonObject> received = new ArrayList<>();
    private Received.Closed ending = new Received.Closed(0, "");

    private Talk(WireSocket socket, ServiceUnderTest service) {
        this.socket = socket;
        this.service = service;
    }

    /** Asks for the upgrade with this header. */
    static Talk open(ServiceUnderTest service, String header) {
        try {
            return new Talk(WireSocket.open(service.server(), service.patience(), header), service);
        } catch (IOException failed) {
            throw broken(failed);
        }
    }

    private static NotConformingException broken(IOException failed) {
        return new NotConformingException(
                "the connection broke (" + failed.getClass().getSimpleName() + ")");
    }

    /** The HTTP status of the upgrade. */
    int status() {
        return socket.status();
    }

    Talk greeted(UUID stream, long lastSeq) {
        hello(stream, lastSeq);
        welcome();
        return this;
    }

    void hello(UUID stream, long lastSeq) {
        if (status() != 101) {
            throw new NotConformingException("expected the upgrade with this key, got HTTP " + status());
        }
        send(new JsonObject()
                .put("type", "hello")
                .put("stream", stream.toString())
                .put("lastSeq", lastSeq)
                .put("agent", "lingdian-conformance/1")
                .put("at", Rfc3339.format(service.at().toInstant(), ChinaTime.ZONE))
                .put("terminals", 10)
                .encode());
    }

    JsonObject welcome() {
        return await(message -> is(message, "welcome"), "a welcome");
    }

    void send(String text) {
        send(WireSocket.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void send(JsonObject event) {
        send(event.encode());
    }

    void send(Collection<JsonObject> events) {
        send(new JsonArray(List.copyOf(events)).encode());
    }

    void send(int opcode, byte[] payload) {
        try {
            socket.frame(opcode, payload);
        } catch (IOException gone) {
            // why it is gone is received
        }
    }

    /** Waits for the acknowledgement of everything up to a number. */
    JsonObject ack(long seq) {
        return await(message -> is(message, "ack") && message.getLong("seq") >= seq, "an ack of " + seq);
    }

    JsonObject verdict(long seq) {
        return await(message -> is(message, "verdict") && message.getLong("seq") == seq, "a verdict on " + seq);
    }

    JsonObject reject(long seq) {
        return await(message -> is(message, "reject") && message.getLong("seq") == seq, "a reject of " + seq);
    }

    /** The verdicts and rejects so far. */
    List<JsonObject> answers() {
        return received.stream()
                .filter(message -> is(message, "verdict") || is(message, "reject"))
                .toList();
    }

    void forget() {
        received.clear();
    }

    private JsonObject await(Predicate<JsonObject> wanted, String what) {
        int looked = 0;
        while (true) {
            for (; looked < received.size(); looked++) {
                if (wanted.test(received.get(looked))) {
                    return received.get(looked);
                }
            }
            read(what);
        }
    }

    private void read(String what) {
        switch (receive()) {
            case Received.Text(String text) -> received.add(object(text));
            case Received.Closed(int code, String reason) ->
                throw new NotConformingException("expected " + what + ", but the service closed with " + code
                        + (reason.isEmpty() ? "" : " (" + reason + ")"));
            case Received.Ended ended ->
                throw new NotConformingException("expected " + what + ", but the connection ended");
            case Received.Silence silence ->
                throw new NotConformingException("expected " + what + ", but nothing came for "
                        + service.patience().toSeconds() + " s");
        }
    }

    private static JsonObject object(String text) {
        try {
            return new JsonObject(text);
        } catch (DecodeException noObject) {
            throw new NotConformingException("the service sent a message that is not a JSON object");
        }
    }

    private Received receive() {
        try {
            return socket.receive();
        } catch (IOException failed) {
            return new Received.Ended();
        }
    }

    /** Requires that the service closes with this code. Messages before it are passed over. */
    Received.Closed closed(int code) {
        while (ending.code() == 0) {
            switch (receive()) {
                case Received.Text text -> received.add(object(text.text()));
                case Received.Closed closed -> ending = closed;
                case Received.Ended ended ->
                    throw new NotConformingException(
                            "expected the closing code " + code + ", but the connection ended without one");
                case Received.Silence silence ->
                    throw new NotConformingException("expected the closing code " + code + ", but after "
                            + service.patience().toSeconds() + " s the connection is still open");
            }
        }
        if (ending.code() != code) {
            throw new NotConformingException("expected the closing code " + code + ", got " + ending.code());
        }
        return ending;
    }

    private static boolean is(JsonObject message, String type) {
        return type.equals(message.getValue("type"));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // it is closed anyway
        }
    }
}
