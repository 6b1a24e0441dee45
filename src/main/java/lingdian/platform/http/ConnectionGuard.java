package lingdian.platform.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocket08FrameDecoder;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.platform.settings.Settings;
import lingdian.platform.work.Periodic;
import org.jspecify.annotations.Nullable;

/**
 * Limits the connections of unauthenticated clients: their number, in total and from one network, and the time until a
 * complete request header. Bytes that trickle in do not extend this time.
 */
public final class ConnectionGuard {
    private static final long LOOK_MILLIS = 1_000;

    private final Settings.Connections limits;
    private final int thisMachineMaximum;
    private final Runnable refused;
    private final Periodic looks;
    private final Set<Channel> taken = ConcurrentHashMap.newKeySet();
    private final Map<Channel, Use> open = new ConcurrentHashMap<>();
    private final AtomicInteger sharing = new AtomicInteger();
    private final NetworkCount byNetwork;

    /** The state of a connection. Written on its event loop and by the periodic check. */
    private static final class Use {
        private volatile @Nullable HttpServerResponse last;
        private volatile long sinceNanos = System.nanoTime(); // only for time-outs, never for the record
        private boolean closing;

        /** Whether a request is being answered: then the connection may be silent. */
        boolean isUnderWay() {
            HttpServerResponse answering = last;
            return answering != null && !answering.ended();
        }

        /** Ends the connection; by force, if that was not possible before, because its client reads nothing. */
        void close(Channel channel) {
            if (closing) {
                ConnectionAbort.abort(channel);
            } else {
                closing = true;
                channel.close();
            }
        }
    }

    /**
     * A guard that does not limit this machine, on which a proxy may carry all clients.
     *
     * @param refused is called for every connection over a limit
     */
    public ConnectionGuard(Vertx vertx, Settings.Connections limits, Runnable refused) {
        this(vertx, limits, 0, refused);
    }

    /**
     * A guard that keeps connections for this machine.
     *
     * @param thisMachineMaximum how many connections of the total are for programs on this machine, and for nobody else;
     *     0 if they take theirs of all, without a limit
     */
    public ConnectionGuard(Vertx vertx, Settings.Connections limits, int thisMachineMaximum, Runnable refused) {
        this.limits = limits;
        this.thisMachineMaximum = thisMachineMaximum;
        this.refused = refused;
        this.byNetwork = new NetworkCount(limits.maximumPerAddress(), thisMachineMaximum);
        this.looks = new Periodic(vertx, "idle connections", this::look);
    }

    /** Begins to look for idle connections. */
    public void start() {
        looks.start(LOOK_MILLIS);
    }

    public void stop() {
        looks.stop();
    }

    /** Counts a connection that was accepted, before its TLS handshake; false if it is one too many ({@link GuardedTransport}). */
    public boolean takes(Channel channel) {
        String address = address(channel.remoteAddress());
        boolean reserved = thisMachineMaximum > 0 && ClientAddress.of(address).isThisMachine();
        int shared = reserved ? 0 : 1;
        boolean hasRoom = sharing.addAndGet(shared) <= limits.maximum() - thisMachineMaximum; // several loops accept
        if (!byNetwork.enter(address) || !hasRoom && !reserved) {
            sharing.addAndGet(-shared);
            byNetwork.leave(address);
            refused.run();
            return false;
        }
        taken.add(channel);
        channel.closeFuture().addListener(closed -> {
            taken.remove(channel);
            sharing.addAndGet(-shared);
            byNetwork.leave(address);
        });
        return true;
    }

    /** Watches a new connection; counts it, or closes it, unless it was counted when it was accepted. */
    public void connected(HttpConnection connection) {
        Channel channel = channel(connection);
        if (!taken.contains(channel) && !takes(channel)) {
            connection.close();
            return;
        }
        PeerResets.watch(channel);
        PipelineLimit.watch(channel);
        UnreadBody.watch(channel);
        JoinedPieces.watch(channel);
        open.put(channel, new Use());
        channel.closeFuture().addListener(closed -> open.remove(channel));
    }

    /** Wraps the handler of requests, so that connections with a request under way are not closed. */
    public Handler<HttpServerRequest> around(Handler<HttpServerRequest> answering) {
        return request -> {
            Use use = open.get(channel(request.connection()));
            if (use != null) {
                use.last = request.response();
            }
            answering.handle(request);
        };
    }

    private static @Nullable String address(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress internet
                ? internet.getAddress().getHostAddress()
                : null;
    }

    private Future<Void> look() {
        long now = System.nanoTime();
        open.forEach((channel, use) -> {
            long seconds = use.last == null ? limits.requestSeconds() : limits.idleSeconds();
            if (use.isUnderWay()) {
                use.sinceNanos = now;
            } else if (now - use.sinceNanos > TimeUnit.SECONDS.toNanos(seconds)) {
                if (isWebSocket(channel)) {
                    use.sinceNanos = now; // an upgraded connection has its endpoint's limits
                } else {
                    use.close(channel); // not logged: browsers open connections that they never use
                }
            }
        });
        return Future.succeededFuture();
    }

    private static boolean isWebSocket(Channel channel) {
        return channel.pipeline().get(WebSocket08FrameDecoder.class) != null;
    }

    /** The identity of a connection: its Vert.x object changes with an upgrade. */
    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }
}
