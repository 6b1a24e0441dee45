package lingdian.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Joins the short pieces of a body that one reading brings. A piece costs some hundred bytes of memory, however short it is, so
 * that 64 KiB of one-byte chunks, kept by a form or behind an unanswered request, would take a megabyte.
 */
final class JoinedPieces extends ChannelInboundHandlerAdapter {
    static final int SHORT_BYTES = 1_024;

    private @Nullable ByteBuf joined;

    private JoinedPieces() {}

    static void watch(Channel connection) {
        connection.pipeline().addBefore(PeerResets.VERTX_HANDLER, "lingdian-pieces", new JoinedPieces());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpContent piece && isShort(piece)) {
            join(context, piece);
        } else {
            pass(context);
            context.fireChannelRead(message);
        }
    }

    private static boolean isShort(HttpContent piece) {
        return !(piece instanceof LastHttpContent)
                && piece.decoderResult().isSuccess()
                && piece.content().readableBytes() < SHORT_BYTES;
    }

    private void join(ChannelHandlerContext context, HttpContent piece) {
        ByteBuf together = joined;
        if (together == null) {
            together = context.alloc().buffer(SHORT_BYTES);
            joined = together;
        }
        together.writeBytes(piece.content());
        piece.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        pass(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pass(context);
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        pass(context);
    }

    private void pass(ChannelHandlerContext context) {
        ByteBuf together = joined;
        if (together != null) {
            joined = null;
            context.fireChannelRead(new DefaultHttpContent(together));
        }
    }
}
