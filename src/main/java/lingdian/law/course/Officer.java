package lingdian.law.course;

import lingdian.domain.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * Who deals with a case: an account, or an officer of the office without one.
 *
 * @param account null for an officer without an account
 * @param name of an officer without an account; null for an account, which has its own
 * @param certificate number of the enforcement certificate; null where it was not given
 */
public record Officer(
        @Nullable AccountId account,
        @Nullable String name,
        @Nullable String certificate) {
    public Officer {
        if ((account == null) == (name == null || name.isBlank())) {
            throw new IllegalArgumentException("an officer has either an account or a name");
        }
    }

    @Override
    public String toString() {
        return "Officer[" + account + "]"; // it may have a name
    }
}
