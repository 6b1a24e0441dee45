package lingdian.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A service that only counts. It answers every agent message at once with a verdict for each of its logins and one ack.
 *
 * <p>It replaces the service when the load generator itself is measured, so it is as cheap as possible: it parses
 * frames itself, and counts events by {@code {"seq":} in their bytes. It does not validate messages.
 */
public final class EventSink implements AutoCloseable {
    private static final String WELCOME = "{\"type\":\"welcome\",\"placeCode\":\"36048110000001\",\"stream\":"
            + "\"00000000-0000-0000-0000-000000000000\",\"ackedSeq\":0,\"serverTime\":\"2026-07-01T10:00:00+08:00\","
            + "\"heartbeatSeconds\":60,\"hours\":[],\"window\":";
    private static final byte[] CHAIN = "0123456789abcdef".repeat(4).getBytes(US_ASCII);
    private static final byte[] ACK = "{\"type\":\"ack\",\"seq\":".getBytes(US_ASCII);
    private static final byte[] ACK_CHAIN = ",\"chain\":\"".getBytes(US_ASCII);
    private static final byte[] END = "\"}".getBytes(US_ASCII);
    private static final byte[] VERDICT = "{\"type\":\"verdict\",\"seq\":".getBytes(US_ASCII);
    private static final byte[] ALLOW =
            ",\"session\":\"0123abcd-000000001\",\"allow\":true,\"reasons\":[],\"closesAt\":null}".getBytes(US_ASCII);
    private static final int DIGITS = 10;
    private static final int WINDOW = 4_096;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final byte[] welcome;
    private final HttpServer http;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    public final AtomicLong events = new AtomicLong();
    public final AtomicLong logins = new AtomicLong();
    public final AtomicLong bytes = new AtomicLong();
    public final AtomicInteger cafes = new AtomicInteger();

    /**
     * @param port 0 takes a free one
     * @param window how many events an agent is told that it may have unacknowledged
     */
    public EventSink(int port, int window) throws TimeoutException {
        this.welcome = frame(WELCOME + window + "}");
        this.http = vertx.createHttpServer(new HttpServerOptions())
                .requestHandler(this::request)
                .listen(port, "127.0.0.1")
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.actualPort());
    }

    /** Reads nothing for this long; data that arrives meanwhile waits. */
    public void stall(long millis) {
        vertx.runOnContext(nothing -> {
            connections.forEach(connection -> connection.socket.pause());
            vertx.setTimer(millis, id -> connections.forEach(connection -> connection.socket.resume()));
        });
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Prints the events of each second. Argument: the port. */
    public static void main(String[] arguments) throws Exception {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
        try (var sink = new EventSink(Integer.parseInt(arguments[0]), WINDOW)) {
            System.out.println("ready " + sink.url());
            for (long before = 0; ; ) {
                Thread.sleep(1_000);
                long now = sink.events.get();
                if (now > before) {
                    System.out.printf(
                            Locale.ROOT, "%,d events/s, %,d MB so far%n", now - before, sink.bytes.get() / 1_000_000);
                }
                before = now;
            }
        }
    }

    private void request(HttpServerRequest request) {
        if (request.path().equals("/agent/v1")) {
            upgrade(request);
        } else if (request.path().endsWith("/agent-keys")) {
            request.response().setStatusCode(201).end("{\"id\":\"1\",\"key\":\"k\"}");
        } else {
            cafes.incrementAndGet();
            request.response().end("{}");
        }
    }

    private void upgrade(HttpServerRequest request) {
        request.response()
                .putHeader("Upgrade", "websocket")
                .putHeader("Connection", "Upgrade")
                .putHeader("Sec-WebSocket-Protocol", "lingdian.agent.v1")
                .putHeader("Sec-WebSocket-Accept", accept(request.getHeader("Sec-WebSocket-Key")));
        Future<NetSocket> upgraded = request.toNetSocket();
        upgraded.onSuccess(socket -> {
            var connection = new Connection(socket);
            connections.add(connection);
            socket.handler(connection::received);
            socket.closeHandler(nothing -> connections.remove(connection));
        });
    }

    private static String accept(String nonce) {
        try {
            byte[] salted = (nonce + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(salted));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] frame(String text) {
        byte[] payload = text.getBytes(US_ASCII);
        Buffer frame = Buffer.buffer();
        header(frame, payload.length);
        return frame.appendBytes(payload).getBytes();
    }

    private static void header(Buffer to, int length) {
        to.appendByte((byte) 0x81);
        if (length < 126) {
            to.appendByte((byte) length);
        } else {
            to.appendByte((byte) 126).appendShort((short) length);
        }
    }

    /** One agent's frames. */
    private final class Connection {
        private final NetSocket socket;
        private byte[] pending = new byte[64 * 1024];
        private int end;
        private boolean greeted;
        private Buffer answer = Buffer.buffer();

        Connection(NetSocket socket) {
            this.socket = socket;
        }

        void received(Buffer buffer) {
            bytes.addAndGet(buffer.length());
            if (end + buffer.length() > pending.length) {
                pending = java.util.Arrays.copyOf(pending, Math.max(pending.length * 2, end + buffer.length()));
            }
            buffer.getBytes(pending, end);
            end += buffer.length();
            int at = 0;
            for (int next = frame(at); next > 0; next = frame(at)) {
                at = next;
            }
            System.arraycopy(pending, at, pending, 0, end - at);
            end -= at;
            if (answer.length() > 0) {
                socket.write(answer);
                answer = Buffer.buffer(4096);
            }
        }

        /**
         * Takes the frame that begins at {@code at}; returns where the next one begins, or −1 if the frame is
         * incomplete.
         */
        private int frame(int at) {
            if (end - at < 14) {
                return -1; // a frame with events is never shorter; a close frame is ignored
            }
            int length = pending[at + 1] & 0x7F;
            int header = 6;
            if (length == 126) {
                length = (pending[at + 2] & 0xFF) << 8 | pending[at + 3] & 0xFF;
                header = 8;
            } else if (length == 127) {
                length = (pending[at + 6] & 0xFF) << 24
                        | (pending[at + 7] & 0xFF) << 16
                        | (pending[at + 8] & 0xFF) << 8
                        | pending[at + 9] & 0xFF;
                header = 14;
            }
            if (end - at < header + length) {
                return -1;
            }
            unmask(at + header - 4, at + header, at + header + length);
            message(at + header, at + header + length);
            return at + header + length;
        }

        private void unmask(int mask, int from, int to) {
            byte[] four = {pending[mask], pending[mask + 1], pending[mask + 2], pending[mask + 3]};
            for (int i = from; i < to; i++) {
                pending[i] ^= four[i - from & 3];
            }
        }

        private void message(int from, int to) {
            if (!greeted) {
                greeted = true;
                answer.appendBytes(welcome);
                return;
            }
            int count = 0;
            int asked = 0;
            long last = 0;
            for (int i = from; i < to - 16; i++) {
                if (pending[i] == '{' && pending[i + 1] == '"' && pending[i + 2] == 's' && pending[i + 3] == 'e') {
                    i += 7;
                    for (last = 0; pending[i] != ','; i++) {
                        last = last * 10 + pending[i] - '0';
                    }
                    count++;
                    // ,"type":"login" or "logout": the fourth letter
                    if (pending[i + 9] == 'l' && pending[i + 12] == 'i') {
                        asked++;
                        verdict(last);
                    }
                }
            }
            events.addAndGet(count);
            logins.addAndGet(asked);
            header(answer, ACK.length + DIGITS + ACK_CHAIN.length + CHAIN.length + END.length);
            answer.appendBytes(ACK);
            digits(last);
            answer.appendBytes(ACK_CHAIN).appendBytes(CHAIN).appendBytes(END);
        }

        private void verdict(long seq) {
            header(answer, VERDICT.length + DIGITS + ALLOW.length);
            answer.appendBytes(VERDICT);
            digits(seq);
            answer.appendBytes(ALLOW);
        }

        /** Writes a number with leading blanks, which JSON allows, so that all numbers have equal width. */
        private void digits(long number) {
            var text = new byte[DIGITS];
            long rest = number;
            for (int i = DIGITS - 1; i >= 0; i--) {
                text[i] = (byte) (rest == 0 && i < DIGITS - 1 ? ' ' : '0' + rest % 10);
                rest /= 10;
            }
            answer.appendBytes(text);
        }
    }
}
