package lingdian.record.backtest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A window onto the bytes of a history, which moves from one JSON object to the next.
 *
 * <p>Behind the bytes that were read lies a zero, which no JSON contains: a reader that stops at it needs no other limit.
 */
final class HistoryBytes implements AutoCloseable {
    private static final int WINDOW = 1 << 18;
    /** Nearly every line is shorter, so it is in the window as a whole. */
    private static final int LINE = 1 << 13;

    private final InputStream in;
    private byte[] window = new byte[WINDOW + 1];
    private int position;
    private int limit;
    private boolean ended;
    /** How many bytes of the file are before the window. */
    private long passed;

    HistoryBytes(InputStream in, long passed) {
        this.in = in;
        this.passed = passed;
    }

    /** How many bytes of the file are before the position. */
    long passed() {
        return passed + position;
    }

    byte[] window() {
        return window;
    }

    int position() {
        return position;
    }

    void moveBehind(int length) {
        position += length;
    }

    /** Moves to the next object; false if there is none. */
    boolean findObject() throws IOException {
        while (true) {
            if (limit - position < LINE && !ended) {
                fill();
            }
            while (position < limit && isSpace(window[position])) {
                position++;
            }
            if (position < limit) {
                return true;
            }
            if (ended) {
                return false;
            }
        }
    }

    private static boolean isSpace(byte one) {
        return one == '\n' || one == ' ' || one == '\r' || one == '\t';
    }

    /** The length of the object at the position, which is in the window then, whatever its length. */
    int objectLength() throws IOException {
        int depth = 0;
        boolean text = false;
        for (int length = 0; ; length++) {
            byte one = at(length);
            if (one == '\\' && text) {
                length++;
            } else if (one == '"') {
                text = !text;
            } else if (!text && (one == '{' || one == '[')) {
                depth++;
            } else if (!text && (one == '}' || one == ']')) {
                depth--;
            }
            if (depth <= 0 && !text) {
                return length + 1;
            }
        }
    }

    private byte at(int distance) throws IOException {
        while (position + distance >= limit) {
            if (ended) {
                throw new EOFException("the history ends within a line");
            }
            fill();
        }
        return window[position + distance];
    }

    /** Reads on, behind what is left, which it moves to the beginning. */
    private void fill() throws IOException {
        byte[] next = limit - position > window.length / 2 ? new byte[2 * window.length] : window;
        System.arraycopy(window, position, next, 0, limit - position);
        passed += position;
        limit -= position;
        position = 0;
        window = next;
        int count = in.read(window, limit, window.length - 1 - limit);
        ended = count < 0;
        limit += Math.max(0, count);
        window[limit] = 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
