package lingdian.feed.log;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import lingdian.platform.http.ConnectionAbort;

/** A subscriber over Server-Sent Events. */
final class ServerSentEvents implements FeedWire {
    private static final Buffer HELLO = Buffer.buffer(": lingdian feed\nretry: 2000\n\n");
    private static final Buffer COMMENT = Buffer.buffer(":\n\n");

    private final RoutingContext routing;
    private final HttpServerRequest request;
    private final HttpServerResponse response;

    private ServerSentEvents(RoutingContext routing) {
        this.routing = routing;
        this.request = routing.request();
        this.response = request.response();
    }

    /** Begins the response and sends its first bytes at once, so that the client sees the connection. */
    static ServerSentEvents begin(RoutingContext routing) {
        var wire = new ServerSentEvents(routing);
        wire.begin();
        return wire;
    }

    private void begin() {
        response.setChunked(request.version() != HttpVersion.HTTP_1_0)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no"); // else nginx buffers messages
        if (request.version() == HttpVersion.HTTP_1_0) {
            response.putHeader("Connection", "close");
        }
        response.write(HELLO);
    }

    @Override
    public Future<Void> write(FeedRun run) {
        return response.write(run.serverSentEvents());
    }

    @Override
    public Future<Void> reset(long position) {
        String data = "{\"position\":\"" + position + "\"}";
        return response.write("id: " + position + "\nevent: reset\ndata: " + data + "\n\n");
    }

    @Override
    public Future<Void> comment() {
        return response.write(COMMENT);
    }

    @Override
    public int framesReceived() {
        return 0;
    }

    @Override
    public boolean closed() {
        return response.closed() || response.ended();
    }

    @Override
    public void onClose(Runnable handler) {
        routing.addEndHandler(ended -> handler.run()); // also if the connection is lost
    }

    @Override
    public Future<Void> end(DisconnectReason ending) {
        return response.end().onComplete((v, failure) -> abort());
    }

    @Override
    public void abort() {
        ConnectionAbort.abort(request);
    }
}
