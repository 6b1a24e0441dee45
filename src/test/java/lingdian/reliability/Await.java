package lingdian.reliability;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, and no longer than it takes. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    /** @return the moment at which it was seen to hold, by {@link System#nanoTime()} */
    public static long until(String what, Callable<Boolean> condition) throws Exception {
        return until(what, PATIENCE, condition);
    }

    public static long until(String what, Duration patience, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + patience + ": " + what);
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        return System.nanoTime();
    }
}
