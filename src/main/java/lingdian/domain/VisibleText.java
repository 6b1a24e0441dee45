package lingdian.domain;

import java.util.regex.Pattern;

/**
 * Text without characters that nobody sees: marks of writing direction, joiners, spaces of no width, byte order marks, controls. In
 * a name they show another one than is stored: a café called {@code 网吧} with a mark of direction turns round what stands beside it,
 * and two accounts look alike. Pure.
 *
 * <p>The API refuses names with them. Pages and tables leave them out, because people paste them without knowing. What cards say is
 * judged as it is sent, and compared without them ({@link lingdian.domain.document.NameForm}).
 */
public final class VisibleText {
    /** Of a regular expression's class, as in openapi.yaml; without the controls of ASCII, some of which are line breaks. */
    private static final String INVISIBLE = "\\x80-\\x9F\\u061C\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF";

    /** Of a regular expression's class: what no name of the API has. */
    public static final String EXCLUDED = "\\x00-\\x1F\\x7F" + INVISIBLE;

    private static final Pattern INVISIBLE_ONES = Pattern.compile("[" + INVISIBLE + "]");
    private static final Pattern EXCLUDED_ONES = Pattern.compile("[" + EXCLUDED + "]");

    private VisibleText() {}

    /** The text without them; line breaks and tabs stay. */
    public static String of(String text) {
        return INVISIBLE_ONES.matcher(text).replaceAll("");
    }

    /** Whether the API would take it as a name. */
    public static boolean isName(String text) {
        return !EXCLUDED_ONES.matcher(text).find();
    }
}
