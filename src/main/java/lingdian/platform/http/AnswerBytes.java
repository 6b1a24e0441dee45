package lingdian.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Closes a connection to another server that sends more bytes than one answer may take, whatever they are: the decoder
 * itself passes over any number of chunk extensions, and of short pieces of white space.
 */
final class AnswerBytes extends ChannelInboundHandlerAdapter {
    private final AtomicLong left = new AtomicLong();

    /** Lets the connection send so many bytes from now on, until it is allowed others. */
    static void allow(HttpConnection connection, long bytes) {
        Channel channel = ((ConnectionBase) connection).channel();
        AnswerBytes limit = channel.pipeline().get(AnswerBytes.class);
        if (limit == null) {
            limit = new AnswerBytes();
            channel.pipeline().addFirst(limit);
        }
        limit.left.set(bytes);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        long read = message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        if (left.addAndGet(-read) < 0) {
            ReferenceCountUtil.release(message);
            context.channel().close();
        } else {
            context.fireChannelRead(message);
        }
    }
}
