package lingdian.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

/**
 * Breaks off a connection that brings very many requests at once, without waiting for an answer, or very many header lines: all of
 * them would be worked off before any other connection has its turn, or kept in a hundred times their bytes. Browsers, agents and
 * balancers send one request at a time (RFC 9112, 9.3.2), of some twenty lines.
 *
 * <p>A connection is read once a turn, of at most 64 KiB, so that what it brings does not depend on how quickly it is sent.
 */
final class PipelineLimit extends ChannelInboundHandlerAdapter {
    /** In one turn. */
    static final int REQUESTS_MAX = 32;

    /** In one turn, of all its requests. */
    static final int HEADER_LINES_MAX = 512;

    private int requests;
    private int headerLines;
    private boolean broken;

    private PipelineLimit() {}

    static void watch(Channel connection) {
        if (connection.config().getRecvByteBufAllocator() instanceof MaxMessagesRecvByteBufAllocator reading) {
            reading.maxMessagesPerRead(1); // each connection has its own
        }
        connection.pipeline().addBefore(PeerResets.VERTX_HANDLER, "lingdian-pipeline", new PipelineLimit());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && !broken) {
            requests++;
            headerLines += lines(request);
            if (requests > REQUESTS_MAX || headerLines > HEADER_LINES_MAX) {
                broken = true;
                ConnectionAbort.abort(context.channel());
            }
        }
        if (broken) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    /** The headers' own size counts names. */
    private static int lines(HttpRequest request) {
        int lines = 0;
        for (var each = request.headers().iteratorCharSequence(); each.hasNext(); each.next()) {
            lines++;
        }
        return lines;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        requests = 0;
        headerLines = 0;
        context.fireChannelReadComplete();
    }
}
