package lingdian.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import lingdian.agent.link.AgentEndpoint;

/**
 * One agent's WebSocket as the generator needs it: messages as bytes in both directions. On one event loop.
 *
 * <p>It uses Vert.x's own client, although its interface has strings: hand-made frames would save only 0.4 µs per
 * event.
 */
final class AgentWire {
    private static final int ABNORMAL = 1006;

    private final ClientWebSocket socket;
    private final OutgoingMessage outgoing;
    private boolean closed;

    /** The receiver of the connection's messages. */
    interface Owner {
        void message(byte[] message);

        /** The connection has ended, and not at this side's request. */
        void closed(int code);
    }

    private AgentWire(ClientWebSocket socket, OutgoingMessage outgoing) {
        this.socket = socket;
        this.outgoing = outgoing;
    }

    /** Connects; the owner receives messages only after {@link #listen}, which must follow at once. */
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

    /** Sends the content of the outgoing message. */
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
