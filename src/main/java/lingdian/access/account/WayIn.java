package lingdian.access.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How whoever has an account comes in: a program by a token, a person by a name and password or through a provider.
 *
 * @param tokenExpiresAt null: not before the account ends
 */
public record WayIn(
        @Nullable String token,
        @Nullable Instant tokenExpiresAt,
        @Nullable String signInName,
        @Nullable Provided provided) {

    public WayIn {
        if (token == null && signInName == null && provided == null) {
            throw new IllegalArgumentException("there is no way in");
        }
    }

    /**
     * A person whom an OpenID Connect provider knows.
     *
     * @param provisioned whether the account was made by the provider's claims, and is changed by them
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
