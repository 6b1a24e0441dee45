package lingdian.record.hours;

import lingdian.domain.AccountId;

/**
 * Who enters something that cafés are judged by.
 *
 * @param byDecision whether by a decision on a case: these entries have room of their own
 */
public record EnteredBy(AccountId account, boolean byDecision) {
    /** An officer's entry without a case. */
    public static EnteredBy officer(AccountId account) {
        return new EnteredBy(account, false);
    }

    public static EnteredBy decision(AccountId account) {
        return new EnteredBy(account, true);
    }
}
