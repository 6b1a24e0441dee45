package lingdian.office.api;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import lingdian.access.account.AccountStore;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;

/**
 * Who may give a second person's approval: accounts whose role, scope and secrets have not changed for some hours.
 *
 * <p>Without this, one administrator would pass every rule of four eyes (四眼原则) alone, with an account made, or a second
 * factor reset, on the spot. The hours give the others who are told of it the time to object.
 */
public final class Approvers {
    private final AccountStore accounts;
    private final InstantSource clock;
    private final Duration unchanged;

    /** @param hours 0: every account may */
    public Approvers(AccountStore accounts, InstantSource clock, int hours) {
        this.accounts = accounts;
        this.clock = clock;
        this.unchanged = Duration.ofHours(hours);
    }

    /** Fails with 403 {@code approver-too-new} if the account or a secret of it is too new. */
    public Future<Void> admit(AccountId account) {
        return unchanged.isZero()
                ? Future.succeededFuture()
                : accounts.unchangedSince(account).compose(since -> admit(since.plus(unchanged)));
    }

    private Future<Void> admit(Instant from) {
        return clock.instant().isBefore(from)
                ? Future.failedFuture(Refused.coded(
                        403,
                        "approver-too-new",
                        "This account, its role or a secret of it changed less than " + unchanged.toHours()
                                + " hours ago. Another person must approve, or this one later."))
                : Future.succeededFuture();
    }
}
