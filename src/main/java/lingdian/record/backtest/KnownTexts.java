package lingdian.record.backtest;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts that were read lately: names of terminals and sessions come again and again, and the same object is found with
 * its hash computed.
 */
final class KnownTexts {
    /** More than a café has terminals and open sessions. */
    private static final int PLACES = 1 << 12;

    private final @Nullable String[] texts = new String[PLACES];

    /** @param hash of the text as {@link String#hashCode} defines it; the bytes are ASCII */
    String text(byte[] bytes, int begins, int length, int hash) {
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        String known = texts[place];
        if (known != null && known.hashCode() == hash && isEqual(known, bytes, begins, length)) {
            return known;
        }
        String text = new String(bytes, begins, length, StandardCharsets.ISO_8859_1);
        texts[place] = text;
        return text;
    }

    private static boolean isEqual(String text, byte[] bytes, int begins, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != bytes[begins + i]) {
                return false;
            }
        }
        return true;
    }
}
