package lingdian.office.registry;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.platform.http.Problem;
import lingdian.platform.work.Quota;

/**
 * Limits how many questions one account asks the registry in an hour, on one node. Whether it looks a person up, registers,
 * revokes or imports, the answer tells whether a number is registered, so that lists of numbers must not be tried. A line
 * of an import that is refused because of its person is a question, too, whether or not the report has room for it.
 */
final class LookUpLimit {
    private static final String LIMIT = "lookups";

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
                        LIMIT,
                        429,
                        "One account may ask the registry " + perHour + " times in an hour. Try again later."));
    }

    /** Counts a question; false if it is one too many. */
    boolean admits(AccountId account) {
        return questions.admits(account);
    }

    /** Counts an answer as limited that withholds what would tell of persons beyond the limit. */
    static void note(RoutingContext routing) {
        Problem.of(429, "").reaching(LIMIT).note(routing);
    }
}
