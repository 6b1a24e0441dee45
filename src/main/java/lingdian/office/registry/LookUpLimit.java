package lingdian.office.registry;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;

/**
 * Limits how many questions one account asks the registry in an hour, on one node. Whether it looks a person up, registers,
 * revokes or imports, the answer tells whether a number is registered, so that lists of numbers must not be tried.
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

    /** Counts a question; fails with 429 if it is one too many. */
    Future<Void> admit(AccountId account) {
        return admits(account)
                ? Future.succeededFuture()
                : Future.failedFuture(Refused.limit(
                        "lookups",
                        429,
                        "One account may ask the registry " + perHour + " times in an hour. Try again later."));
    }

    /** Counts a question; false if it is one too many. */
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
}
