package lingdian.client.load;

import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A message of a client that is put together byte by byte and then sent as one WebSocket frame (RFC 6455, section 5).
 *
 * <p>One array serves all messages, because a new string for each event would cost more than all the rest. The payload begins
 * behind room for the longest header, so nothing is moved when its length is known.
 */
final class OutgoingMessage {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PONG = 10;

    private static final int HEADER_MAX = 14;
    private static final int MASK_LENGTH = 4;
    private static final int LAST_FRAME = 0x80;
    private static final int MASKED = 0x80;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[64 * 1024];
    private int end = HEADER_MAX;

    /** Begins a new message. */
    OutgoingMessage clear() {
        end = HEADER_MAX;
        return this;
    }

    /** Bytes of payload so far. */
    int length() {
        return end - HEADER_MAX;
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

    /** A number that is not negative, as JSON spells it. */
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

    /** The payload so far, for tests and for numbers that are computed from what stands there. */
    byte[] payload() {
        return Arrays.copyOfRange(bytes, HEADER_MAX, end);
    }

    /** The byte {@code back} places before the end. */
    byte last(int back) {
        return bytes[end - back];
    }

    /** The whole message as one frame, masked as a client must. The message is spent: begin a new one. */
    Buffer frame(int opcode, int mask) {
        int from = header(opcode, length(), mask);
        mask(mask);
        Buffer frame = Buffer.buffer(end - from).appendBytes(bytes, from, end - from);
        clear();
        return frame;
    }

    /** Writes the header right before the payload; returns where it begins. */
    private int header(int opcode, int length, int mask) {
        int lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
        int from = HEADER_MAX - MASK_LENGTH - lengthBytes - 2;
        bytes[from] = (byte) (LAST_FRAME | opcode);
        bytes[from + 1] = (byte) (MASKED | (lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127));
        for (int i = 0; i < lengthBytes; i++) {
            bytes[from + 2 + i] = (byte) ((long) length >>> 8 * (lengthBytes - 1 - i));
        }
        for (int i = 0; i < MASK_LENGTH; i++) {
            bytes[HEADER_MAX - MASK_LENGTH + i] = (byte) (mask >>> 8 * (MASK_LENGTH - 1 - i));
        }
        return from;
    }

    private void mask(int mask) {
        long twice = (long) mask << 32 | mask & 0xFFFFFFFFL;
        int at = HEADER_MAX;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
        }
        for (int i = 0; at < end; at++, i++) {
            bytes[at] ^= (byte) (mask >>> 8 * (MASK_LENGTH - 1 - (i & 3)));
        }
    }

    private void ensure(int more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }
}
