package lingdian.feed.log;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Closes a connection whose peer has stopped reading.
 *
 * <p>{@code HttpConnection.close()} first flushes its queue, which for such a peer never ends: it would keep the
 * connection and its memory forever. Vert.x has no public method for closing without a flush, so this class uses an
 * internal one.
 */
final class ConnectionAbort {
    private ConnectionAbort() {}

    static void abort(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            // Closing from the first handler bypasses the last one, the handler of Vert.x, which would flush.
            ChannelHandlerContext first = base.channel().pipeline().firstContext();
            if (first != null) { // null if it is closed already
                var unused = first.close(); // nothing more can be done if it fails
            }
        } else {
            connection.close();
        }
    }
}
