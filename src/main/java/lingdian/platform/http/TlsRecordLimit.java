package lingdian.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Breaks off a connection whose TLS is more than a handshake and data. JSSE works on the event loop and sets no such limit: it makes keys
 * of 8,192 bits if the other side wants them, copies what it has of a message with each fragment, passes over any number of warnings, and derives
 * new keys as often as it is told.
 *
 * <p>It stands before the {@link SslHandler} and reads the headers of records, which are in the clear (RFC 8446, 5.1). What they hold is
 * not, so records of data are compared with the data that came out of them.
 */
final class TlsRecordLimit extends ChannelInboundHandlerAdapter {
    /** Of a connection, records of data without data: new keys, and tickets of a session. */
    static final int EMPTY_MAX = 32;

    /** One more for so many with data: who sends much may want new keys. */
    private static final int DATA_OF_EMPTY = 64;

    /** So many are worked off before they are compared with what came out of them. */
    private static final int RECORDS_AT_ONCE = EMPTY_MAX;

    private static final String NAME = "lingdian-tls";
    private static final int HEADER_BYTES = 5;
    private static final int TYPE_DATA = 23;

    private final Peer peer;
    private final byte[] header = new byte[HEADER_BYTES];
    private int headerBytes;
    private int bodyBytes; // that are to come, of the record under way
    private int others;
    private int otherBytes;
    private long records;
    private long dataReads;
    private boolean prepared;
    private boolean handshakeEnded;
    private boolean over;

    private TlsRecordLimit(Peer peer) {
        this.peer = peer;
    }

    /**
     * What a connection's other side may send besides data, and the key exchanges that are done with it: elliptic curves cost a tenth of
     * the others or less, and everyone has one of these.
     */
    private enum Peer {
        /**
         * A handshake has four to six records, with what it is told to repeat. A ClientHello has less than two thousand bytes, and no
         * client shows a certificate. TLS 1.2 takes certificates of these curves only.
         */
        CLIENT(
                16,
                16 * 1024,
                suite -> suite.startsWith("TLS_ECDHE_") || !suite.contains("_WITH_"),
                "x25519",
                "secp256r1",
                "secp384r1"),

        /**
         * Certificates have some ten thousand bytes, and some servers fill records of 512. Certificates of the largest curve are in use,
         * and so are old servers that exchange keys by RSA, which costs this side little.
         */
        SERVER(128, 64 * 1024, suite -> !suite.startsWith("TLS_DH"), "x25519", "secp256r1", "secp384r1", "secp521r1");

        private final int recordsMax;
        private final int bytesMax;
        private final Predicate<String> suites;
        private final String[] groups;

        Peer(int recordsMax, int bytesMax, Predicate<String> suites, String... groups) {
            this.recordsMax = recordsMax;
            this.bytesMax = bytesMax;
            this.suites = suites;
            this.groups = groups;
        }

        void restrict(SSLEngine engine) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setNamedGroups(groups);
            parameters.setCipherSuites(
                    Stream.of(parameters.getCipherSuites()).filter(suites).toArray(String[]::new));
            engine.setSSLParameters(parameters);
        }
    }

    /** @param accepted belongs to no event loop yet */
    static void watchClient(Channel accepted) {
        accepted.pipeline().addFirst(NAME, new TlsRecordLimit(Peer.CLIENT));
    }

    /** @param opened is not connected yet; nothing is limited if it has no TLS when it is */
    static void watchServer(Channel opened) {
        opened.pipeline().addFirst(NAME, new TlsRecordLimit(Peer.SERVER));
    }

    /** To a server, this comes before the ClientHello, which offers what is left of the key exchanges. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (peer == Peer.SERVER) {
            ChannelHandlerContext tls = context.pipeline().context(SslHandler.class);
            if (tls == null) {
                context.pipeline().remove(this);
            } else {
                prepare(tls);
            }
        }
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (over || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (!prepared) { // a client's first bytes: what Vert.x adds is there, and the handshake has not begun
            ChannelHandlerContext tls = context.pipeline().context(SslHandler.class);
            if (tls == null) {
                throw new IllegalStateException("a server with TLS has no handler of it");
            }
            prepare(tls);
        }
        try {
            while (!over && bytes.isReadable()) {
                int part = recordsAtOnce(bytes);
                if (others > peer.recordsMax || otherBytes > peer.bytesMax) {
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

    /** How many of the next bytes belong to the next few records, which are counted. In a handshake it is one, as it may be the last. */
    private int recordsAtOnce(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        int begun = 0;
        int most = handshakeEnded ? RECORDS_AT_ONCE : 1;
        while (at < end && (begun < most || bodyBytes > 0 || headerBytes > 0)) {
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

    /** By TLS 1.3 the most of a handshake is in records of data. */
    private void count() {
        bodyBytes = Byte.toUnsignedInt(header[3]) << Byte.SIZE | Byte.toUnsignedInt(header[4]);
        if (handshakeEnded && header[0] == TYPE_DATA) {
            records++;
        } else {
            others++;
            otherBytes += bodyBytes;
        }
    }

    private void prepare(ChannelHandlerContext tls) {
        prepared = true;
        peer.restrict(((SslHandler) tls.handler()).engine());
        tls.pipeline().addAfter(tls.name(), "lingdian-tls-data", new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext after, Object event) {
                handshakeEnded |= event instanceof SslHandshakeCompletionEvent;
                after.fireUserEventTriggered(event);
            }

            @Override
            public void channelRead(ChannelHandlerContext after, Object data) {
                dataReads++;
                after.fireChannelRead(data);
            }
        });
    }
}
