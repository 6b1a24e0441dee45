package lingdian.office.registry;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.platform.Quota;

/**
 * Limits how many questions one account asks the registry in an hour, on one node. Whether it looks a person up, registers,
 * revokes or imports, the answer tells whether a number is registered, so that lists of numbers must not be tried.
 */
final class LookUpLimit {
    private final int perHour;
    private final Quota<AccountId> questions;

    LookUpLimit(int perHour, InstantSource clock) {
        this.perHour = perHour;
        this.questions = new Quota<>(perHour, Duration.ofHours(1), clock);
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
    boolean admits(AccountId account) {
        return questions.admits(account);
    }
}
