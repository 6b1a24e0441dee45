package lingdian.feed.notification;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The wait after a failed attempt: doubled each time, with jitter. */
public final class Retry {
    static final Duration FIRST = Duration.ofSeconds(10);
    static final Duration LONGEST = Duration.ofHours(1);
    private static final int DOUBLINGS = 16;

    private Retry() {}

    /** @param attempts the number of failed attempts, at least one; the jitter is at most half of the wait */
    public static Duration after(int attempts, RandomGenerator random) {
        long doubled = FIRST.toMillis() << Math.min(attempts - 1, DOUBLINGS);
        long most = Math.min(doubled, LONGEST.toMillis());
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }
}
