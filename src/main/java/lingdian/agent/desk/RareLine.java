package lingdian.agent.desk;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A line of the log that strangers can cause, written at most once in a while. */
final class RareLine {
    private final long apartNanos;
    private final LongSupplier nanos;
    private final AtomicReference<@Nullable Long> last = new AtomicReference<>();

    /** @param nanos a monotonic clock */
    RareLine(long apartNanos, LongSupplier nanos) {
        this.apartNanos = apartNanos;
        this.nanos = nanos;
    }

    /** Writes the line, or leaves it out because one was written just now. */
    void write(Runnable line) {
        long now = nanos.getAsLong();
        Long before = last.get();
        if ((before == null || now - before >= apartNanos) && last.compareAndSet(before, now)) {
            line.run();
        }
    }
}
