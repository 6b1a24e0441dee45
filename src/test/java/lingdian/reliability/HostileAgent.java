package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import lingdian.testing.RawWebSocket;
import lingdian.testing.RawWebSocket.Received;

/** Sends hostile messages over a bare WebSocket, reports the result of each, and reconnects after each close. */
final class HostileAgent implements AutoCloseable {
    private final int port;
    private final String key;
    private final Consumer<String> answers;
    private final UUID stream = UUID.randomUUID();
    private RawWebSocket socket;
    private long seq = 1;

    /** @param answers receives every text that the service sends */
    HostileAgent(int port, String key, Consumer<String> answers) {
        this.port = port;
        this.key = key;
        this.answers = answers;
    }

    /** The next number of the stream. */
    long seq() {
        return seq;
    }

    /** Sends a frame, and returns the result: a closing code, or as in {@link HostileFrame}. */
    String send(HostileFrame frame) throws IOException {
        if (socket == null) {
            connect();
        }
        socket.frame(frame.opcode(), true, frame.payload());
        String rejected = null;
        while (true) {
            switch (socket.receive()) {
                case Received.Text(String text) -> {
                    answers.accept(text);
                    var message = new JsonObject(text);
                    switch (message.getString("type")) {
                        case "ack" -> {
                            seq += frame.numbers();
                            assertThat(message.getLong("seq")).isEqualTo(seq - 1);
                            return rejected == null ? HostileFrame.TAKEN : rejected;
                        }
                        case "reject" -> rejected = message.getString("code");
                        default -> {}
                    }
                }
                case Received.Closed closed -> {
                    answers.accept(closed.reason());
                    if (closed.code() == 4409) {
                        assertThat(closed.reason()).isEqualTo("expected " + seq);
                    }
                    disconnect();
                    return Integer.toString(closed.code());
                }
                case Received.Ended ended -> {
                    disconnect();
                    return "1006";
                }
                case Received.Pong pong -> {}
            }
        }
    }

    private void connect() throws IOException {
        socket = RawWebSocket.connect(
                port,
                "Authorization: Bearer " + key,
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-webkit-deflate-frame");
        answers.accept(socket.head());
        assertThat(socket.head())
                .startsWith("HTTP/1.1 101")
                .as("compression is not negotiated")
                .doesNotContainIgnoringCase("extensions");
        socket.text(new JsonObject()
                .put("type", "hello")
                .put("stream", stream.toString())
                .put("lastSeq", seq - 1)
                .put("agent", HostileFrames.MARK + "\u0000")
                .put("at", Instant.now().toString())
                .encode());
        String welcome = socket.text();
        answers.accept(welcome);
        assertThat(new JsonObject(welcome).getLong("ackedSeq")).isEqualTo(seq - 1);
    }

    private void disconnect() throws IOException {
        socket.close();
        socket = null;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            disconnect();
        }
    }
}
