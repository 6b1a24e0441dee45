package lingdian.feed.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import lingdian.platform.http.ConnectionAbort;

/** A subscriber over a WebSocket. The frames that it sends are counted and dropped. */
final class FeedWebSocket implements FeedWire {
    private static final Buffer NOTHING = Buffer.buffer();
    private static final int ONE_FRAME_BYTES = 65_536; // clients accept this much in one frame by default

    private final HttpConnection connection;
    private final ServerWebSocket socket;
    private final ReaderFrames frames;
    private boolean faulty;

    FeedWebSocket(HttpConnection connection, ServerWebSocket socket) {
        this.connection = connection;
        this.socket = socket;
        this.frames = ReaderFrames.on(connection);
        socket.frameHandler(frame -> {});
    }

    @Override
    public Future<Void> write(FeedRun run) {
        Future<Void> written = Future.succeededFuture();
        for (Rendering rendering : run.renderings()) {
            written = write(rendering.webSocket());
        }
        return written; // of the last message; they are sent in order
    }

    /** The public API would encode a text again for each connection; this wraps the shared bytes. */
    private Future<Void> write(byte[] message) {
        return message.length <= ONE_FRAME_BYTES
                ? socket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, message, true))
                : socket.writeTextMessage(new String(message, UTF_8));
    }

    @Override
    public Future<Void> reset(long position) {
        return socket.writeTextMessage(
                "{\"id\":\"" + position + "\",\"event\":\"reset\",\"data\":{\"position\":\"" + position + "\"}}");
    }

    @Override
    public Future<Void> comment() {
        return socket.writePing(NOTHING);
    }

    @Override
    public int framesReceived() {
        return faulty ? Integer.MAX_VALUE : frames.received();
    }

    @Override
    public boolean closed() {
        return socket.isClosed();
    }

    @Override
    public void onClose(Runnable handler) {
        socket.exceptionHandler(fault -> faulty = true); // counts as too many frames
        socket.closeHandler(v -> handler.run());
    }

    /** A subscriber that has stopped reading cannot complete a closing handshake, so it only gets a close frame. */
    @Override
    public Future<Void> end(DisconnectReason ending) {
        return ending == DisconnectReason.CANNOT_KEEP_UP
                ? socket.writeFrame(closeFrame(ending))
                : socket.close(ending.code(), ending.reason());
    }

    private static WebSocketFrameImpl closeFrame(DisconnectReason ending) {
        Buffer payload = Buffer.buffer().appendShort(ending.code()).appendString(ending.reason());
        return new WebSocketFrameImpl(WebSocketFrameType.CLOSE, payload.getBytes(), true);
    }

    @Override
    public void abort() {
        ConnectionAbort.abort(connection);
    }
}
