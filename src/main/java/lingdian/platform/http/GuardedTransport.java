package lingdian.platform.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A transport that guards connections from their beginning: it asks about each one that is accepted, and limits the TLS
 * of accepted ones and of those to other servers. Vert.x tells of connections after their TLS handshakes only, so that
 * nobody would count those of a peer that ends none.
 */
public final class GuardedTransport implements Transport {
    private final Guarding implementation = new Guarding();
    private volatile Predicate<Channel> isTaken = connection -> true;

    /** @param isTaken of each connection from now on; one that is not taken is closed. On the thread that accepts. */
    public void ask(Predicate<Channel> isTaken) {
        this.isTaken = isTaken;
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return implementation;
    }

    private final class Guarding extends NioTransport {
        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap server) {
            super.configure(options, domainSocket, server);
            server.handler(new Gate(options.isSsl()));
        }

        /** Of connections to other servers. */
        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            ChannelFactory<? extends Channel> plain = super.channelFactory(domainSocket);
            return () -> {
                Channel opened = plain.newChannel();
                TlsRecordLimit.watchServer(opened);
                return opened;
            };
        }
    }

    @Sharable
    private final class Gate extends ChannelInboundHandlerAdapter {
        private final boolean tls;

        Gate(boolean tls) {
            this.tls = tls;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof Channel connection) {
                if (!isTaken.test(connection)) {
                    connection.unsafe().closeForcibly(); // it belongs to no event loop yet
                    return;
                }
                if (tls) {
                    TlsRecordLimit.watchClient(connection);
                }
            }
            context.fireChannelRead(accepted);
        }
    }
}
