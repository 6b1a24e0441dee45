package lingdian.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** nginx with the module nchan, to compare the feed with: messages are posted to it, and readers get them as Server-Sent Events. */
final class Nchan implements AutoCloseable {
    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final String CONFIGURATION = """
            load_module %s;
            daemon off;
            worker_processes auto;
            pid %s/nginx.pid;
            error_log stderr crit;
            events { worker_connections 4096; }
            http {
              access_log off;
              keepalive_requests 100000000;
              client_body_temp_path %2$s;
              server {
                listen 127.0.0.1:%d;
                location = /publish { nchan_publisher http; nchan_channel_id feed; nchan_message_buffer_length 8192; }
                location = /feed { nchan_subscriber eventsource; nchan_channel_id feed; }
              }
            }
            """;
    private static final byte[] BODY = ("{\"data\":\"" + "x".repeat(790) + "\"}").getBytes(US_ASCII);

    private final Process process;
    private final int port;
    private final Socket publishing;

    private Nchan(Process process, int port, Socket publishing) {
        this.process = process;
        this.port = port;
        this.publishing = publishing;
    }

    static boolean isInstalled() {
        return Files.exists(MODULE);
    }

    static Nchan start() throws IOException {
        Path directory = Files.createTempDirectory("nchan");
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path file = directory.resolve("nginx.conf");
        Files.writeString(file, CONFIGURATION.formatted(MODULE, directory, port));
        Process process = new ProcessBuilder("nginx", "-p", directory.toString(), "-c", file.toString())
                .inheritIO()
                .start();
        return new Nchan(process, port, connected(process, port));
    }

    private static Socket connected(Process process, int port) throws IOException {
        long begun = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - begun < PATIENCE_NANOS) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException notYet) {
                socket.close();
            }
        }
        throw new IOException("nginx did not start");
    }

    int port() {
        return port;
    }

    /** Posts so many, pipelined, and waits until all are answered. */
    void publish(long messages) {
        try {
            byte[] head =
                    ("POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                                    + BODY.length + "\r\n\r\n")
                            .getBytes(US_ASCII);
            var all = new java.io.ByteArrayOutputStream();
            for (long i = 0; i < messages; i++) {
                all.write(head);
                all.write(BODY);
            }
            publishing.getOutputStream().write(all.toByteArray());
            for (long i = 0; i < messages; i++) {
                answer(publishing.getInputStream());
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Reads one answer, whose body has a length. */
    private static void answer(InputStream in) throws IOException {
        var line = new StringBuilder();
        int length = 0;
        for (int c = in.read(); ; c = in.read()) {
            if (c < 0) {
                throw new IOException("nginx has gone");
            } else if (c == '\n') {
                if (line.isEmpty()) {
                    in.readNBytes(length);
                    return;
                }
                String header = line.toString().toLowerCase(java.util.Locale.ROOT);
                if (header.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            header.substring("content-length:".length()).strip());
                }
                line.setLength(0);
            } else if (c != '\r') {
                line.append((char) c);
            }
        }
    }

    @Override
    public void close() throws IOException {
        publishing.close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
