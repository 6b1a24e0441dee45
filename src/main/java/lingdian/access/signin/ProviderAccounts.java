package lingdian.access.signin;

import io.vertx.core.Future;
import java.util.Optional;
import lingdian.domain.AccountId;
import org.jspecify.annotations.Nullable;

/** Finds the account of a provider's person. */
@FunctionalInterface
public interface ProviderAccounts {
    /**
     * The account of a person; empty if they must not be admitted.
     *
     * @param provided the person as described by the claims, by which an account may be created or changed; null if
     *     they contain no role, or if only administrators create accounts
     */
    Future<Optional<AccountId>> accountOf(String issuer, String subject, @Nullable ProvidedPerson provided);
}
