package lingdian.domain.document;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The form of a name in which two ways of writing it are equal. Pure.
 *
 * <p>Chips pad names with blanks, keyboards produce full-width letters, and the dot in 阿卜杜拉·买买提 has a dozen code
 * points: none of this makes another name.
 */
public final class NameForm {
    /** Middle dots, bullets and the full stops used in their place, after NFKC, and the one blank that is left beside. */
    private static final Pattern DOTS = Pattern.compile(
            " ?[.\\u00B7\\u0387\\u2022\\u2027\\u2219\\u22C5\\u2E31\\u2E33\\u3002\\u30FB\\u25CF\\u2981] ?");

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}&&[^\\s]]");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern BETWEEN_HAN = Pattern.compile("(?<=\\p{IsHan}) (?=\\p{IsHan})");

    private NameForm() {}

    /**
     * Half-width, in upper case, with one kind of dot, one blank between words and none between Chinese characters or
     * at the ends. Not for display. The work grows with the length of the name, whatever it consists of.
     */
    public static String of(String name) {
        String compatible = Normalizer.normalize(StreamSafe.of(name), Normalizer.Form.NFKC);
        String visible = INVISIBLE.matcher(compatible).replaceAll("");
        String spaced = BLANKS.matcher(visible).replaceAll(" ").strip();
        String dotted = DOTS.matcher(spaced).replaceAll("\u00B7");
        return BETWEEN_HAN.matcher(dotted).replaceAll("").toUpperCase(Locale.ROOT);
    }
}
