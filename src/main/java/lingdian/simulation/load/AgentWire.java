package lingdian.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import lingdian.agent.link.AgentEndpoint;

/**
 * One agent's WebSocket, as far as a generator needs it: messages as bytes both ways. On one event loop.
 *
 * <p>Vert.x's own client, though it takes and gives strings: frames made by hand cost 0.4 µs less an event, which is far from
 * being needed (see the notes on load).
 */
final class AgentWire {
    private static final int ABNORMAL = 1006;

    private final ClientWebSocket socket;
    private final OutgoingMessage outgoing;
    private boolean closed;

    /** Whose connection it is. */
    interface Owner {
        void message(byte[] message);

        /** The connection has ended, and not because this side asked for it. */
        void closed(int code);
    }

    private AgentWire(ClientWebSocket socket, OutgoingMessage outgoing) {
        this.socket = socket;
        this.outgoing = outgoing;
    }

    /** Connects; the owner hears of messages only after {@link #listen}, which must follow at once. */
    static Future<AgentWire> connect(WebSocketClient client, AgentEndpoint endpoint, OutgoingMessage outgoing) {
        ClientWebSocket socket = client.webSocket();
        return socket.connect(endpoint.connectOptions()).map(connected -> new AgentWire(socket, outgoing));
    }

    void listen(Owner owner) {
        socket.textMessageHandler(text -> {
            if (!closed) {
                owner.message(text.getBytes(UTF_8));
            }
        });
        socket.exceptionHandler(failure -> {}); // the close handler follows
        socket.closeHandler(nothing -> ended(owner));
    }

    /** Sends what was put together in the outgoing message. */
    void send() {
        if (!closed) {
            Future<Void> written = socket.writeTextMessage(outgoing.text());
            assert written != null; // a failure shows as the end of the connection
        }
    }

    /** Closes with 1000; completes when the connection has ended. */
    Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        return socket.close();
    }

    private void ended(Owner owner) {
        if (!closed) {
            closed = true;
            Short code = socket.closeStatusCode();
            owner.closed(code == null ? ABNORMAL : code);
        }
    }
}
