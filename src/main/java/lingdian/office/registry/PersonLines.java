package lingdian.office.registry;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a body that arrives in pieces into numbered lines, and holds only the waiting lines and one incomplete one.
 */
final class PersonLines {
    static final int LINE_BYTES_MAX = 4_096;

    /** @param bytes null if the line is longer than allowed */
    record Line(long number, byte @Nullable [] bytes) {
        @Override
        public String toString() {
            return "Line[" + number + "]";
        }
    }

    private final ArrayDeque<Line> waiting = new ArrayDeque<>();
    private Buffer begun = Buffer.buffer();
    private boolean tooLong;
    private long number;

    /** The number of lines begun, blank ones included. */
    long number() {
        return number;
    }

    int waiting() {
        return waiting.size();
    }

    void add(Buffer piece) {
        int from = 0;
        for (int i = 0; i < piece.length(); i++) {
            if (piece.getByte(i) == '\n') {
                grow(piece, from, i);
                complete();
                from = i + 1;
            }
        }
        grow(piece, from, piece.length());
    }

    /** Ends the body: an incomplete line is the last one. */
    void end() {
        if (tooLong || begun.length() > 0) {
            complete();
        }
    }

    /** The oldest waiting lines. */
    List<Line> take(int most) {
        var lines = new ArrayList<Line>(Math.min(most, waiting.size()));
        while (lines.size() < most && !waiting.isEmpty()) {
            lines.add(waiting.remove());
        }
        return lines;
    }

    private void grow(Buffer piece, int from, int to) {
        if (begun.length() + to - from > LINE_BYTES_MAX) {
            tooLong = true;
            begun = Buffer.buffer();
        } else if (!tooLong) {
            begun.appendBuffer(piece, from, to - from);
        }
    }

    private void complete() {
        number++;
        byte[] bytes = begun.getBytes();
        if (tooLong || !blank(bytes)) {
            waiting.add(new Line(number, tooLong ? null : bytes));
        }
        begun = Buffer.buffer();
        tooLong = false;
    }

    private static boolean blank(byte[] bytes) {
        for (byte one : bytes) {
            if (one != ' ' && one != '\t' && one != '\r') {
                return false;
            }
        }
        return true;
    }
}
