package lingdian.record.accesslog;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may stand in the log in the clear: ids, codes and dates, nothing that people write and no citizen's number. */
final class Codes {
    private static final Pattern CODE = Pattern.compile("[\\w.:/+-]{1,128}");
    private static final Pattern CITIZEN_NUMBER = Pattern.compile("\\d{17}[\\dXx]");

    private Codes() {}

    /** @throws IllegalArgumentException where this may not stand in the clear; the text does not say what it was */
    static void check(@Nullable String text) {
        if (text != null && !isCode(text)) {
            throw new IllegalArgumentException("the access log takes ids, codes and numbers alone; texts go sealed");
        }
    }

    static boolean isCode(String text) {
        return CODE.matcher(text).matches() && !CITIZEN_NUMBER.matcher(text).matches();
    }
}
