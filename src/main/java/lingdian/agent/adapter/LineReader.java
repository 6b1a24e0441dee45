package lingdian.agent.adapter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Reads complete lines from a file that is being written; what has no end yet is read again later. */
final class LineReader {
    /** Longer than any line of a cashier's program. What is longer is passed over. */
    private static final int LINE_BYTES_MAX = 16 * 1024;

    private final FileChannel file;
    private final Charset charset;
    private final ByteBuffer buffer = ByteBuffer.allocate(4 * LINE_BYTES_MAX);
    private long bufferAt;
    private int used;

    LineReader(FileChannel file, Charset charset) {
        this.file = file;
        this.charset = charset;
        buffer.limit(0);
    }

    /**
     * A line.
     *
     * @param next the first byte after it
     */
    record Line(String text, long at, long next) {
        @Override
        public String toString() {
            return "Line[" + at + "]";
        }
    }

    /** The line that begins at {@code at}; null if its end was not written yet. */
    @Nullable
    Line at(long at) throws IOException {
        position(at);
        int end = end();
        if (end < 0) {
            refill(at);
            end = end();
        }
        if (end >= 0) {
            return line(at, end);
        }
        return buffer.limit() >= LINE_BYTES_MAX ? tooLong(at) : null;
    }

    /** What is left at the end of a file that is not written any more; null if nothing is. */
    @Nullable
    Line rest(long at) throws IOException {
        refill(at);
        return buffer.limit() == 0 || buffer.limit() > LINE_BYTES_MAX || isWithinLine(at)
                ? null
                : new Line(text(0, buffer.limit()), at, at + buffer.limit());
    }

    private Line line(long at, int end) throws IOException {
        boolean isTooLong = end - used > LINE_BYTES_MAX || isWithinLine(at);
        var line = new Line(isTooLong ? "" : text(used, end), at, at + end + 1 - used);
        used = end + 1;
        return line;
    }

    /** Passes over what has no end within the limit, piece by piece. */
    private Line tooLong(long at) {
        int length = buffer.limit();
        used = length;
        return new Line("", at, at + length);
    }

    /** Whether what begins here is the end of a line that was too long. */
    private boolean isWithinLine(long at) throws IOException {
        if (used > 0) {
            return buffer.get(used - 1) != '\n';
        }
        ByteBuffer before = ByteBuffer.allocate(1);
        return at > 0 && file.read(before, at - 1) == 1 && before.get(0) != '\n';
    }

    private void position(long at) {
        if (at < bufferAt || at > bufferAt + buffer.limit()) {
            buffer.limit(0);
            bufferAt = at;
        }
        used = (int) (at - bufferAt);
    }

    private int end() {
        for (int i = used; i < buffer.limit(); i++) {
            if (buffer.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void refill(long at) throws IOException {
        buffer.clear();
        bufferAt = at;
        used = 0;
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = file.read(buffer, at + buffer.position());
        }
        buffer.flip();
    }

    private String text(int from, int to) {
        int end = to > from && buffer.get(to - 1) == '\r' ? to - 1 : to;
        return new String(buffer.array(), from, end - from, charset);
    }
}
