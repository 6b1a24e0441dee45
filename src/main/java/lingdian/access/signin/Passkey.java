package lingdian.access.signin;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A passkey of an account.
 *
 * @param id its credential id, as base64url
 * @param publicKey in COSE, as base64url
 * @param signCount at its last use; zero if its device does not count
 * @param name that its owner gave it
 * @param usedOn the day of its last use; null if it was never used
 * @param refusedOn the day on which its counter went back, which shows a copy: it admits nobody any more
 */
record Passkey(
        String id,
        String publicKey,
        long signCount,
        String name,
        LocalDate addedOn,
        @Nullable LocalDate usedOn,
        @Nullable LocalDate refusedOn) {
    static final int NAME_CHARACTERS_MAX = 40;
    static final int ID_BYTES_MAX = 1_023; // Web Authentication Level 3, 6.5.1
    static final int PUBLIC_KEY_BYTES_MAX = 2_048; // an RSA key of 8,192 bits has 1,042
    static final int OF_ACCOUNT_MAX = 5;

    /** Whether it may still be used. */
    boolean isGood() {
        return refusedOn == null;
    }

    @Override
    public String toString() {
        return "Passkey"; // its name is its owner's own words
    }
}
