package lingdian.platform;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places that are taken for a while: so many in all, and fewer for one holder, so that no holder can take all of them.
 *
 * @param <H> who takes one, such as an account
 */
public final class Places<H> {
    private final int maximum;
    private final int holderMaximum;
    private final Map<H, Integer> byHolder = new HashMap<>();
    private int taken;

    public Places(int maximum, int holderMaximum) {
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
    public synchronized Answer enter(@Nullable H holder) {
        if (holder != null && byHolder.getOrDefault(holder, 0) >= holderMaximum) {
            return Answer.HOLDER_HAS_ALL_OF_ITS;
        }
        if (taken >= maximum) {
            return Answer.ALL_ARE_TAKEN;
        }
        taken++;
        if (holder != null) {
            byHolder.merge(holder, 1, Integer::sum);
        }
        return Answer.TAKEN;
    }

    public synchronized void leave(@Nullable H holder) {
        taken--;
        if (holder != null) {
            byHolder.computeIfPresent(holder, (one, count) -> count > 1 ? count - 1 : null);
        }
    }

    public synchronized int taken() {
        return taken;
    }
}
