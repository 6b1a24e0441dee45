package lingdian.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocket08FrameDecoder;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a connection of requests that its peer has broken off.
 *
 * <p>Vert.x would report it to every request of the connection, but one that waits behind another has no response yet: the
 * report fails with a {@code NullPointerException}, and Netty logs a warning with a stack for each such connection, so that
 * anybody could fill the log. A request that is being answered learns from the closing that its client has left.
 */
@ChannelHandler.Sharable
final class PeerResets extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(PeerResets.class);
    /** The last handler of a connection of Vert.x. */
    static final String VERTX_HANDLER = "handler";

    private static final PeerResets ALL = new PeerResets();

    private PeerResets() {}

    static void watch(Channel connection) {
        connection.pipeline().addBefore(VERTX_HANDLER, "lingdian-resets", ALL);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException && context.pipeline().get(WebSocket08FrameDecoder.class) == null) {
            LOG.debug("a connection was broken off: {}", cause.getClass().getSimpleName());
            context.close();
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
