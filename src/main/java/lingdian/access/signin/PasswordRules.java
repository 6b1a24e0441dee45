package lingdian.access.signin;

import java.util.Locale;
import java.util.Optional;

/**
 * Permits passwords that are long and not easily guessed. It requires no character classes and no expiry, because both
 * make people choose worse passwords (NIST SP 800-63B, 5.1.1.2).
 */
record PasswordRules(int leastCharacters) {
    /** The longest password; bounds the input of the hash. */
    static final int MOST_CHARACTERS = 256;

    private static final int LEAST_DIFFERENT = 6;

    /** The key of the sentence that describes the fault; empty if the password may be set. */
    Optional<String> fault(String password, String signInName) {
        int characters = password.codePointCount(0, password.length());
        if (characters < leastCharacters) {
            return Optional.of("password.short");
        }
        if (characters > MOST_CHARACTERS) {
            return Optional.of("password.long");
        }
        boolean guessed = password.codePoints().distinct().count() < LEAST_DIFFERENT
                || isRow(password)
                || password.toLowerCase(Locale.ROOT).contains(signInName);
        return guessed ? Optional.of("password.guessed") : Optional.empty();
    }

    /** Whether each character follows the one before, as in 123456789012 or abcdefghijkl; 0 follows 9. */
    private static boolean isRow(String password) {
        long steps = password.chars().skip(1).count();
        long next = 0;
        for (int i = 1; i < password.length(); i++) {
            int step = password.charAt(i) - password.charAt(i - 1);
            next += step == 1 || step == -9 ? 1 : 0;
        }
        return next == steps;
    }
}
