package lingdian.intake.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket08FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Netty's WebSocket codec and Vert.x, for what Vert.x 5.0 does not do there. On the event loop alone.
 *
 * <ul>
 *   <li>A frame that breaks the protocol or the size limit is answered with its close code (1009, 1002). Vert.x drops
 *       the connection without a word.
 *   <li>A close lingers: the output ends first, and what still arrives is thrown away for a moment. Otherwise the
 *       peer's unread bytes make the kernel answer with a reset, which can overtake the close frame.
 *   <li>Back-pressure reaches TCP at once. A paused Vert.x socket takes 16 messages and more before it stops reading,
 *       which can be 16 MiB; so the socket is never paused, and this stops the reading instead.
 *   <li>Nothing is read while the peer does not read, so pings cannot pile up pongs.
 *   <li>More frames at once, or a second, than any agent sends end the connection with 1008: each costs the event loop the
 *       same, however little it says.
 *   <li>What has arrived of a frame is measured, and no longer gathered once the connection was closed.
 * </ul>
 */
final class WireGate extends ChannelDuplexHandler {
    private static final int LINGER_MILLIS = 2_000;
    /** Twice as many as a message may have. */
    static final int FRAMES_A_SECOND = 10_000;
    /** Of one reading, which no other connection interrupts: at most 64 KiB. */
    private static final int FRAMES_AT_ONCE = 5_000;
    /** With its mask, of a short frame; that of a long one has eight more. */
    private static final int HEADER_BYTES = 6;
    /** After our close frame the peer's own may come behind as much; behind more it is not waited for. */
    private static final int GATHERED_AFTER_CLOSE_MAX = 64 * 1024;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final String VERTX_HANDLER = "handler";

    private @Nullable ChannelHandlerContext wire;
    private boolean held;
    private boolean corked;
    private boolean flushWanted;
    private boolean closeSent;
    private boolean closeReceived;
    private boolean lingering;
    private boolean aborted;
    private long secondBegan = System.nanoTime(); // measures, decides nothing of what is judged
    private int framesOfSecond;
    private int framesOfReading;
    private IntConsumer measure = bytes -> {};
    private int unfinished;
    private boolean deaf;

    /** Puts a gate on the connection of a request that was just upgraded. */
    static WireGate install(HttpServerRequest upgraded) {
        var gate = new WireGate();
        ChannelPipeline pipeline = channel(upgraded).pipeline();
        pipeline.addBefore(VERTX_HANDLER, "lingdian-gate", gate);
        pipeline.get(WebSocket08FrameDecoder.class).setCumulator(gate::gather);
        return gate;
    }

    /** The connection of a request. */
    static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }

    /**
     * Adds what was read to the frame that is not whole. Uncopied: otherwise a long frame is copied into one larger buffer
     * after the other, and on Java 25 each buffer that is given back stops all threads for a moment.
     */
    private ByteBuf gather(ByteBufAllocator memory, ByteBuf soFar, ByteBuf more) {
        unfinished = soFar.readableBytes() + more.readableBytes();
        deaf |= closeSent && unfinished > GATHERED_AFTER_CLOSE_MAX;
        if (deaf) {
            soFar.release();
            more.release();
            return Unpooled.EMPTY_BUFFER;
        }
        return ByteToMessageDecoder.COMPOSITE_CUMULATOR.cumulate(memory, soFar, more);
    }

    /** @param gathered is told after each reading how many bytes have arrived of a frame that is not whole */
    void measure(IntConsumer gathered) {
        measure = gathered;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        wire = context;
    }

    /** Reads nothing more until {@link #release()}. */
    void hold() {
        held = true;
        apply();
    }

    void release() {
        held = false;
        apply();
    }

    private void apply() {
        if (wire != null) {
            wire.channel()
                    .config()
                    .setAutoRead(
                            lingering || (!held && !aborted && wire.channel().isWritable()));
        }
    }

    /** Gathers all writes from here to {@link #uncork()}, for one system call instead of one per message. */
    void cork() {
        corked = true;
    }

    void uncork() {
        corked = false;
        if (flushWanted && wire != null) {
            flushWanted = false;
            wire.flush();
        }
    }

    /** Drops the connection now, with no close frame: its peer does not read. */
    void abort() {
        aborted = true;
        if (wire != null) {
            wire.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        apply();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame) {
            unfinished -= HEADER_BYTES + frame.content().readableBytes();
        }
        if (lingering || aborted) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (isFlood()) {
            ReferenceCountUtil.release(message);
            endFlood(context);
            return;
        }
        closeReceived |= message instanceof CloseWebSocketFrame;
        context.fireChannelRead(message);
    }

    /** Nothing more is read, so its peer has to look at the answer within a moment. */
    private void endFlood(ChannelHandlerContext context) {
        aborted = true;
        closeSent = true;
        apply();
        context.writeAndFlush(new CloseWebSocketFrame(
                WebSocketCloseStatus.POLICY_VIOLATION.code(),
                "more than " + FRAMES_AT_ONCE + " frames at once, or " + FRAMES_A_SECOND + " a second"));
        context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private boolean isFlood() {
        long now = System.nanoTime();
        if (now - secondBegan > SECOND_NANOS) {
            secondBegan = now;
            framesOfSecond = 0;
        }
        return ++framesOfSecond > FRAMES_A_SECOND || ++framesOfReading > FRAMES_AT_ONCE;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        framesOfReading = 0;
        measure.accept(Math.max(0, unfinished));
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        closeSent |= message instanceof CloseWebSocketFrame;
        context.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (corked) {
            flushWanted = true;
        } else {
            context.flush();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        aborted |= root instanceof IOException;
        if (root instanceof CorruptedWebSocketFrameException corrupted && !closeSent) {
            closeSent = true;
            context.writeAndFlush(new CloseWebSocketFrame(
                    corrupted.closeStatus(), corrupted.closeStatus().reasonText()));
        }
        context.fireExceptionCaught(cause); // Vert.x reports it and closes, by way of close() below
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (lingering && !aborted) {
            context.channel().closeFuture().addListener(closed -> promise.trySuccess());
        } else if (aborted || closeReceived || !closeSent || !context.channel().isActive()) {
            context.close(promise);
        } else {
            linger(context, promise);
        }
    }

    private void linger(ChannelHandlerContext context, ChannelPromise promise) {
        lingering = true;
        context.executor().schedule(() -> context.close(promise), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        if (context.channel() instanceof DuplexChannel duplex
                && context.pipeline().get(SslHandler.class) == null) {
            // After what is already queued, the close frame above all.
            context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener((ChannelFutureListener) flushed -> duplex.shutdownOutput());
        }
        apply();
    }
}
