package lingdian.access.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the access review: an account, its rights, and how its holder signs in. It holds no secret.
 *
 * @param unchangedSince since when its role, scope and secrets are what they are
 * @param endedAt null: it has not been ended
 * @param token whether a program comes in by a token
 * @param provider whether a person comes in through the identity provider
 * @param password whether a person has set one
 * @param invitedUntil when an invitation that was not used ends or ended; null: there is none
 */
public record ListedAccount(
        Account account,
        Instant createdAt,
        Instant unchangedSince,
        @Nullable Instant endedAt,
        @Nullable Instant tokenExpiresAt,
        @Nullable String signInName,
        boolean token,
        boolean provider,
        boolean secondFactor,
        boolean password,
        @Nullable Instant invitedUntil) {
    @Override
    public String toString() {
        return "ListedAccount[" + account + "]"; // names do not belong in logs
    }
}
