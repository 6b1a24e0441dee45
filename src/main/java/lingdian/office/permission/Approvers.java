package lingdian.office.permission;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import lingdian.access.account.AccountStore;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.platform.http.Problem;
import lingdian.record.accesslog.AccessEntry;
import org.jspecify.annotations.Nullable;

/**
 * Which two accounts pass a rule of four eyes (四眼原则): those whose role, scope and secrets have not changed for some
 * hours when the second of them approves.
 *
 * <p>Without this, one administrator would pass every such rule alone, with an account made, or a second factor reset, on
 * the spot, whichever of the two it is. The hours give the others who are told of it the time to object.
 */
public final class Approvers {
    /** The detail of an entry, which {@link AccountStore} counts. */
    private static final String ACCOUNT_HOURS = "accountHours";

    private final AccountStore accounts;
    private final InstantSource clock;
    private final Duration unchanged;

    /** @param hours 0: every account may */
    public Approvers(AccountStore accounts, InstantSource clock, int hours) {
        this.accounts = accounts;
        this.clock = clock;
        this.unchanged = Duration.ofHours(hours);
    }

    /** How long an account must have been unchanged. */
    public Duration unchanged() {
        return unchanged;
    }

    /**
     * Fails with 403 {@code approver-too-new} if one of the accounts, or a secret of it, is too new, and with {@code
     * asker-ended} if there are no longer two: for a request, nobody answers whose account or token has ended.
     *
     * @param asker null: the service itself
     */
    public Future<Void> admit(AccountId approver, @Nullable AccountId asker) {
        Future<Boolean> ended = asker == null ? Future.succeededFuture(false) : accounts.hasEnded(asker);
        return ended.compose(
                gone -> Boolean.TRUE.equals(gone) ? Future.failedFuture(askerEnded()) : admitByAge(approver, asker));
    }

    private static Problem.Thrown askerEnded() {
        return Refused.coded(403, "asker-ended", "The account that asked has ended. Another person must ask again.");
    }

    /**
     * Fails with 403 {@code asker-changed} if the account that asked, or a secret of it, changed after the grant: whoever takes
     * an account over does not see what was granted to the person before.
     */
    public Future<Void> demandUnchanged(Permission granted) {
        return isUnchanged(granted)
                .compose(unchangedYet -> unchangedYet ? Future.succeededFuture() : Future.failedFuture(askerChanged()));
    }

    /**
     * Whether the account that asked is as it was when this was granted. The second person's rule is asked again for the moment
     * of the decision, so a change at that very moment counts too, whatever the clocks of the nodes say.
     */
    public Future<Boolean> isUnchanged(Permission granted) {
        Instant decidedAt = granted.decidedAt();
        return accounts.unchangedSince(granted.askedBy())
                .map(since -> decidedAt == null
                        ? !since.isAfter(granted.askedAt())
                        : hoursIfNew(since, decidedAt).isEmpty());
    }

    private Problem.Thrown askerChanged() {
        return Refused.coded(
                403,
                "asker-changed",
                "This account, its role or a secret of it changed after this was granted. Ask again"
                        + (unchanged.isZero()
                                ? "."
                                : "; a second person can approve once the account has been unchanged for "
                                        + unchanged.toHours() + " hours."));
    }

    private Future<Void> admitByAge(AccountId approver, @Nullable AccountId asker) {
        if (unchanged.isZero()) {
            return Future.succeededFuture();
        }
        return isNew(approver)
                .compose(approverIsNew -> (asker == null ? Future.succeededFuture(false) : isNew(asker))
                        .compose(askerIsNew -> admit(approverIsNew, askerIsNew)));
    }

    /**
     * An entry of the access log about what an account does alone, with {@value #ACCOUNT_HOURS} if it may not approve yet: the whole
     * hours for which it had been unchanged.
     *
     * <p>What one officer may do alone waits for nothing (handbook, unmasking.md), so an administrator could do it by an
     * account of their own making. Auditors and the regulators of the region see that the account was new.
     */
    public Future<AccessEntry> marked(AccessEntry entry, AccountId account) {
        return unchanged.isZero()
                ? Future.succeededFuture(entry)
                : accounts.unchangedSince(account)
                        .map(since -> hoursIfNew(since, clock.instant())
                                .map(hours -> entry.with(ACCOUNT_HOURS, hours))
                                .orElse(entry));
    }

    /**
     * The whole hours for which an account had been unchanged at a time, where these are too few to approve.
     *
     * @param since when it last changed
     */
    public Optional<Long> hoursIfNew(Instant since, Instant at) {
        return at.isBefore(since.plus(unchanged))
                ? Optional.of(Math.max(0, Duration.between(since, at).toHours()))
                : Optional.empty();
    }

    private Future<Boolean> isNew(AccountId account) {
        return accounts.unchangedSince(account)
                .map(since -> hoursIfNew(since, clock.instant()).isPresent());
    }

    private Future<Void> admit(boolean approverIsNew, boolean askerIsNew) {
        if (!approverIsNew && !askerIsNew) {
            return Future.succeededFuture();
        }
        String which = approverIsNew && askerIsNew
                ? "Both accounts (who asked and who approves) are"
                : approverIsNew ? "The approving account is" : "The account that asked is";
        return Future.failedFuture(Refused.coded(
                403,
                "approver-too-new",
                which + " too new: account, role and secrets must be unchanged for " + unchanged.toHours() + " hours. "
                        + (askerIsNew
                                ? "Another person must ask, or this must be approved later."
                                : "Another person must approve, or this one later.")));
    }
}
