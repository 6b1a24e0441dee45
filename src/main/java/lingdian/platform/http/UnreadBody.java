package lingdian.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose client sends a long body on although its request has been answered, for instance refused.
 *
 * <p>The rest of such a body would be read to its end, only to find the next request: what anybody may send for nothing
 * would cost the event loop its time. A little is read, so that most clients have sent their body and see their answer;
 * of a longer one nothing more, and the connection is closed when its client has had the time to read the answer
 * (RFC 9112, 9.3 and 9.6).
 */
final class UnreadBody extends ChannelDuplexHandler {
    /** More than any operation takes, so that who sent a little too much gets the answer and not a broken connection. */
    static final long READ_MAX = 16L * 1024 * 1024;

    /** For the decoder takes as long for a chunk of a byte as for a large one. */
    private static final int SHORT_PIECES_MAX = 64 * 1024;

    private static final int SHORT_BYTES = 256;

    private static final long LINGERING_MILLIS = 1_000;
    private static final String NAME = "lingdian-unread";

    private int unanswered;
    private boolean arriving;
    private long declared;
    private long read;
    private int shortPieces;
    private boolean ended;

    private UnreadBody() {}

    static void watch(Channel connection) {
        connection.pipeline().addBefore(PeerResets.VERTX_HANDLER, NAME, new UnreadBody());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            unanswered++;
            arriving = true;
            declared = length(request);
            read = 0;
            shortPieces = 0;
        }
        if (message instanceof HttpContent content) {
            count(context, content.content());
            arriving = !(message instanceof LastHttpContent);
        }
        if (ended) {
            context.channel().config().setAutoRead(false); // Vert.x may have resumed it
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private static long length(HttpRequest request) {
        try {
            return HttpUtil.getContentLength(request, 0L);
        } catch (NumberFormatException refusedByVertx) {
            return 0;
        }
    }

    private void count(ChannelHandlerContext context, ByteBuf bytes) {
        if (unanswered > 0) {
            declared -= bytes.readableBytes();
        } else {
            read += bytes.readableBytes();
            shortPieces += bytes.readableBytes() < SHORT_BYTES ? 1 : 0;
            if (read > READ_MAX || shortPieces > SHORT_PIECES_MAX) {
                end(context);
            }
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ChannelPromise done = promise;
        if (message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                context.pipeline().remove(this);
            }
        } else if (message instanceof LastHttpContent) {
            unanswered--;
            if (unanswered == 0 && arriving && declared > READ_MAX) {
                done = promise.unvoid();
                done.addListener(written -> end(context));
            }
        }
        context.write(message, done);
    }

    private void end(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(false);
        if (!ended) {
            ended = true;
            context.executor()
                    .schedule(() -> ConnectionAbort.abort(context.channel()), LINGERING_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
