package lingdian.platform.database;

import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many connections of each pool are in use, and how many requests wait for one, as pools report to their Vert.x. A
 * pool's own {@code size()} is no substitute: it counts open connections, and soon all connections are open.
 *
 * <p>A pool does not report a request that it refused, or whose connection failed. So a request that has waited for
 * longer than a pool permits is no longer counted; otherwise each outage would leave waiting requests behind for ever.
 */
public final class PoolUse implements VertxMetrics {
    private static final long NANOS_BETWEEN = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, Use> pools = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    public PoolUse() {
        this(System::nanoTime);
    }

    PoolUse(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public PoolMetrics<?, ?> createPoolMetrics(String type, String name, int size) {
        return pool(name);
    }

    /** Connections in use now. */
    public int used(String pool) {
        return pool(pool).used.size();
    }

    /** Requests that wait for a connection now. */
    public int waiting(String pool) {
        return pool(pool).waiting();
    }

    private Use pool(String name) {
        return pools.computeIfAbsent(name, any -> new Use());
    }

    /** One waiting request, or one connection in use; compared by identity. */
    private static final class Since {
        private final long nanos;

        Since(long nanos) {
            this.nanos = nanos;
        }
    }

    private final class Use implements PoolMetrics<Since, Since> {
        private final Set<Since> waiting = ConcurrentHashMap.newKeySet();
        private final Set<Since> used = ConcurrentHashMap.newKeySet();
        private final AtomicLong forgotten = new AtomicLong(nanoTime.getAsLong());

        @Override
        public Since enqueue() {
            if (waiting.size() >= Databases.MAXIMUM_WAITING) {
                forgetLate();
            }
            // A full pool refuses a request without reporting it, so it is not counted here.
            return waiting.size() >= Databases.MAXIMUM_WAITING ? new Since(nanoTime.getAsLong()) : added(waiting);
        }

        @Override
        public void dequeue(Since request) {
            waiting.remove(request);
        }

        @Override
        public Since begin() {
            return added(used);
        }

        @Override
        public void end(Since connection) {
            used.remove(connection);
        }

        int waiting() {
            forget(nanoTime.getAsLong());
            return waiting.size();
        }

        /** Drops requests that waited too long. Does so at most once a second, because it examines every entry. */
        private void forgetLate() {
            long now = nanoTime.getAsLong();
            long last = forgotten.get();
            if (now - last > NANOS_BETWEEN && forgotten.compareAndSet(last, now)) {
                forget(now);
            }
        }

        private void forget(long now) {
            waiting.removeIf(request -> now - request.nanos > Databases.LONGEST_WAIT.toNanos());
        }

        private Since added(Set<Since> these) {
            var since = new Since(nanoTime.getAsLong());
            these.add(since);
            return since;
        }
    }
}
