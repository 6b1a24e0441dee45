package lingdian.agent.desk;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How far the adapters have read, so that what the agent records by itself does not overtake older lines.
 *
 * <p>The service counts no event as older than the one before it in its café. A heartbeat before the lines of guests who
 * left in time would move them past closing. So it waits for a look that began after it was due and read everything; not
 * for ever, since a database that is away must not silence the café.
 *
 * <p>The adapters' thread and the desk's context tell it; the desk's context alone asks.
 */
final class CardReading {
    /** Since anything was recorded: a cashier's database may start later than the agent. */
    static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2); // well within the time after which a café is silent

    private final LongSupplier nanos;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong recorded = new AtomicLong();
    private volatile long whole;
    private long awaited;
    private long sinceNanos;
    private long recordedThen;

    /** @param nanos a clock of time-outs, as {@link System#nanoTime} */
    CardReading(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A look at all sources begins; the number that {@link #readAll} takes. */
    long begin() {
        return begun.incrementAndGet();
    }

    /** A look has read every source to its end. */
    void readAll(long look) {
        whole = look;
    }

    /** A line or row was recorded. */
    void recorded() {
        recorded.incrementAndGet();
    }

    /** Whether the agent may record an event of now; if not, it is to be asked again for the same event. */
    boolean isAbreast() {
        if (awaited == 0) {
            awaited = begun.get() + 1;
            waitAnew();
        } else if (recorded.get() != recordedThen) {
            waitAnew();
        }
        if (whole >= awaited) {
            awaited = 0;
            return true;
        }
        return nanos.getAsLong() - sinceNanos > PATIENCE_NANOS;
    }

    private void waitAnew() {
        sinceNanos = nanos.getAsLong();
        recordedThen = recorded.get();
    }
}
