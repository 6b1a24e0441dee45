package lingdian.access.signin;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.platform.text.Template;

/**
 * The passwords of at least twelve characters that are tried first (OWASP ASVS 5, 6.2.4), compared without case and
 * width. Shorter ones are refused by their length.
 */
final class CommonPasswords {
    private static final String COMMENT = "#";
    private static final Set<String> ALL = Template.text(CommonPasswords.class, "common-passwords.txt")
            .lines()
            .filter(line -> !line.startsWith(COMMENT))
            .collect(Collectors.toUnmodifiableSet());

    private CommonPasswords() {}

    static boolean contains(String password) {
        return ALL.contains(folded(password));
    }

    /** The text without differences of case and width. */
    static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
