package lingdian.intake.batch;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Messages that were received and wait in no queue yet: a request whose body is still on its way, or a message that
 * changes threads. The search for silences must wait for them.
 */
final class Arrivals {
    private final TreeMap<Instant, Integer> times = new TreeMap<>();

    /**
     * Something was received.
     *
     * @return to be run, once or more, when it is in a queue or was refused
     */
    synchronized Runnable began(Instant receivedAt) {
        times.merge(receivedAt, 1, Integer::sum);
        var over = new AtomicBoolean();
        return () -> {
            if (over.compareAndSet(false, true)) {
                ended(receivedAt);
            }
        };
    }

    /** When the oldest of them was received. */
    synchronized Optional<Instant> oldest() {
        return times.isEmpty() ? Optional.empty() : Optional.of(times.firstKey());
    }

    private synchronized void ended(Instant receivedAt) {
        times.computeIfPresent(receivedAt, (at, count) -> count > 1 ? count - 1 : null);
    }
}
