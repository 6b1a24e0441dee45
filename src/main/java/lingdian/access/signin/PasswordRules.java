package lingdian.access.signin;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Permits passwords that are long and not easily guessed: none of the most common ones, and none made of the person's or
 * the service's name (OWASP ASVS 5, 6.2.4 and 6.2.11). It requires no character classes and no expiry, because both make
 * people choose worse passwords (NIST SP 800-63B, 5.1.1.2).
 */
record PasswordRules(int leastCharacters) {
    /** The longest password; bounds the input of the hash. */
    static final int MOST_CHARACTERS = 256;

    private static final int LEAST_DIFFERENT = 6;
    /** Names of the service, of which the longer one comes first. */
    private static final List<String> SERVICE = List.of("lingdian", "零点");

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** A shorter name is part of many words. */
    private static final int LEAST_OF_NAME = 2;

    /**
     * The key of the sentence that describes the fault; empty if the password may be set.
     *
     * @param names of the person: the sign-in name and the account's own
     */
    Optional<String> fault(String password, List<String> names) {
        int characters = password.codePointCount(0, password.length());
        if (characters < leastCharacters) {
            return Optional.of("password.short");
        }
        if (characters > MOST_CHARACTERS) {
            return Optional.of("password.long");
        }
        if (password.codePoints().distinct().count() < LEAST_DIFFERENT || isRow(password)) {
            return Optional.of("password.guessed");
        }
        if (CommonPasswords.contains(password)) {
            return Optional.of("password.common");
        }
        return isNamed(CommonPasswords.folded(password), names) ? Optional.of("password.named") : Optional.empty();
    }

    /**
     * Whether the password contains a name of the person, or is too short without the service's. The service's Chinese
     * name is a word of everyday, so a long sentence may contain it.
     */
    private boolean isNamed(String password, List<String> names) {
        String rest = password;
        for (String name : SERVICE) {
            rest = rest.replace(name, "");
        }
        return rest.codePointCount(0, rest.length()) < leastCharacters
                || names.stream()
                        .map(CommonPasswords::folded)
                        .map(PasswordRules::joined)
                        .anyMatch(name -> name.length() >= LEAST_OF_NAME
                                && joined(password).contains(name));
    }

    /** Without blanks: a name is the same name with a blank between its parts. */
    private static String joined(String text) {
        return BLANKS.matcher(text).replaceAll("");
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
