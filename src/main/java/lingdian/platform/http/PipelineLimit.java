package lingdian.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

/**
 * Breaks off a connection that brings very many requests at once, without waiting for an answer: all of them would be worked off
 * before any other connection has its turn. Browsers, agents and balancers send one at a time (RFC 9112, 9.3.2).
 *
 * <p>A connection is read once a turn, of at most 64 KiB, so that what it brings does not depend on how quickly it is sent.
 */
final class PipelineLimit extends ChannelInboundHandlerAdapter {
    /** In one turn. */
    static final int REQUESTS_MAX = 32;

    private int requests;

    private PipelineLimit() {}

    static void watch(Channel connection) {
        if (connection.config().getRecvByteBufAllocator() instanceof MaxMessagesRecvByteBufAllocator reading) {
            reading.maxMessagesPerRead(1); // each connection has its own
        }
        connection.pipeline().addBefore(PeerResets.VERTX_HANDLER, "lingdian-pipeline", new PipelineLimit());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest && ++requests == REQUESTS_MAX + 1) {
            ConnectionAbort.abort(context.channel());
        }
        if (requests > REQUESTS_MAX) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        requests = requests > REQUESTS_MAX ? requests : 0;
        context.fireChannelReadComplete();
    }
}
