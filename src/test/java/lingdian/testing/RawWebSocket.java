package lingdian.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket client on a bare socket. It sends frames that no library would, and returns exactly what it receives. */
public final class RawWebSocket implements AutoCloseable {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String head;
    private int pongs = Integer.MAX_VALUE;

    public sealed interface Received {
        record Text(String text) implements Received {}

        record Pong() implements Received {}

        record Closed(int code, String reason) implements Received {}

        /** The connection ended. */
        record Ended() implements Received {}
    }

    private RawWebSocket(Socket socket, String headers) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(Await.PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write(("GET /agent/v1 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + headers
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        head = readHead();
    }

    public static RawWebSocket connect(int port, String... headers) throws IOException {
        return connect(new Socket("localhost", port), headers);
    }

    public static RawWebSocket connect(Socket socket, String... headers) throws IOException {
        return new RawWebSocket(socket, headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n");
    }

    private String readHead() throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    public String head() {
        return head;
    }

    public int status() {
        return Integer.parseInt(head.split(" ")[1]);
    }

    public RawWebSocket text(String text) throws IOException {
        return frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    public RawWebSocket frame(int opcode, boolean last, byte[] payload) throws IOException {
        return header(opcode, last, payload.length).bytes(payload);
    }

    /** Sends a frame header. The mask is zero, which is allowed and leaves the payload readable. */
    public RawWebSocket header(int opcode, boolean last, long length) throws IOException {
        var header = ByteBuffer.allocate(14);
        header.put((byte) ((last ? 0x80 : 0) | opcode));
        if (length < 126) {
            header.put((byte) (0x80 | length));
        } else if (length < 65_536) {
            header.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            header.put((byte) (0x80 | 127)).putLong(length);
        }
        header.putInt(0);
        out.write(header.array(), 0, header.position());
        return this;
    }

    public RawWebSocket bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** The next message; pings are answered. */
    public Received receive() throws IOException {
        int first = in.read();
        if (first < 0) {
            return new Received.Ended();
        }
        byte[] payload = in.readNBytes(length(in.readUnsignedByte() & 0x7F));
        return switch (first & 0x0F) {
            case TEXT -> new Received.Text(new String(payload, StandardCharsets.UTF_8));
            case PONG -> new Received.Pong();
            case PING -> {
                if (pongs-- > 0) {
                    frame(PONG, true, payload);
                }
                yield receive();
            }
            case CLOSE -> {
                answerClose(payload);
                yield closed(payload);
            }
            default -> throw new IOException("unexpected opcode");
        };
    }

    /** Answers a close frame as RFC 6455 requires of a client. The server may have closed already. */
    private void answerClose(byte[] payload) {
        try {
            frame(CLOSE, true, payload);
        } catch (IOException gone) {
            assert gone != null;
        }
    }

    private int length(int short7) throws IOException {
        return switch (short7) {
            case 126 -> in.readUnsignedShort();
            case 127 -> (int) in.readLong();
            default -> short7;
        };
    }

    private Received closed(byte[] payload) throws IOException {
        var bytes = ByteBuffer.wrap(payload);
        int code = bytes.getShort() & 0xFFFF;
        return new Received.Closed(code, StandardCharsets.UTF_8.decode(bytes).toString());
    }

    /** The next text message. */
    public String text() throws IOException {
        Received received = receive();
        if (received instanceof Received.Text(String text)) {
            return text;
        }
        throw new AssertionError("expected a text message, got " + received);
    }

    /** Answers {@code count} pings and then no more, until the server closes. */
    public Received.Closed untilClosedAfterPongs(int count) throws IOException {
        pongs = count;
        return untilClosed();
    }

    /** Reads until the server closes. */
    public Received.Closed untilClosed() throws IOException {
        while (true) {
            switch (receive()) {
                case Received.Closed closed -> {
                    return closed;
                }
                case Received.Ended ended -> throw new AssertionError("the connection ended without a close frame");
                case Received.Text text -> {}
                case Received.Pong pong -> {}
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
