package lingdian.domain.document;

/**
 * What people see of a document unless they may unmask it (handbook, law.md#masks). Pure.
 *
 * <p>Characters are Unicode code points, so that a rare name is never cut in half.
 */
public final class Masks {
    private static final char HIDDEN = '*';
    private static final int LONG = 12;
    private static final int LONG_HEAD = 4;
    private static final int LONG_TAIL = 2;
    /** No real number is longer; what is, a card's million characters, is shown as so many. */
    private static final int LENGTH_MAX = 64;

    private static final int CODE_LENGTH = 3;

    private Masks() {}

    /**
     * A document number: of 12 characters or more the first four and last two, of fewer the first and last. Of two
     * characters only the first is shown and of one none, since the rule would hide nothing of them.
     */
    public static String number(String number) {
        int length = number.codePointCount(0, number.length());
        if (length >= LONG) {
            return mask(number, length, LONG_HEAD, LONG_TAIL);
        }
        return mask(number, length, length > 1 ? 1 : 0, length > 2 ? 1 : 0);
    }

    /**
     * The code of a document's type, which tells nothing of a person; but an agent can put anything there, the number
     * itself for instance, and what is no code is masked like a number.
     */
    public static String type(String type) {
        return type.length() <= CODE_LENGTH ? type : number(type);
    }

    /** A name: its first character and one asterisk, so that its length is not told. */
    public static String name(String name) {
        return name.isEmpty() ? String.valueOf(HIDDEN) : name.substring(0, name.offsetByCodePoints(0, 1)) + HIDDEN;
    }

    private static String mask(String text, int length, int head, int tail) {
        return text.substring(0, text.offsetByCodePoints(0, head))
                + String.valueOf(HIDDEN).repeat(Math.min(length, LENGTH_MAX) - head - tail)
                + text.substring(text.offsetByCodePoints(text.length(), -tail));
    }
}
