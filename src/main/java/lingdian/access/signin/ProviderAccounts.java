package lingdian.access.signin;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which account a provider's person has. */
@FunctionalInterface
public interface ProviderAccounts {
    /**
     * The account of a person; empty where they are not to be let in.
     *
     * @param provided what the claims describe, by which an account may be made or changed; null where they describe no
     *     role, or where accounts are made by administrators alone
     */
    Future<Optional<UUID>> accountOf(String issuer, String subject, @Nullable ProvidedPerson provided);
}
