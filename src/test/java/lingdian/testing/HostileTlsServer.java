package lingdian.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;

/** Answers the ClientHello of one client by something that is no whole handshake, and sees what the client does. */
public final class HostileTlsServer implements AutoCloseable {
    private static final int SILENCE_MILLIS = 10_000;
    private static final int AT_ONCE = 10_000;
    private static final int HANDSHAKE = 22;
    private static final int ALERT = 21;
    private static final byte CLIENT_HELLO = 1;

    private final ServerSocket server;
    private final CompletableFuture<String> outcome = new CompletableFuture<>();

    /** Sends {@code first} and then {@code record} so many times, and waits for the client's end. */
    public static HostileTlsServer repeating(byte[] first, byte[] record, int times) throws IOException {
        return new HostileTlsServer((client, hello) -> {
            OutputStream out = client.getOutputStream();
            out.write(first);
            byte[] many = repeated(record, Math.min(times, AT_ONCE));
            for (int left = times; left > 0; left -= AT_ONCE) {
                out.write(many, 0, Math.min(left, AT_ONCE) * record.length);
            }
            awaitEnd(client);
            return "ended";
        });
    }

    /** Asks for a key of 8,192 bits, and tells whether the client makes it. */
    public static HostileTlsServer askingForLongKey() throws IOException {
        return new HostileTlsServer((client, hello) -> {
            client.getOutputStream().write(retryRequest(hello));
            var in = new DataInputStream(client.getInputStream());
            for (int type = in.read(); type >= 0; type = in.read()) {
                byte[] body = body(in);
                if (type == HANDSHAKE && body[0] == CLIENT_HELLO) {
                    return "made a key";
                }
                if (type == ALERT) {
                    return "refused";
                }
            }
            return "ended";
        });
    }

    private interface Answer {
        String to(Socket client, byte[] hello) throws Exception;
    }

    private HostileTlsServer(Answer answer) throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> serve(answer));
    }

    public int port() {
        return server.getLocalPort();
    }

    /** {@code ended} once the client has closed the connection; fails if it goes on. */
    public CompletableFuture<String> outcome() {
        return outcome;
    }

    private void serve(Answer answer) {
        try (Socket client = server.accept()) {
            client.setSoTimeout(SILENCE_MILLIS);
            client.setTcpNoDelay(true);
            var in = new DataInputStream(client.getInputStream());
            in.readByte();
            outcome.complete(answer.to(client, body(in)));
        } catch (SocketException reset) {
            outcome.complete("ended");
        } catch (Exception goesOn) {
            outcome.completeExceptionally(goesOn);
        }
    }

    private static void awaitEnd(Socket client) throws IOException {
        while (client.getInputStream().read() >= 0) {
            // its alerts
        }
    }

    /** Of a record whose type has been read. */
    private static byte[] body(DataInputStream in) throws IOException {
        in.readShort();
        byte[] body = new byte[in.readUnsignedShort()];
        in.readFully(body);
        return body;
    }

    /** RFC 8446, section 4.1.4: a ServerHello with this random number, TLS 1.3 and the group ffdhe8192. */
    private static byte[] retryRequest(byte[] clientHello) throws Exception {
        byte sessionIdLength = clientHello[38];
        var message = new ByteArrayOutputStream();
        message.writeBytes(new byte[] {2, 0, 0, (byte) (2 + 32 + 1 + sessionIdLength + 3 + 2 + 12), 3, 3});
        message.writeBytes(MessageDigest.getInstance("SHA-256").digest("HelloRetryRequest".getBytes(US_ASCII)));
        message.write(clientHello, 38, 1 + sessionIdLength);
        message.writeBytes(new byte[] {0x13, 1, 0, 0, 12, 0, 43, 0, 2, 3, 4, 0, 51, 0, 2, 1, 4});
        var record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {HANDSHAKE, 3, 3, 0, (byte) message.size()});
        record.writeBytes(message.toByteArray());
        return record.toByteArray();
    }

    private static byte[] repeated(byte[] one, int times) {
        byte[] all = new byte[one.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
