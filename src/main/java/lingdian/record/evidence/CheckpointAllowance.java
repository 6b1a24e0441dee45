package lingdian.record.evidence;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import lingdian.domain.AccountId;
import lingdian.platform.work.LimitedMap;

/**
 * How many checkpoints the reading of evidence may make, beside those of the days. Each has a row for every chain of the
 * country, so that a reader who asks for fresh evidence again and again would fill the disk.
 *
 * <p>Some may follow each other at once, as when an office prepares the files of a night; each of them allows the next one
 * a minute later. One account has a share, and all operators together leave most to the offices, so that neither can keep
 * an officer from fresh evidence.
 */
final class CheckpointAllowance {
    static final int AT_ONCE = 60;
    static final int OF_ACCOUNT_AT_ONCE = 20;
    static final int OF_OPERATORS_AT_ONCE = 20;
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long OF_ACCOUNT_NANOS = 3 * MINUTE_NANOS;
    private static final int ACCOUNTS_MAX = 10_000;

    private final LongSupplier nanoTime;
    private final Share inAll;
    private final Map<AccountId, Share> ofAccounts = LimitedMap.byUse(ACCOUNTS_MAX);

    /** What is left at the moment, and since when one more grows. */
    private static final class Share {
        private final int most;
        private final long growthNanos;
        private long left;
        private long sinceNanos;

        Share(int most, long growthNanos, long nowNanos) {
            this.most = most;
            this.growthNanos = growthNanos;
            this.left = most;
            this.sinceNanos = nowNanos;
        }

        long left(long nowNanos) {
            long grown = (nowNanos - sinceNanos) / growthNanos;
            sinceNanos += grown * growthNanos;
            left = Math.min(most, left + grown);
            return left;
        }
    }

    /** @param nanoTime a clock that never goes back */
    CheckpointAllowance(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.inAll = new Share(AT_ONCE, MINUTE_NANOS, nanoTime.getAsLong());
    }

    /** Whether one more may be made, which then is one fewer. */
    synchronized boolean take(BundleOrder order) {
        long now = nanoTime.getAsLong();
        int leftToOthers = order.isOperators() ? AT_ONCE - OF_OPERATORS_AT_ONCE : 0;
        Share own = order.account() == null ? inAll : ofAccount(order.account(), now);
        if (inAll.left(now) <= leftToOthers || own.left(now) == 0) {
            return false;
        }
        inAll.left--;
        if (own != inAll) {
            own.left--;
        }
        return true;
    }

    private Share ofAccount(AccountId account, long nowNanos) {
        return ofAccounts.computeIfAbsent(account, first -> new Share(OF_ACCOUNT_AT_ONCE, OF_ACCOUNT_NANOS, nowNanos));
    }
}
