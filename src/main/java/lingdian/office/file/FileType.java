package lingdian.office.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The types of files that people may submit.
 *
 * <p>There are few, none of which a browser or an office program executes, and each is recognised by its first bytes,
 * because a file's name proves nothing.
 */
public enum FileType {
    JPEG("image/jpeg", bytes -> startsWith(bytes, 0, 0xFF, 0xD8, 0xFF)),
    PNG("image/png", bytes -> startsWith(bytes, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')),
    WEBP("image/webp", bytes -> startsWith(bytes, 0, 'R', 'I', 'F', 'F') && startsWith(bytes, 8, 'W', 'E', 'B', 'P')),
    /** The photo format of many phones. */
    HEIC("image/heic", bytes -> startsWith(bytes, 4, 'f', 't', 'y', 'p', 'h', 'e', 'i')),
    PDF("application/pdf", bytes -> startsWith(bytes, 0, '%', 'P', 'D', 'F', '-')),
    TEXT("text/plain", FileType::isText);

    private final String wire;
    private final Predicate<byte[]> looks;

    FileType(String wire, Predicate<byte[]> looks) {
        this.wire = wire;
        this.looks = looks;
    }

    /** The media type. */
    String wire() {
        return wire;
    }

    /** The type of this name; empty if it is unknown. */
    static Optional<FileType> of(String mediaType) {
        return Arrays.stream(values())
                .filter(type -> type.wire.equals(mediaType))
                .findFirst();
    }

    /** Whether the content begins as files of this type do. */
    boolean fits(byte[] content) {
        return looks.test(content);
    }

    public boolean isImage() {
        return wire.startsWith("image/");
    }

    private static boolean startsWith(byte[] bytes, int from, int... expected) {
        if (bytes.length < from + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[from + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(byte[] bytes) {
        for (byte value : bytes) { // a byte of a longer character is negative
            if (value >= 0 && value < ' ' && value != '\n' && value != '\r' && value != '\t') {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException otherEncoding) {
            return false;
        }
    }
}
