package lingdian.access.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an account signs in: a program by a token, a person by a name and password or through a provider, never both.
 *
 * @param tokenExpiresAt null if the token is valid until the account ends
 */
public record WayIn(
        @Nullable String token,
        @Nullable Instant tokenExpiresAt,
        @Nullable String signInName,
        @Nullable Provided provided) {

    public WayIn {
        if (token == null && signInName == null && provided == null) {
            throw new IllegalArgumentException("an account needs a token, a sign-in name or a provider");
        }
        if (signInName != null && provided != null) {
            throw new IllegalArgumentException("whoever made the account would have a second way in");
        }
    }

    /**
     * A person known to an OpenID Connect provider.
     *
     * @param provisioned whether the account was created by the provider's claims, and is changed by them
     */
    public record Provided(String issuer, String subject, boolean provisioned) {}

    public static WayIn token(String token, @Nullable Instant expiresAt) {
        return new WayIn(token, expiresAt, null, null);
    }

    @Override
    public String toString() {
        return "WayIn"; // the token is a secret
    }
}
