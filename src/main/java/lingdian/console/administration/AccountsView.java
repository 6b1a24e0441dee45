package lingdian.console.administration;

import java.time.Instant;
import java.util.List;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.TypedForm;
import lingdian.office.account.AccountDetail;
import org.jspecify.annotations.Nullable;

/**
 * A page of accounts, and the form of a new one.
 *
 * @param part that was searched for
 * @param next the address of the next page; null for the last one
 * @param invitation of the new account, shown once
 */
record AccountsView(
        String part,
        List<AccountDetail> accounts,
        @Nullable String next,
        TypedForm form,
        GivenInvitation invitation,
        Divisions divisions,
        Instant now) {
    /** The name of the form of rights. */
    static final String FORM = "account";

    static final List<String> FIELDS =
            List.of("name", "signInName", "role", "authority", "region", "placeCode", "placeCodes");

    AccountsView {
        accounts = List.copyOf(accounts);
    }

    /** Whether its invitation can still be used. */
    boolean isInvited(AccountDetail account) {
        return account.isInvited(now);
    }

    /** A region with its name, as on the page of rights. */
    String region(AccountDetail account) {
        return account.region().isEmpty() ? "" : account.region() + " " + divisions.name(account.region());
    }

    static List<String> roles() {
        return List.of("regulator", "operator", "auditor", "admin");
    }

    static List<String> authorities() {
        return List.of("culture", "public-security");
    }

    @Override
    public String toString() {
        return "AccountsView"; // an invitation is a secret
    }
}
