package lingdian.agent.adapter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Knows a file again after it was renamed, copied or replaced: by a hash of its first lines, and by the file system's
 * key where there is one (on Windows there is none).
 */
final class FileIdentity {
    private static final int HEAD_BYTES = 4 * 1024;
    private static final int HASH_BYTES = 16;

    private FileIdentity() {}

    /** The hash of the first {@code lines} lines, or of the first 4 KB; empty if there is neither yet. */
    static String of(FileChannel file, int lines) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEAD_BYTES, file.size()));
        long at = 0;
        while (head.hasRemaining()) {
            int read = file.read(head, at);
            if (read < 0) {
                break;
            }
            at += read;
        }
        head.flip();
        int left = lines;
        for (int i = 0; i < head.limit(); i++) {
            if (head.get(i) == '\n' && --left == 0) {
                return hash(head.limit(i + 1));
            }
        }
        return head.limit() == HEAD_BYTES ? hash(head) : "";
    }

    /** The file system's key; empty if there is none. */
    static String key(Path file) throws IOException {
        return Objects.toString(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey(), "");
    }

    private static String hash(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
