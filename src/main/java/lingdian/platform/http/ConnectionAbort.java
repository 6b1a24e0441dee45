package lingdian.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Closes a connection whose peer may have stopped reading.
 *
 * <p>{@code HttpConnection.close()} and {@code HttpServerResponse.reset()} first flush the connection's queue, which for
 * such a peer never ends: it would keep the connection and its memory forever. Vert.x has no public method for closing
 * without a flush, so this class uses an internal one.
 */
public final class ConnectionAbort {
    private ConnectionAbort() {}

    /** Breaks off the answer to a request. */
    public static void abort(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            var unused = request.response().reset(); // the other streams of the connection continue
        } else {
            abort(request.connection());
        }
    }

    public static void abort(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            abort(base.channel());
        } else {
            connection.close();
        }
    }

    public static void abort(Channel channel) {
        // Closing from the first handler bypasses the last one, the handler of Vert.x, which would flush.
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) { // null if it is closed already
            var unused = first.close(); // nothing more can be done if it fails
        }
    }
}
