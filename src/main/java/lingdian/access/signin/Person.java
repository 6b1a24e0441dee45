package lingdian.access.signin;

import java.time.Instant;
import java.util.List;
import lingdian.domain.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * A person who may sign in, with their credentials.
 *
 * @param passwordHash null if none was set yet
 * @param factor null if there is no confirmed second factor
 * @param unchangedSince when role, scope or a secret last changed
 */
record Person(
        AccountId account,
        String name,
        String role,
        @Nullable String signInName,
        @Nullable String passwordHash,
        @Nullable Factor factor,
        Instant unchangedSince) {

    /**
     * A confirmed second factor.
     *
     * @param sealed its secret
     * @param lastStep of the last accepted code
     * @param recoveryHashes of the recovery codes that are left
     */
    record Factor(byte[] sealed, long lastStep, List<byte[]> recoveryHashes) {}

    @Override
    public String toString() {
        return "Person[account=" + account + "]";
    }
}
