package lingdian.domain;

import java.util.regex.Pattern;

/**
 * Text without characters that nobody sees: marks of writing direction, joiners, spaces of no width, byte order marks, controls, and
 * the others that Unicode calls <i>default ignorable</i> (DerivedCoreProperties.txt), with the blank of Braille, and controls of layout. In
 * a name they show another one than is stored: a café called {@code 网吧} with a mark of direction turns round what stands beside it,
 * and two accounts look alike. Pure.
 *
 * <p>The API refuses names with them. Pages and tables leave them out, because people paste them without knowing. What cards say is
 * judged as it is sent, and compared without them ({@link lingdian.domain.document.NameForm}).
 */
public final class VisibleText {
    /** Of a regular expression's class, as in openapi.yaml; without the controls of ASCII, some of which are line breaks. */
    private static final String INVISIBLE = "\\x80-\\x9F\\xAD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F"
            + "\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\u2800\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8";

    /** The others of Unicode, which not every language's regular expressions can say: openapi.yaml has none of them. */
    private static final String BEYOND =
            "\\uFFF9-\\uFFFB\\x{13430}-\\x{1343F}\\x{1BCA0}-\\x{1BCA3}\\x{1D173}-\\x{1D17A}\\x{E0000}-\\x{E0FFF}";

    /** Of a regular expression's class: what no name of the API has. */
    public static final String EXCLUDED = "\\x00-\\x1F\\x7F" + INVISIBLE;

    private static final Pattern INVISIBLE_ONES = Pattern.compile("[" + INVISIBLE + BEYOND + "]");
    private static final Pattern EXCLUDED_ONES = Pattern.compile("[" + EXCLUDED + BEYOND + "]");

    private VisibleText() {}

    /** The text without them; line breaks and tabs stay. */
    public static String of(String text) {
        return INVISIBLE_ONES.matcher(text).replaceAll("");
    }

    /** Whether the API takes it as a name. */
    public static boolean isName(String text) {
        return !EXCLUDED_ONES.matcher(text).find();
    }
}
