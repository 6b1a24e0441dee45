package lingdian.client.load;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Takes a server's bytes apart into WebSocket messages (RFC 6455, section 5), without copying a payload.
 *
 * <p>Servers mask nothing, so a payload is read where it was received.
 */
final class FrameReader {
    private static final int MESSAGE_BYTES_MAX = 1024 * 1024;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int NO_CODE = 1005;
    private static final int BROKEN = 1002;

    private final Receiver receiver;
    private byte[] bytes = new byte[4096];
    private int begin;
    private int end;
    private byte[] fragments = new byte[0];
    private boolean broken;

    /** What is done with that which arrives. The bytes are the reader's own and valid during the call alone. */
    interface Receiver {
        void message(byte[] bytes, int from, int to);

        void ping(byte[] payload);

        /** The peer closes, or breaks the protocol (1002): nothing more is told. */
        void closed(int code);
    }

    FrameReader(Receiver receiver) {
        this.receiver = receiver;
    }

    void received(Buffer buffer) {
        makeRoom(buffer.length());
        buffer.getBytes(bytes, end);
        end += buffer.length();
        while (!broken && frame()) {}
    }

    private void makeRoom(int more) {
        if (end + more <= bytes.length) {
            return;
        }
        int kept = end - begin;
        byte[] target = kept + more <= bytes.length ? bytes : new byte[Math.max(bytes.length * 2, kept + more)];
        System.arraycopy(bytes, begin, target, 0, kept);
        bytes = target;
        begin = 0;
        end = kept;
    }

    /** Takes the next frame; false where it has not arrived as a whole. */
    private boolean frame() {
        if (end - begin < 2) {
            return false;
        }
        int shortLength = bytes[begin + 1]; // negative where it is masked, which no server does
        int headerLength = 2 + (shortLength < 126 ? 0 : shortLength == 126 ? 2 : 8);
        if (end - begin < headerLength) {
            return false;
        }
        long length = headerLength == 2 ? shortLength : number(begin + 2, headerLength - 2);
        if (length < 0 || length > MESSAGE_BYTES_MAX) {
            fail();
            return false;
        }
        if (end - begin < headerLength + length) {
            return false;
        }
        int from = begin + headerLength;
        int first = bytes[begin];
        begin = from + (int) length;
        take(first & 0x0F, first < 0, from, begin);
        if (begin == end) {
            begin = 0;
            end = 0;
        }
        return true;
    }

    private void take(int opcode, boolean last, int from, int to) {
        switch (opcode) {
            case TEXT, CONTINUATION -> text(last, from, to);
            case PING -> receiver.ping(Arrays.copyOfRange(bytes, from, to));
            case PONG -> {}
            case CLOSE -> {
                broken = true;
                receiver.closed(to - from < 2 ? NO_CODE : (int) number(from, 2));
            }
            default -> fail();
        }
    }

    private void text(boolean last, int from, int to) {
        if (last && fragments.length == 0) {
            receiver.message(bytes, from, to);
            return;
        }
        int kept = fragments.length;
        if (kept + to - from > MESSAGE_BYTES_MAX) {
            fail();
            return;
        }
        fragments = Arrays.copyOf(fragments, kept + to - from);
        System.arraycopy(bytes, from, fragments, kept, to - from);
        if (last) {
            byte[] whole = fragments;
            fragments = new byte[0];
            receiver.message(whole, 0, whole.length);
        }
    }

    private void fail() {
        broken = true;
        receiver.closed(BROKEN);
    }

    private long number(int from, int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 8 | bytes[from + i] & 0xFF;
        }
        return number;
    }
}
