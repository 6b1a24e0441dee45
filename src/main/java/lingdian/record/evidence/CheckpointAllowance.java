package lingdian.record.evidence;

import java.util.function.LongSupplier;

/**
 * How many checkpoints the reading of evidence may make, beside those of the days. Each has a row for every chain of the
 * country, so that a reader who asks for fresh evidence again and again would fill the disk.
 *
 * <p>Some may follow each other at once, as when an office prepares the files of a night; each of them allows the next one
 * a minute later.
 */
final class CheckpointAllowance {
    static final int AT_ONCE = 60;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final LongSupplier nanoTime;
    private long left = AT_ONCE;
    private long sinceNanos;

    /** @param nanoTime a clock that never goes back */
    CheckpointAllowance(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.sinceNanos = nanoTime.getAsLong();
    }

    /** Whether one more may be made, which then is one fewer. */
    synchronized boolean take() {
        long minutes = (nanoTime.getAsLong() - sinceNanos) / MINUTE_NANOS;
        sinceNanos += minutes * MINUTE_NANOS;
        left = Math.min(AT_ONCE, left + minutes);
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
