package lingdian.office.api;

import lingdian.domain.AccountId;
import lingdian.platform.Places;

/**
 * Limits the requests with files that are read at once: they are held in memory, so few in all, and fewer of one
 * account, so that no account can block the others.
 */
public final class UploadLimit {
    static final int OF_ACCOUNT_MAX = 2;
    static final int IN_ALL_MAX = 16;

    private final Places<AccountId> places = new Places<>(IN_ALL_MAX, OF_ACCOUNT_MAX);

    /** Counts a request; false if it is one too many. After true, {@link #leave} must be called once. */
    public boolean enter(AccountId account) {
        return places.enter(account) == Places.Answer.TAKEN;
    }

    public void leave(AccountId account) {
        places.leave(account);
    }
}
