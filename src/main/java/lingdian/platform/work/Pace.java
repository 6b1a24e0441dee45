package lingdian.platform.work;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * So many units at once for each holder, and then one after another at a pace, on one node: the generic cell rate algorithm,
 * which remembers one time of a holder. Of many holders it remembers the latest.
 *
 * @param <H> who uses units, such as an account
 */
public final class Pace<H> {
    private static final int HOLDERS_MAX = 10_000;

    private final Duration each;
    private final Duration atOnce;
    private final Duration most;
    private final InstantSource clock;
    /** When the holder will have all units again. */
    private final Map<H, Instant> fullAt = LimitedMap.byUse(HOLDERS_MAX);

    /**
     * @param atOnce how many units a holder has after a rest
     * @param owedMax how many may be spent beyond those that a holder has
     * @param each the time in which a holder gets one more
     */
    public Pace(int atOnce, int owedMax, Duration each, InstantSource clock) {
        this.each = each;
        this.atOnce = each.multipliedBy(atOnce);
        this.most = each.multipliedBy(atOnce + (long) owedMax);
        this.clock = clock;
    }

    /** How long until the holder has a unit; zero if it has one now. */
    public synchronized Duration until(H holder) {
        return positive(spent(holder).plus(each).minus(atOnce));
    }

    /** Takes a unit if the holder has one; otherwise returns how long until then. */
    public synchronized Duration take(H holder) {
        Duration until = until(holder);
        if (until.isZero()) {
            spend(holder, 1);
        }
        return until;
    }

    /** Takes units, also those that the holder does not have yet. */
    public synchronized void spend(H holder, int units) {
        fullAt.put(holder, clock.instant().plus(bounded(spent(holder).plus(each.multipliedBy(units)))));
    }

    private Duration spent(H holder) {
        Instant now = clock.instant();
        Duration spent = positive(Duration.between(now, fullAt.getOrDefault(holder, now)));
        if (spent.compareTo(most) > 0) { // the clock was set back
            fullAt.put(holder, now.plus(most));
        }
        return bounded(spent);
    }

    private Duration bounded(Duration spent) {
        return spent.compareTo(most) > 0 ? most : spent;
    }

    private static Duration positive(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }
}
