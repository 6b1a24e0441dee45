package lingdian.office.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import lingdian.domain.AccountId;

/**
 * Limits how many persons one account looks up in an hour, on one node: the answer tells whether a number is registered
 * and a name is right, so that lists of numbers must not be tried.
 */
final class LookUpLimit {
    private static final int ACCOUNTS_MAX = 10_000;
    private static final Duration HOUR = Duration.ofHours(1);

    private final int perHour;
    private final InstantSource clock;
    private final Map<AccountId, Hour> hours = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AccountId, Hour> eldest) {
            return size() > ACCOUNTS_MAX;
        }
    };

    private static final class Hour {
        private Instant began = Instant.EPOCH;
        private int count;
    }

    LookUpLimit(int perHour, InstantSource clock) {
        this.perHour = perHour;
        this.clock = clock;
    }

    /** Counts a look-up; false if it is one too many. */
    synchronized boolean admits(AccountId account) {
        Hour hour = hours.computeIfAbsent(account, first -> new Hour());
        Instant now = clock.instant();
        if (!hour.began.plus(HOUR).isAfter(now)) {
            hour.began = now;
            hour.count = 0;
        }
        if (hour.count >= perHour) {
            return false;
        }
        hour.count++;
        return true;
    }

    int perHour() {
        return perHour;
    }
}
