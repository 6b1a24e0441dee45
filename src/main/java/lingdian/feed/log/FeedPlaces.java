package lingdian.feed.log;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The places for subscribers: so many in all, and fewer for one account, so that no account can take all of them. */
final class FeedPlaces {
    private final int maximum;
    private final int accountMaximum;
    private final Map<String, Integer> byAccount = new HashMap<>();
    private int taken;

    FeedPlaces(int maximum, int accountMaximum) {
        this.maximum = maximum;
        this.accountMaximum = accountMaximum;
    }

    /** The answer to a subscriber. */
    enum Answer {
        /** A place was taken, to be given back by {@link #leave}. */
        TAKEN,
        ALL_ARE_TAKEN,
        ACCOUNT_HAS_ALL_OF_ITS
    }

    synchronized Answer enter(@Nullable String account) {
        if (account != null && byAccount.getOrDefault(account, 0) >= accountMaximum) {
            return Answer.ACCOUNT_HAS_ALL_OF_ITS;
        }
        if (taken >= maximum) {
            return Answer.ALL_ARE_TAKEN;
        }
        taken++;
        if (account != null) {
            byAccount.merge(account, 1, Integer::sum);
        }
        return Answer.TAKEN;
    }

    synchronized void leave(@Nullable String account) {
        taken--;
        if (account != null) {
            byAccount.computeIfPresent(account, (one, count) -> count > 1 ? count - 1 : null);
        }
    }

    synchronized int taken() {
        return taken;
    }
}
