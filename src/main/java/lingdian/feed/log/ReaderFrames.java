package lingdian.feed.log;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket08FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Limits what a subscriber may send over its WebSocket. The head of a long frame ends the connection (1009). After too many frames
 * nothing more is read. Otherwise unfinished frames, of up to 1 MiB as agents may send them, would fill the memory. On the event loop
 * alone.
 */
final class ReaderFrames extends ChannelInboundHandlerAdapter {
    /** Pings, pongs and closes have 125 at most. */
    static final int FRAME_BYTES_MAX = 4 * 1024;
    /** Between two ticks. */
    static final int FRAMES_MAX = 256;

    private static final String VERTX_HANDLER = "handler";

    private int received;

    /** Stands on the connection of a request that was just upgraded, unless the connection is a simulated one. */
    static ReaderFrames on(HttpConnection connection) {
        var frames = new ReaderFrames();
        if (connection instanceof ConnectionBase base) {
            frames.standBefore(base.channel().pipeline());
        }
        return frames;
    }

    private void standBefore(ChannelPipeline pipeline) {
        pipeline.replace(
                WebSocket08FrameDecoder.class,
                "lingdian-reader-decoder",
                new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(FRAME_BYTES_MAX)
                        .build()));
        pipeline.addBefore(VERTX_HANDLER, "lingdian-reader", this);
    }

    /** How many frames have arrived since this was last asked; one more than the maximum if there were more. */
    int received() {
        int count = received;
        received = 0;
        return count;
    }

    /** Its subscriber ends at the next tick, so nothing need be read again. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (received > FRAMES_MAX) {
            ReferenceCountUtil.release(message);
            return;
        }
        received++;
        if (received > FRAMES_MAX) {
            context.channel().config().setAutoRead(false);
        }
        context.fireChannelRead(message);
    }
}
