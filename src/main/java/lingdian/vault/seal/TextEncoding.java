package lingdian.vault.seal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a text before it is encrypted: one byte for the encoding, then the text.
 *
 * <p>JSON can carry halves of surrogate pairs, which UTF-8 cannot: such a text is quarantined, and its exact content
 * must be preserved. Most texts are documents, hundreds a day and café, and two thirds of one are the names of its fields:
 * in an encoding of their own a byte stands for each.
 */
final class TextEncoding {
    private static final byte UTF_8 = 1;
    private static final byte UTF_16 = 2;
    private static final byte DOCUMENT = 3;

    /**
     * What the bytes 1, 2 and so on stand for in a document. They are no characters of JSON, which escapes them. A phrase keeps
     * its place for good.
     */
    private static final List<String> PHRASES = List.of(
            "{\"type\":\"",
            "\",\"number\":\"",
            "\",\"name\":\"",
            "\",\"birthDate\":\"",
            "\",\"validUntil\":\"",
            "\",\"read\":\"chip\"}",
            "\",\"read\":\"ocr\"}",
            "\",\"read\":\"manual\"}");

    private TextEncoding() {}

    static byte[] encode(String text) {
        try {
            return marked(UTF_8, strictly(text));
        } catch (CharacterCodingException loneSurrogate) {
            return marked(UTF_16, characters(text));
        }
    }

    /** @param json of a document, without characters that JSON escapes */
    static byte[] encodeDocument(String json) {
        String shorter = json;
        for (int i = 0; i < PHRASES.size(); i++) {
            shorter = shorter.replace(PHRASES.get(i), phrase(i));
        }
        try {
            return marked(DOCUMENT, strictly(shorter));
        } catch (CharacterCodingException loneSurrogate) {
            return encode(json);
        }
    }

    /** @throws IllegalArgumentException if the encoding is unknown */
    static String decode(byte[] bytes) {
        byte encoding = bytes.length == 0 ? 0 : bytes[0];
        byte[] content = Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
        return switch (encoding) {
            case UTF_8 -> new String(content, StandardCharsets.UTF_8);
            case UTF_16 -> ByteBuffer.wrap(content).asCharBuffer().toString();
            case DOCUMENT -> document(new String(content, StandardCharsets.UTF_8));
            default -> throw new IllegalArgumentException("an unknown encoding");
        };
    }

    private static String document(String shorter) {
        String json = shorter;
        for (int i = 0; i < PHRASES.size(); i++) {
            json = json.replace(phrase(i), PHRASES.get(i));
        }
        return json;
    }

    private static String phrase(int place) {
        return String.valueOf((char) (place + 1));
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
