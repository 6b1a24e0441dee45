package lingdian.platform.work;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places, or bytes, that are taken for a while: so many in all, and fewer for one holder, so that no holder can take all
 * of them.
 *
 * @param <H> who takes one, such as an account
 */
public final class Places<H> {
    private final long maximum;
    private final long holderMaximum;
    private final Map<H, Long> byHolder = new HashMap<>();
    private long taken;

    public Places(long maximum, long holderMaximum) {
        this.maximum = maximum;
        this.holderMaximum = holderMaximum;
    }

    /** The answer to who wants a place. */
    public enum Answer {
        /** A place was taken, to be given back by {@link #leave}. */
        TAKEN,
        ALL_ARE_TAKEN,
        HOLDER_HAS_ALL_OF_ITS
    }

    /** @param holder null: one that counts in all only */
    public Answer enter(@Nullable H holder) {
        return enter(holder, 1);
    }

    /**
     * Takes so many at once.
     *
     * @param holder null: one that counts in all only
     */
    public synchronized Answer enter(@Nullable H holder, long count) {
        if (holder != null && takenBy(holder) + count > holderMaximum) {
            return Answer.HOLDER_HAS_ALL_OF_ITS;
        }
        if (taken + count > maximum) {
            return Answer.ALL_ARE_TAKEN;
        }
        taken += count;
        if (holder != null) {
            byHolder.merge(holder, count, Long::sum);
        }
        return Answer.TAKEN;
    }

    public void leave(@Nullable H holder) {
        leave(holder, 1);
    }

    /** Gives back what was taken at once. */
    public synchronized void leave(@Nullable H holder, long count) {
        taken -= count;
        if (holder != null) {
            byHolder.computeIfPresent(holder, (one, had) -> had > count ? had - count : null);
        }
    }

    public synchronized long taken() {
        return taken;
    }

    /** How many a holder has. */
    public synchronized long takenBy(H holder) {
        return byHolder.getOrDefault(holder, 0L);
    }
}
