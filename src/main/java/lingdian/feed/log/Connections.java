package lingdian.feed.log;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Closes a connection whose peer has stopped reading.
 *
 * <p>{@code HttpConnection.close()} first flushes its queue, which for such a peer never ends: it would keep the
 * connection and its memory forever. Vert.x offers no public way around that, hence this step through its inside.
 */
final class Connections {
    private Connections() {}

    static void abort(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            // From the first handler on, so past the last one, which is that of Vert.x and would flush.
            ChannelHandlerContext first = base.channel().pipeline().firstContext();
            if (first != null) { // null where it is closed already
                var unused = first.close(); // whether it fails or not, there is nothing more to do
            }
        } else {
            connection.close();
        }
    }
}
