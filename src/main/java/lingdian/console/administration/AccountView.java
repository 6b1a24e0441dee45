package lingdian.console.administration;

import java.time.Instant;
import lingdian.console.frame.TypedForm;
import lingdian.office.account.AccountDependents;
import lingdian.office.account.AccountDetail;
import org.jspecify.annotations.Nullable;

/**
 * One account.
 *
 * @param form its rights, as they are or as they were typed
 * @param invitation a new one, shown once
 * @param dependents what depends on it; null where it has ended
 * @param office of a regulator, in words; empty: of another role
 * @param where it sees something: a region or cafés; empty: everywhere
 */
record AccountView(
        AccountDetail account,
        TypedForm form,
        GivenInvitation invitation,
        @Nullable AccountDependents dependents,
        String office,
        String where,
        Instant now) {
    /** What it is called in the table of rights. */
    String column() {
        return RightsView.column(account);
    }

    boolean isInvited() {
        return account.isInvited(now);
    }

    @Override
    public String toString() {
        return "AccountView[" + account.id() + "]"; // an invitation is a secret
    }
}
