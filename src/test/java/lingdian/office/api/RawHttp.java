package lingdian.office.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import lingdian.testing.Await;
import org.jspecify.annotations.Nullable;

/** HTTP as it is written: targets go out as they are given, and an answer is read even where the body was not taken. */
final class RawHttp {
    private static final int ANSWER_MAX = 8 * 1024 * 1024;

    private RawHttp() {}

    /** An answer, read to the connection's end, or as far as a stream that never ends says who it is. */
    record Answer(int status, String contentType, String text) {
        @Override
        public String toString() {
            return status + " " + text.substring(0, Math.min(300, text.length()));
        }
    }

    static Answer send(
            URI server,
            String method,
            String target,
            String token,
            @Nullable String contentType,
            byte @Nullable [] body)
            throws Exception {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(Await.PATIENCE_MILLIS);
            Thread writer = Thread.ofVirtual().start(() -> write(socket, method, target, token, contentType, body));
            Answer answer = read(socket.getInputStream());
            socket.close();
            writer.join();
            return answer;
        }
    }

    private static void write(
            Socket socket,
            String method,
            String target,
            String token,
            @Nullable String contentType,
            byte @Nullable [] body) {
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        if (!token.isEmpty()) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        if (contentType != null) {
            head.append("Content-Type: ").append(contentType).append("\r\n");
        }
        head.append("Content-Length: ").append(body == null ? 0 : body.length).append("\r\n\r\n");
        try {
            OutputStream out = socket.getOutputStream();
            out.write(head.toString().getBytes(ISO_8859_1));
            if (body != null) {
                out.write(body);
            }
            out.flush();
        } catch (IOException refused) {
            // It was answered before all was sent.
        }
    }

    private static Answer read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed without an answer, after: " + head);
            }
            head.append((char) next);
        }
        String type = header(head.toString(), "content-type");
        String text = type.startsWith("text/event-stream") ? "" : rest(in);
        return new Answer(Integer.parseInt(head.substring(9, 12)), type, text);
    }

    /** A reset after the answer is expected, since the body was not read. */
    private static String rest(InputStream in) throws IOException {
        var text = new java.io.ByteArrayOutputStream();
        byte[] some = new byte[8_192];
        try {
            for (int read = in.read(some); read >= 0 && text.size() < ANSWER_MAX; read = in.read(some)) {
                text.write(some, 0, read);
            }
        } catch (java.net.SocketException reset) {
            // What came before it is the answer.
        }
        return text.toString(UTF_8);
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
