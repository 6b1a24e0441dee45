package lingdian.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Breaks off a connection whose TLS is more than a handshake and data. JSSE works on the event loop and sets no such limit: it makes keys
 * of 8,192 bits for who asks for them, copies what it has of a message with each fragment, and derives new keys as often as it is told.
 *
 * <p>It stands before the {@link SslHandler} and reads the headers of records, which are in the clear (RFC 8446, 5.1). What they hold is
 * not, so records of data are compared with the data that came out of them.
 */
final class TlsRecordLimit extends ChannelInboundHandlerAdapter {
    /** Of a connection, besides data: a handshake has three to five, with what it is told to repeat. */
    static final int OTHER_RECORDS_MAX = 16;

    /** Of a connection, besides data: a ClientHello has less than two thousand, and no client shows a certificate. */
    static final int OTHER_BYTES_MAX = 16 * 1024;

    /** Of a connection, records of data without data: new keys, and the end of the handshake. */
    static final int EMPTY_MAX = 32;

    /** One more for so many with data: who sends much may want new keys. */
    private static final int DATA_OF_EMPTY = 64;

    /** So many are worked off before they are compared with what came out of them. */
    private static final int RECORDS_AT_ONCE = EMPTY_MAX;

    private static final int HEADER_BYTES = 5;
    private static final int TYPE_DATA = 23;

    private final byte[] header = new byte[HEADER_BYTES];
    private int headerBytes;
    private int bodyBytes; // that are to come, of the record under way
    private int others;
    private int otherBytes;
    private long records;
    private long dataReads;
    private boolean prepared;
    private boolean over;

    private TlsRecordLimit() {}

    /** @param accepted belongs to no event loop yet */
    static void watch(Channel accepted) {
        accepted.pipeline().addFirst("lingdian-tls", new TlsRecordLimit());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (over || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (!prepared) {
            prepared = true;
            prepare(context);
        }
        try {
            while (!over && bytes.isReadable()) {
                int part = recordsAtOnce(bytes);
                if (others > OTHER_RECORDS_MAX || otherBytes > OTHER_BYTES_MAX) {
                    end(context);
                } else {
                    context.fireChannelRead(bytes.readRetainedSlice(part));
                    if (records - dataReads > EMPTY_MAX + dataReads / DATA_OF_EMPTY + 1) { // one may be under way
                        end(context);
                    }
                }
            }
        } finally {
            bytes.release();
        }
    }

    private void end(ChannelHandlerContext context) {
        over = true;
        ConnectionAbort.abort(context.channel());
    }

    /** How many of the next bytes belong to the next few records, which are counted. */
    private int recordsAtOnce(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        int begun = 0;
        while (at < end && (begun < RECORDS_AT_ONCE || bodyBytes > 0 || headerBytes > 0)) {
            if (bodyBytes > 0) {
                int passed = Math.min(bodyBytes, end - at);
                bodyBytes -= passed;
                at += passed;
            } else {
                header[headerBytes++] = bytes.getByte(at++);
                if (headerBytes == HEADER_BYTES) {
                    headerBytes = 0;
                    begun++;
                    count();
                }
            }
        }
        return at - bytes.readerIndex();
    }

    private void count() {
        bodyBytes = Byte.toUnsignedInt(header[3]) << Byte.SIZE | Byte.toUnsignedInt(header[4]);
        if (header[0] == TYPE_DATA) {
            records++;
        } else {
            others++;
            otherBytes += bodyBytes;
        }
    }

    /** At the first bytes, when what Vert.x adds is there and the handshake has not begun. */
    private void prepare(ChannelHandlerContext context) {
        ChannelHandlerContext tls = context.pipeline().context(SslHandler.class);
        if (tls == null) {
            throw new IllegalStateException("a server with TLS has no handler of it");
        }
        restrict(((SslHandler) tls.handler()).engine());
        context.pipeline().addAfter(tls.name(), "lingdian-tls-data", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext after, Object data) {
                dataReads++;
                after.fireChannelRead(data);
            }
        });
    }

    /**
     * To keys of elliptic curves: every client has one of them, and they cost a tenth of the others or less. TLS 1.2 takes certificates of
     * these curves only.
     */
    private static void restrict(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setNamedGroups(new String[] {"x25519", "secp256r1", "secp384r1"});
        parameters.setCipherSuites(Stream.of(parameters.getCipherSuites())
                .filter(suite -> suite.startsWith("TLS_ECDHE_") || !suite.contains("_WITH_"))
                .toArray(String[]::new));
        engine.setSSLParameters(parameters);
    }
}
