package lingdian.office.api;

import java.util.HashMap;
import java.util.Map;
import lingdian.domain.AccountId;

/**
 * Limits the requests with files that are read at once: they are held in memory, so few in all, and fewer of one
 * account, so that no account can block the others.
 */
public final class UploadLimit {
    static final int OF_ACCOUNT_MAX = 2;
    static final int IN_ALL_MAX = 16;

    private final Map<AccountId, Integer> underWay = new HashMap<>();
    private int inAll;

    /** Counts a request; false if it is one too many. After true, {@link #leave} must be called once. */
    public synchronized boolean enter(AccountId account) {
        if (inAll >= IN_ALL_MAX || underWay.getOrDefault(account, 0) >= OF_ACCOUNT_MAX) {
            return false;
        }
        inAll++;
        underWay.merge(account, 1, Integer::sum);
        return true;
    }

    public synchronized void leave(AccountId account) {
        inAll--;
        underWay.computeIfPresent(account, (one, count) -> count > 1 ? count - 1 : null);
    }
}
