package lingdian.office.enrolment;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A code that an agent gets its key for: 60 random bits as three groups of four letters and digits.
 *
 * <p>People read it off paper and type it, so the alphabet is Crockford's base 32, which has no letter that looks like a
 * digit, and what is read differs neither by case nor by spaces and hyphens.
 *
 * @param letters the twelve letters and digits, without hyphens
 */
record EnrolmentCode(String letters) {
    static final int LETTERS = 12;
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int GROUP = 4;
    private static final int TEXT_MAX = 64;

    /** @param random a cryptographically strong source */
    static EnrolmentCode next(RandomGenerator random) {
        var letters = new StringBuilder(LETTERS);
        for (int i = 0; i < LETTERS; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new EnrolmentCode(letters.toString());
    }

    /** What somebody typed; a text of another form is a code that nobody was given. */
    static EnrolmentCode typed(String text) {
        String plain = text.length() > TEXT_MAX ? "" : text.toUpperCase(Locale.ROOT);
        return new EnrolmentCode(plain.replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1'));
    }

    /** As it is shown. */
    String text() {
        var text = new StringBuilder(letters);
        for (int i = LETTERS - GROUP; i > 0; i -= GROUP) {
            text.insert(i, '-');
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "EnrolmentCode"; // it is a secret
    }
}
