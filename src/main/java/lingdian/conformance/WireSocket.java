package lingdian.conformance;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import lingdian.agent.link.AgentEndpoint;

/** A blocking WebSocket client that can send what no library would, such as bad UTF-8. Used by one thread. */
final class WireSocket implements Closeable {
    static final int TEXT = 1;
    static final int BINARY = 2;

    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int ANSWER_BYTES_MAX = 16 * 1024 * 1024;
    private static final int HEAD_BYTES_MAX = 65_536;
    private static final int NO_CODE = 1005;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private int status;
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();

    /** What the service sent. */
    sealed interface Received {
        record Text(String text) implements Received {
            @Override
            public String toString() {
                return "Text[" + text.length() + "]"; // it may be about a person
            }
        }

        record Closed(int code, String reason) implements Received {
            @Override
            public String toString() {
                return "Closed[" + code + "]";
            }
        }

        /** The connection ended without a closing frame. */
        record Ended() implements Received {}

        /** Nothing arrived in time. */
        record Silence() implements Received {}
    }

    private WireSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /** Connects and asks for the upgrade; {@link #status} says what was answered. */
    static WireSocket open(URI server, Duration patience, String header) throws IOException {
        int port = server.getPort() >= 0 ? server.getPort() : AgentEndpoint.secure(server) ? 443 : 80;
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(server.getHost(), port), (int) patience.toMillis());
            Socket socket = AgentEndpoint.secure(server)
                    ? ((SSLSocketFactory) SSLSocketFactory.getDefault())
                            .createSocket(plain, server.getHost(), port, true)
                    : plain;
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            var opened = new WireSocket(socket);
            opened.upgrade(server, port, header);
            return opened;
        } catch (IOException failed) {
            plain.close();
            throw failed;
        }
    }

    private void upgrade(URI server, int port, String header) throws IOException {
        String request = "GET " + AgentEndpoint.path(server, "/agent/v1") + " HTTP/1.1\r\nHost: " + server.getHost()
                + ":" + port + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Protocol: lingdian.agent.v1\r\n" + header + "\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        String[] words = head().split(" ", 3);
        if (words.length < 2 || !words[1].matches("\\d{3}")) {
            throw new IOException("no HTTP answer");
        }
        status = Integer.parseInt(words[1]);
    }

    private String head() throws IOException {
        var bytes = new ByteArrayOutputStream();
        int last = 0;
        while (last != 0x0D0A0D0A && bytes.size() < HEAD_BYTES_MAX) {
            int next = in.readUnsignedByte();
            bytes.write(next);
            last = last << 8 | next;
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    /** The HTTP status: 101 if this is a WebSocket now. */
    int status() {
        return status;
    }

    void text(String text) throws IOException {
        frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The mask is zero, which is allowed and leaves the payload as it is. */
    void frame(int opcode, byte[] payload) throws IOException {
        var header = ByteBuffer.allocate(14).put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            header.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            header.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            header.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        header.putInt(0);
        out.write(header.array(), 0, header.position());
        out.write(payload);
    }

    /** The next message, closing or end; pings are answered. */
    Received receive() throws IOException {
        try {
            while (true) {
                int first = in.readUnsignedByte();
                byte[] payload = payload();
                switch (first & 0x0F) {
                    case CLOSE -> {
                        return closed(payload);
                    }
                    case PING -> frame(PONG, payload);
                    case PONG -> {}
                    default -> {
                        fragments.write(payload);
                        if ((first & 0x80) != 0) {
                            return text();
                        }
                    }
                }
            }
        } catch (SocketTimeoutException late) {
            return new Received.Silence();
        } catch (EOFException ended) {
            return new Received.Ended();
        }
    }

    private Received text() {
        String text = fragments.toString(StandardCharsets.UTF_8);
        fragments.reset();
        return new Received.Text(text);
    }

    private byte[] payload() throws IOException {
        int small = in.readUnsignedByte() & 0x7F;
        long length = small == 126 ? in.readUnsignedShort() : small == 127 ? in.readLong() : small;
        if (length < 0 || length > ANSWER_BYTES_MAX) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return payload;
    }

    private Received closed(byte[] payload) {
        try {
            frame(CLOSE, payload);
        } catch (IOException gone) {
            // the service need not wait for the answer
        }
        if (payload.length < 2) {
            return new Received.Closed(NO_CODE, "");
        }
        int code = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        return new Received.Closed(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
