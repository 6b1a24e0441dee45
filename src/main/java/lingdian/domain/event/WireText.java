package lingdian.domain.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The patterns of the protocol, checked by hand: on the hot path, regular expressions would dominate the cost. */
public final class WireText {
    private static final int SESSION_CHARACTERS_MAX = 64;
    private static final int TERMINAL_CHARACTERS_MAX = 32;
    private static final int UUID_CHARACTERS = 36;

    private WireText() {}

    /** {@code ^[\w.-]{1,64}$}, ASCII. */
    static boolean isSession(String text) {
        return isId(text, SESSION_CHARACTERS_MAX);
    }

    /** {@code ^[\w.-]{1,32}$}, ASCII. */
    static boolean isTerminal(String text) {
        return isId(text, TERMINAL_CHARACTERS_MAX);
    }

    /** A UUID as 8-4-4-4-12 hexadecimal digits: {@link UUID#fromString} alone accepts other texts too. */
    public static Optional<UUID> uuid(String text) {
        if (text.length() != UUID_CHARACTERS) {
            return Optional.empty();
        }
        for (int i = 0; i < UUID_CHARACTERS; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? text.charAt(i) != '-' : !isHex(text.charAt(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(UUID.fromString(text));
    }

    /** The text, or null if the bytes are not valid UTF-8. */
    public static @Nullable String utf8(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8); // the fastest way; malformed bytes become U+FFFD
        return text.indexOf('\uFFFD') < 0 || isUtf8(bytes) ? text : null;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private static boolean isId(String text, int max) {
        int length = text.length();
        if (length == 0 || length > max) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!isIdCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIdCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '_' || c == '.' || c == '-';
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
