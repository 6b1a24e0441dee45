package lingdian.domain.document;

/**
 * The masked form of a document, shown to people unless they may unmask it (handbook, law.md#masks). Pure.
 *
 * <p>Characters are Unicode code points, so that a rare name is never cut in half.
 */
public final class Masks {
    private static final char HIDDEN = '*';
    private static final int LONG = 12;
    private static final int LONG_HEAD = 4;
    private static final int LONG_TAIL = 2;
    /** No real number is longer; a longer one, such as a million characters, is shown as if it had this length. */
    private static final int LENGTH_MAX = 64;

    private static final int CODE_LENGTH = 3;

    private Masks() {}

    /**
     * A document number: with 12 or more characters the first four and last two are shown, with fewer the first and
     * last. Of two characters only the first is shown and of one none, since the rule would hide nothing.
     */
    public static String number(String number) {
        int length = number.codePointCount(0, number.length());
        if (length >= LONG) {
            return mask(number, length, LONG_HEAD, LONG_TAIL);
        }
        return mask(number, length, length > 1 ? 1 : 0, length > 2 ? 1 : 0);
    }

    /**
     * The code of a document's type, which reveals nothing of a person. But an agent can put anything there, such as
     * the number itself, so text that is not a code is masked like a number.
     */
    public static String type(String type) {
        return type.length() <= CODE_LENGTH ? type : number(type);
    }

    /** A name: its first character and one asterisk, so that its length is not revealed. */
    public static String name(String name) {
        return name.isEmpty() ? String.valueOf(HIDDEN) : name.substring(0, name.offsetByCodePoints(0, 1)) + HIDDEN;
    }

    private static String mask(String text, int length, int head, int tail) {
        return text.substring(0, text.offsetByCodePoints(0, head))
                + String.valueOf(HIDDEN).repeat(Math.min(length, LENGTH_MAX) - head - tail)
                + text.substring(text.offsetByCodePoints(text.length(), -tail));
    }
}
