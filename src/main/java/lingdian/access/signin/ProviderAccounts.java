package lingdian.access.signin;

import io.vertx.core.Future;
import lingdian.domain.AccountId;
import org.jspecify.annotations.Nullable;

/** Finds the account of a provider's person. */
@FunctionalInterface
public interface ProviderAccounts {
    /** What a person of the provider may do here. */
    sealed interface Decision {
        /** They sign in to this account. */
        record Admitted(AccountId account) implements Decision {}

        /** They have this account, and what the provider says no longer allows its use. */
        record Withdrawn(AccountId account) implements Decision {}

        /** They have no account, or it was ended. */
        record Refused() implements Decision {}
    }

    /**
     * Whether a person is admitted, and to which account.
     *
     * @param provided the person as described by the claims, by which an account may be created or changed; null if
     *     they contain no role, or if only administrators create accounts
     */
    Future<Decision> accountOf(String issuer, String subject, @Nullable ProvidedPerson provided);
}
