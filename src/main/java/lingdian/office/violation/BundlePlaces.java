package lingdian.office.violation;

import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.platform.work.Places;

/**
 * How many evidence bundles are made at once: few in all, because each may hold a café's whole day, and fewer of one
 * account. Operators have places of their own: they are many, and must not take those of the offices.
 */
final class BundlePlaces {
    static final int OF_OFFICES_MAX = 4;
    static final int OF_OFFICER_MAX = 2;
    static final int OF_OPERATORS_MAX = 2;
    static final int OF_OPERATOR_MAX = 1;

    private final Places<AccountId> offices = new Places<>(OF_OFFICES_MAX, OF_OFFICER_MAX);
    private final Places<AccountId> operators = new Places<>(OF_OPERATORS_MAX, OF_OPERATOR_MAX);

    /** Takes a place; false if none is free. After true, {@link #leave} must be called once. */
    boolean enter(Account account) {
        return of(account).enter(account.id()) == Places.Answer.TAKEN;
    }

    void leave(Account account) {
        of(account).leave(account.id());
    }

    private Places<AccountId> of(Account account) {
        return account.role() == Role.OPERATOR ? operators : offices;
    }
}
