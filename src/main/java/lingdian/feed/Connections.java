package lingdian.feed;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Closes a connection whose peer takes nothing any more.
 *
 * <p>{@code HttpConnection.close()} first flushes what is queued, which for such a peer is never: it would keep the
 * connection and its memory for good. Vert.x offers no public way around that, hence this step through its inside.
 */
final class Connections {
    private Connections() {}

    static void abort(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channelHandlerContext().close();
        } else {
            connection.close();
        }
    }
}
