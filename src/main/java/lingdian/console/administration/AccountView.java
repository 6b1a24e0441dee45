package lingdian.console.administration;

import java.time.Instant;
import lingdian.console.frame.TypedForm;
import lingdian.office.account.AccountDetail;

/**
 * One account.
 *
 * @param form its rights, as they are or as they were typed
 * @param invitation a new one, shown once
 */
record AccountView(AccountDetail account, TypedForm form, GivenInvitation invitation, Instant now) {
    boolean isInvited() {
        return account.isInvited(now);
    }

    @Override
    public String toString() {
        return "AccountView[" + account.id() + "]"; // an invitation is a secret
    }
}
