package lingdian.record.accesslog;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The texts that the log may hold in the clear: ids, codes and dates, but no free text and no citizen's number. */
final class Codes {
    private static final Pattern CODE = Pattern.compile("[\\w.:/+-]{1,128}");
    private static final Pattern CITIZEN_NUMBER = Pattern.compile("\\d{17}[\\dXx]");

    private Codes() {}

    /** @throws IllegalArgumentException if the text may not be in the clear; the message does not repeat it */
    static void check(@Nullable String text) {
        if (text != null && !isCode(text)) {
            throw new IllegalArgumentException(
                    "the access log takes only ids, codes and numbers; texts must be sealed");
        }
    }

    static boolean isCode(String text) {
        return CODE.matcher(text).matches() && !CITIZEN_NUMBER.matcher(text).matches();
    }
}
