package lingdian.platform.database;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.net.NetClientOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import jdk.net.ExtendedSocketOptions;
import lingdian.platform.http.ConnectionAbort;

/**
 * The open connections of a node's pools, by the server that each leads to, so that those of a server that is lost can
 * be broken off: what waits on them then fails at once and is tried again.
 *
 * <p>The pools have no public method for that, so this class uses internal ones.
 */
final class OpenConnections {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int STARTUP_SECONDS = 5;
    private static final String STARTUP = "idle"; // as Vert.x names the handler of an idle timeout
    /** A peer that vanished is noticed within 25 seconds, also while nothing else looks. */
    private static final int KEEP_ALIVE_IDLE_SECONDS = 10;

    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 5;
    private static final int KEEP_ALIVE_PROBES = 3;

    private final Map<Channel, HostState> open = new ConcurrentHashMap<>();

    /** The transport of pools whose connections are taken up here: a host that accepts and says nothing is given up. */
    static NetClientOptions transport(DatabaseAddress address) {
        return address.session()
                .applyTo(new NetClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setIdleTimeout(STARTUP_SECONDS)
                        .setTcpKeepAlive(true));
    }

    /** Takes up a connection that has answered. */
    void add(SqlConnection connection, HostState state) {
        Channel channel = channel(connection);
        if (channel.pipeline().get(STARTUP) != null) {
            channel.pipeline().remove(STARTUP);
        }
        keepAlive(channel);
        open.put(channel, state);
        var unused = channel.closeFuture().addListener(closed -> open.remove(channel));
    }

    private static void keepAlive(Channel channel) {
        channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEP_ALIVE_IDLE_SECONDS);
        channel.config()
                .setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), KEEP_ALIVE_INTERVAL_SECONDS);
        channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), KEEP_ALIVE_PROBES);
    }

    static void breakOff(SqlConnection connection) {
        ConnectionAbort.abort(channel(connection));
    }

    /** Breaks off the connections to these; returns their number. */
    int breakOff(Predicate<HostState> which) {
        var lost = open.entrySet().stream()
                .filter(one -> which.test(one.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        lost.forEach(ConnectionAbort::abort);
        return lost.size();
    }

    private static Channel channel(SqlConnection connection) {
        var socket = (SocketConnectionBase)
                ((SqlConnectionInternal) connection).unwrap().unwrap();
        return socket.socket().channelHandlerContext().channel();
    }
}
