package lingdian.feed.notification;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Looks up names of hosts on threads of its own, since Java can neither do so without a thread nor give up a look-up whose
 * name server never answers.
 *
 * <p>Each owner of addresses has a share of the threads, so that one whose names are never resolved keeps only their own
 * messages waiting.
 */
final class NameLookups {
    /** Of one owner: an account has as many targets. */
    static final int OWNERS_SHARE = 5;

    private static final int THREADS = 32;

    private final Vertx vertx;
    private final WorkerExecutor threads;
    private final Function<String, Callable<InetAddress[]>> resolver;
    /** A name that is slow to be resolved holds one thread, however many messages wait for it. */
    private final Map<String, Future<List<InetAddress>>> underWay = new HashMap<>();

    private final Map<String, Integer> shares = new HashMap<>();

    /** @param threads the name of the threads; users of the same name share them */
    NameLookups(Vertx vertx, String threads) {
        this(vertx, threads, host -> () -> InetAddress.getAllByName(host));
    }

    NameLookups(Vertx vertx, String threads, Function<String, Callable<InetAddress[]>> resolver) {
        this.vertx = vertx;
        this.threads = vertx.createSharedWorkerExecutor(threads, THREADS);
        this.resolver = resolver;
    }

    void close() {
        threads.close();
    }

    /** Fails if the host has no address, or its owner has too many look-ups under way. */
    synchronized Future<List<InetAddress>> numbers(String owner, String host) {
        Future<List<InetAddress>> known = underWay.get(host);
        if (known != null) {
            return known;
        }
        if (shares.getOrDefault(owner, 0) >= OWNERS_SHARE) {
            return Future.failedFuture("too many names of its owner are being looked up");
        }
        shares.merge(owner, 1, Integer::sum);
        Future<List<InetAddress>> begun = threads.executeBlocking(
                        () -> List.of(resolver.apply(host).call()), false)
                .map(Objects::requireNonNull);
        underWay.put(host, begun);
        begun.onComplete(done -> vertx.runOnContext(go -> end(owner, host)));
        return begun;
    }

    private synchronized void end(String owner, String host) {
        underWay.remove(host);
        shares.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
    }
}
