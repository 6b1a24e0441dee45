package lingdian.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A message to the service that is assembled byte by byte.
 *
 * <p>One array serves all messages, because a string for each event would cost more than all the rest.
 */
final class OutgoingMessage {
    private byte[] bytes = new byte[64 * 1024];
    private int end;

    /** Begins a new message. */
    OutgoingMessage clear() {
        end = 0;
        return this;
    }

    /** The number of bytes so far. */
    int length() {
        return end;
    }

    OutgoingMessage put(byte[] part) {
        return put(part, 0, part.length);
    }

    OutgoingMessage put(byte[] part, int from, int length) {
        ensure(length);
        System.arraycopy(part, from, bytes, end, length);
        end += length;
        return this;
    }

    OutgoingMessage put(char ascii) {
        ensure(1);
        bytes[end++] = (byte) ascii;
        return this;
    }

    /** A non-negative number in JSON. */
    OutgoingMessage putNumber(long number) {
        int width = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            width++;
        }
        return putDigits(number, width);
    }

    /** The last {@code width} digits of a number, with leading zeros. */
    OutgoingMessage putDigits(long number, int width) {
        ensure(width);
        long rest = number;
        for (int at = end + width - 1; at >= end; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        end += width;
        return this;
    }

    /** The complete message. */
    String text() {
        return new String(bytes, 0, end, UTF_8);
    }

    /** The byte {@code back} places before the end. */
    byte last(int back) {
        return bytes[end - back];
    }

    private void ensure(int more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }
}
