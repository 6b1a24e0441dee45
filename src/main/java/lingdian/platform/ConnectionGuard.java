package lingdian.platform;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what strangers can hold: how many connections there are, in all and from one address, and how long one may take to
 * ask for something. Bytes that trickle in do not count as asking.
 *
 * <p>Not counted by address is this machine, on which a proxy may be that all the others come through.
 */
public final class ConnectionGuard {
    private static final Set<String> HERE = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
    private static final long LOOK_MILLIS = 1_000;
    /** Between two requests of one connection: longer than what clients and proxies keep one for. */
    private static final long IDLE_NANOS = 75_000_000_000L;

    private final Settings.Connections limits;
    private final Runnable refused;
    private final Map<HttpConnection, Use> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    /** What a connection does. Written on its event loop and by the sweep. */
    private static final class Use {
        private volatile @Nullable HttpServerResponse last;
        private volatile long sinceNanos = System.nanoTime(); // measures, decides nothing of the record

        /** Whether something is being answered: then it may be silent. */
        boolean isUnderWay() {
            HttpServerResponse answering = last;
            return answering != null && !answering.ended();
        }
    }

    /** @param refused is told of every connection that is one too many */
    public ConnectionGuard(Settings.Connections limits, Runnable refused) {
        this.limits = limits;
        this.refused = refused;
    }

    /** Begins to look for connections that ask for nothing. They end with {@code vertx}. */
    public void start(Vertx vertx) {
        vertx.setPeriodic(LOOK_MILLIS, tick -> sweep(System.nanoTime()));
    }

    /** A new connection: counted, or closed. */
    public void connected(HttpConnection connection) {
        String address = address(connection.remoteAddress());
        if (!admits(address) || open.size() >= limits.maximum()) {
            leave(address);
            refused.run();
            connection.close();
            return;
        }
        open.put(connection, new Use());
        connection.closeHandler(closed -> {
            open.remove(connection);
            leave(address);
        });
    }

    /** Around what answers requests. */
    public Handler<HttpServerRequest> around(Handler<HttpServerRequest> answering) {
        return request -> {
            Use use = open.get(request.connection());
            if (use != null) {
                use.last = request.response();
            }
            answering.handle(request);
        };
    }

    private boolean admits(@Nullable String address) {
        if (address == null || limits.maximumPerAddress() == 0) {
            return true;
        }
        return byAddress.merge(address, 1, Integer::sum) <= limits.maximumPerAddress();
    }

    private void leave(@Nullable String address) {
        if (address != null) {
            byAddress.computeIfPresent(address, (one, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** Null where it is not counted. */
    private static @Nullable String address(@Nullable SocketAddress remote) {
        String host = remote == null ? null : remote.hostAddress();
        return host == null || HERE.contains(host) ? null : host;
    }

    private void sweep(long now) {
        long firstNanos = limits.requestSeconds() * 1_000_000_000L;
        open.forEach((connection, use) -> {
            if (use.isUnderWay()) {
                use.sinceNanos = now;
            } else if (now - use.sinceNanos > (use.last == null ? firstNanos : IDLE_NANOS)) {
                connection.close(); // no news: browsers open some that they never use
            }
        });
    }}
