package lingdian.platform.work;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * So many uses in a while for each holder, on one node. A while begins with a holder's first use after the last one. Of
 * many holders it remembers the latest.
 *
 * @param <H> who uses it, such as an account
 */
public final class Quota<H> {
    private static final int HOLDERS_MAX = 10_000;

    private final long maximum;
    private final Duration lasts;
    private final InstantSource clock;
    private final Map<H, While> byHolder = LimitedMap.byUse(HOLDERS_MAX);

    private static final class While {
        private Instant began = Instant.EPOCH;
        private long count;
    }

    public Quota(long maximum, Duration lasts, InstantSource clock) {
        this.maximum = maximum;
        this.lasts = lasts;
        this.clock = clock;
    }

    /** Counts a use; false, and not counted, if it is one too many. */
    public boolean admits(H holder) {
        return admits(holder, 1);
    }

    /** Counts so many at once; false, and none of them counted, if they are too many. */
    public boolean admits(H holder, long uses) {
        return admits(holder, uses, maximum);
    }

    /** Like the above, with a maximum of this holder. */
    public synchronized boolean admits(H holder, long uses, long maximum) {
        While current = byHolder.computeIfAbsent(holder, first -> new While());
        Instant now = clock.instant();
        if (!current.began.plus(lasts).isAfter(now)) {
            current.began = now;
            current.count = 0;
        }
        if (current.count + uses > maximum) {
            return false;
        }
        current.count += uses;
        return true;
    }

    /** How long the holder's present while still lasts; zero if there is none. */
    public synchronized Duration left(H holder) {
        While current = byHolder.get(holder);
        Duration left = current == null ? Duration.ZERO : Duration.between(clock.instant(), current.began.plus(lasts));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
