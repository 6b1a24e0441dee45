package lingdian.vault.seal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a text before it is encrypted: one byte for the encoding, then the text.
 *
 * <p>JSON can carry halves of surrogate pairs, which UTF-8 cannot: such a text is quarantined, and its exact content
 * must be preserved.
 */
final class TextEncoding {
    private static final byte UTF_8 = 1;
    private static final byte UTF_16 = 2;

    private TextEncoding() {}

    static byte[] encode(String text) {
        try {
            return marked(UTF_8, strictly(text));
        } catch (CharacterCodingException loneSurrogate) {
            return marked(UTF_16, characters(text));
        }
    }

    /** @throws IllegalArgumentException if the encoding is unknown */
    static String decode(byte[] bytes) {
        byte encoding = bytes.length == 0 ? 0 : bytes[0];
        byte[] content = Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
        return switch (encoding) {
            case UTF_8 -> new String(content, StandardCharsets.UTF_8);
            case UTF_16 -> ByteBuffer.wrap(content).asCharBuffer().toString();
            default -> throw new IllegalArgumentException("an unknown encoding");
        };
    }

    private static ByteBuffer strictly(String text) throws CharacterCodingException {
        Charset utf8 = StandardCharsets.UTF_8;
        return utf8.newEncoder().onMalformedInput(CodingErrorAction.REPORT).encode(CharBuffer.wrap(text));
    }

    private static ByteBuffer characters(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
        bytes.asCharBuffer().put(text);
        return bytes;
    }

    private static byte[] marked(byte encoding, ByteBuffer content) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + content.remaining());
        return bytes.put(encoding).put(content).array();
    }
}
