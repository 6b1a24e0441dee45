package lingdian.agent.desk;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A line of the log that strangers can cause, written at most once in a while. */
final class RareLine {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final long apartNanos;
    private final LongSupplier nanos;
    private final AtomicReference<@Nullable Long> last = new AtomicReference<>();

    /** @param nanos a monotonic clock */
    RareLine(long apartNanos, LongSupplier nanos) {
        this.apartNanos = apartNanos;
        this.nanos = nanos;
    }

    /** A line that a guest can cause without end: it takes 6 MB of the log, which has 100 MB for a month. */
    static RareLine eachMinute() {
        return new RareLine(MINUTE_NANOS, System::nanoTime);
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
