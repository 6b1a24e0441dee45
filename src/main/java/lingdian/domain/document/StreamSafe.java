package lingdian.domain.document;

/**
 * The stream-safe form of a text (UAX #15, section 13): after thirty combining marks in a row a grapheme joiner begins a
 * new run. Pure.
 *
 * <p>Normalisers sort the marks of a run by insertion, so the work of a run grows with the square of its length. In this
 * form the work grows with the length of the text alone. No name in any script has such a run, so no name changes.
 */
final class StreamSafe {
    static final int MARKS_MAX = 30;

    private static final char JOINER = '\u034F';
    /** Half-width voiced sound marks: the only letters whose compatible form begins with a combining mark. */
    private static final char VOICED = '\uFF9E';

    private static final char SEMI_VOICED = '\uFF9F';

    private StreamSafe() {}

    static String of(String text) {
        int from = beyondLimit(text, 0);
        return from == text.length() ? text : joined(text, from);
    }

    private static String joined(String text, int first) {
        var safe = new StringBuilder(text.length() + text.length() / MARKS_MAX + 1);
        int from = 0;
        for (int to = first; to < text.length(); to = beyondLimit(text, from)) {
            safe.append(text, from, to).append(JOINER);
            from = to;
        }
        return safe.append(text, from, text.length()).toString();
    }

    /** Where, from {@code from} on, a run has one mark too many; the text's length where none has. */
    private static int beyondLimit(String text, int from) {
        int run = 0;
        for (int i = from; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            run = isMark(codePoint) ? run + 1 : 0;
            if (run > MARKS_MAX) {
                return i;
            }
            i += Character.charCount(codePoint);
        }
        return text.length();
    }

    /** Whether its compatible form may begin with a character that is sorted: all that have a combining class. */
    static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> codePoint == VOICED || codePoint == SEMI_VOICED;
        };
    }
}
