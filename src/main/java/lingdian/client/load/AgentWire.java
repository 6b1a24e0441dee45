package lingdian.client.load;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import lingdian.client.AgentEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * One agent's WebSocket: the handshake by Vert.x's HTTP client, the frames by hand. On one event loop.
 *
 * <p>Frames by hand, because Vert.x's own WebSocket takes text as strings and gives an object for each message. No
 * compression is offered.
 */
final class AgentWire {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int ABNORMAL = 1006;
    private static final int NONCE_BYTES = 16;
    private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final NetSocket socket;
    private final OutgoingMessage outgoing;
    private final RandomGenerator random;
    private boolean closed;

    /** Whose connection it is. */
    interface Owner {
        void message(byte[] bytes, int from, int to);

        /** So many bytes were received; before the messages in them. */
        void received(int bytes);

        /** The connection has ended, and not because this side asked for it. */
        void closed(int code);
    }

    /** No WebSocket, but this HTTP status. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(int status) {
            super("HTTP " + status);
        }
    }

    private AgentWire(NetSocket socket, OutgoingMessage outgoing, RandomGenerator random) {
        this.socket = socket;
        this.outgoing = outgoing;
        this.random = random;
    }

    /** Connects; the owner hears of messages only after {@link #listen}, which must follow at once. */
    static Future<AgentWire> connect(
            HttpClient client, URI server, String key, OutgoingMessage outgoing, RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String nonceText = Base64.getEncoder().encodeToString(nonce);
        return client.request(upgrade(server, key, nonceText))
                .map(request -> request.exceptionHandler(failure -> {})) // it would log the end of the WebSocket too
                .compose(HttpClientRequest::connect)
                .map(response -> accepted(response, nonceText))
                .map(socket -> new AgentWire(socket, outgoing, random));
    }

    private static RequestOptions upgrade(URI server, String key, String nonce) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(server.getHost())
                .setPort(AgentEndpoint.port(server))
                .setSsl(AgentEndpoint.secure(server))
                .setURI(AgentEndpoint.path(server, "/agent/v1"))
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader("Connection", "Upgrade")
                .putHeader("Upgrade", "websocket")
                .putHeader("Sec-WebSocket-Version", "13")
                .putHeader("Sec-WebSocket-Key", nonce)
                .putHeader("Sec-WebSocket-Protocol", "lingdian.agent.v1")
                .putHeader("Authorization", "Bearer " + key);
    }

    private static NetSocket accepted(HttpClientResponse response, String nonce) {
        if (response.statusCode() != 101) {
            throw new Refused(response.statusCode());
        }
        if (!accept(nonce).equals(response.getHeader("Sec-WebSocket-Accept"))) {
            throw new IllegalStateException("the server's handshake is not of RFC 6455");
        }
        return response.netSocket();
    }

    /** What a server answers to a nonce (RFC 6455, section 4.2.2). */
    static String accept(String nonce) {
        try {
            byte[] salted = (nonce + ACCEPT_SALT).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(salted));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java has it
        }
    }

    void listen(Owner owner) {
        var reader = new FrameReader(new FrameReader.Receiver() {
            @Override
            public void message(byte[] bytes, int from, int to) {
                if (!closed) {
                    owner.message(bytes, from, to);
                }
            }

            @Override
            public void ping(byte[] payload) {
                send(outgoing.clear().put(payload).frame(OutgoingMessage.PONG, random.nextInt()));
            }

            @Override
            public void closed(int code) {
                ended(owner, code);
            }
        });
        socket.handler(bytes -> {
            owner.received(bytes.length());
            reader.received(bytes);
        });
        socket.exceptionHandler(failure -> {}); // the close handler follows
        socket.closeHandler(nothing -> ended(owner, ABNORMAL));
    }

    /** Sends what was put together in the outgoing message; how many bytes that took. */
    int send() {
        Buffer frame = outgoing.frame(OutgoingMessage.TEXT, random.nextInt());
        int length = frame.length();
        send(frame);
        return length;
    }

    /** Closes with 1000; completes when the connection has ended. */
    Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        outgoing.clear().put((char) 3).put((char) 232); // 1000
        return socket.end(outgoing.frame(OutgoingMessage.CLOSE, random.nextInt()));
    }

    private void ended(Owner owner, int code) {
        if (!closed) {
            closed = true;
            owner.closed(code);
            Future<Void> gone = socket.close();
            assert gone != null;
        }
    }

    private void send(Buffer frame) {
        if (!closed) {
            @Nullable Future<Void> written = socket.write(frame); // a failure shows as the end of the connection
            assert written != null;
        }
    }
}
