package lingdian.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until a condition holds, and returns as soon as it does.
 *
 * <p>The limit ends only waits for a condition that never holds: on a busy machine, any other wait may take many times
 * as long as on an idle one.
 */
public final class Await {
    public static final int PATIENCE_SECONDS = 240;
    public static final int PATIENCE_MILLIS = PATIENCE_SECONDS * 1_000;
    public static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    private Await() {}

    /** @return when the condition was seen to hold, by {@link System#nanoTime()} */
    public static long until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        return System.nanoTime();
    }
}
