package lingdian.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/**
 * A download whose reader takes the beginning, and the rest when the test wants it. Meanwhile the system's buffers hold a few
 * megabytes at most, so a longer answer is still being made.
 */
public final class SlowDownload implements AutoCloseable {
    /** More than buffers hold. */
    public static final int LONG_BYTES = 12_000_000;

    private static final int BEGINNING = 1_000;

    private final Socket socket = new Socket();
    private final String beginning;

    /** @param headers each with its line's end */
    public SlowDownload(URI server, String path, String... headers) throws IOException {
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout((int) Duration.ofSeconds(Await.PATIENCE_SECONDS).toMillis());
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + String.join("", headers) + "\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
        beginning = new String(socket.getInputStream().readNBytes(BEGINNING), UTF_8);
    }

    /** A header with a token. */
    public static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    /** The status and the first lines. */
    public String beginning() {
        return beginning;
    }

    /** All that still comes until the server ends the connection. */
    public byte[] rest() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
