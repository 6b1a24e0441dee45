package lingdian.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.platform.database.DatabaseAddress;

/**
 * A TCP proxy between a service and its PostgreSQL. It reads the protocol, and cuts a connection at a COMMIT: before
 * the database gets it, or after the database has committed and before its answer returns. Or it cuts all connections before a
 * statement, as if the service was killed.
 */
public final class CuttingProxy implements AutoCloseable {
    /** Where the next COMMIT is cut. */
    public enum Cut {
        BEFORE_THE_COMMIT,
        BEFORE_ITS_ANSWER
    }

    private static final byte[] COMMIT = "COMMIT\0".getBytes(StandardCharsets.UTF_8);
    /** The code of SSLRequest, 80877103; see the PostgreSQL manual on message formats. */
    private static final byte[] SSL_REQUEST = {0x04, (byte) 0xd2, 0x16, 0x2f};

    private final ServerSocket server;
    private final DatabaseAddress database;

    private record Armed(Cut cut, int spared) {}

    private final AtomicReference<Armed> armed = new AtomicReference<>();
    private final AtomicInteger cuts = new AtomicInteger();
    /** The statements that pass before the service is killed; negative: it is not. */
    private final AtomicInteger left = new AtomicInteger(-1);

    private final AtomicInteger statements = new AtomicInteger();

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private CuttingProxy(ServerSocket server, DatabaseAddress database) {
        this.server = server;
        this.database = database;
    }

    public static CuttingProxy before(DatabaseAddress database) throws IOException {
        var proxy = new CuttingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), database);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    /** The database as seen through the proxy. */
    public DatabaseAddress address() {
        return new DatabaseAddress(
                "127.0.0.1", server.getLocalPort(), database.name(), database.user(), database.password());
    }

    /** Cuts once, at the next COMMIT. */
    public void arm(Cut cut) {
        arm(cut, 0);
    }

    /** Cuts once, after {@code spared} further COMMITs. */
    public void arm(Cut cut, int spared) {
        armed.set(new Armed(cut, spared));
    }

    /** Cuts all connections once, before the statement after {@code spared} further ones. */
    public void kill(int spared) {
        left.set(spared);
    }

    /** Cuts nothing that it has not cut yet. */
    public void spare() {
        left.set(-1);
        armed.set(null);
    }

    /** How often it has cut. */
    public int cuts() {
        return cuts.get();
    }

    /** How many statements it has passed on, those of a batch each by itself. */
    public int statements() {
        return statements.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            open.forEach(CuttingProxy::close);
        }
    }

    private void serve(Socket client) {
        try (client;
                var upstream = new Socket(database.host(), database.port())) {
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            open.add(upstream);
            new Session(client, upstream).run();
        } catch (IOException ended) {
            // one side closed; now both are closed
        } finally {
            open.remove(client);
        }
    }

    /** One connection of the service. */
    private final class Session {
        private final Socket client;
        private final Socket upstream;
        private volatile boolean swallowing;

        Session(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void run() throws IOException {
            Thread back = Thread.ofVirtual().start(this::answers);
            try {
                requests();
            } finally {
                if (!swallowing) {
                    close(upstream);
                }
                try {
                    back.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void requests() throws IOException {
            var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            var out = new DataOutputStream(new BufferedOutputStream(upstream.getOutputStream()));
            byte[] startup = untyped(in);
            while (isSslRequest(startup)) {
                client.getOutputStream().write('N'); // answered here: the database must not get the request
                startup = untyped(in);
            }
            out.writeInt(startup.length + 4);
            out.write(startup);
            out.flush();
            while (true) {
                byte type = in.readByte();
                byte[] body = in.readNBytes(in.readInt() - 4);
                boolean statement = type == 'Q' || type == 'E';
                if (type == 'Q' && Arrays.equals(body, COMMIT) && cut() || statement && killed()) {
                    return;
                }
                statements.addAndGet(statement ? 1 : 0);
                out.writeByte(type);
                out.writeInt(body.length + 4);
                out.write(body);
                if (in.available() == 0) {
                    out.flush();
                }
                if (swallowing) {
                    out.flush();
                    return; // the thread that reads answers closes both
                }
            }
        }

        /** Reads a message without a type: the startup message, or a request before it. */
        private static byte[] untyped(DataInputStream in) throws IOException {
            return in.readNBytes(in.readInt() - 4);
        }

        private static boolean isSslRequest(byte[] body) {
            return Arrays.equals(body, SSL_REQUEST);
        }

        /** Whether the connection is to be cut before this COMMIT. */
        private boolean cut() {
            Armed now = armed.getAndUpdate(
                    held -> held == null || held.spared() == 0 ? null : new Armed(held.cut(), held.spared() - 1));
            if (now == null || now.spared() > 0) {
                return false;
            }
            cuts.incrementAndGet();
            swallowing = now.cut() == Cut.BEFORE_ITS_ANSWER;
            return now.cut() == Cut.BEFORE_THE_COMMIT;
        }

        private boolean killed() {
            boolean now = left.getAndUpdate(spared -> spared < 0 ? spared : spared - 1) == 0;
            if (now) {
                cuts.incrementAndGet();
                open.forEach(CuttingProxy::close);
            }
            return now;
        }

        private void answers() {
            try {
                var in = new DataInputStream(new BufferedInputStream(upstream.getInputStream()));
                var out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
                while (true) {
                    byte type = in.readByte();
                    byte[] body = in.readNBytes(in.readInt() - 4);
                    if (swallowing && type == 'C' && Arrays.equals(body, COMMIT)) {
                        return; // committed, but the answer is dropped
                    }
                    out.writeByte(type);
                    out.writeInt(body.length + 4);
                    out.write(body);
                    if (in.available() == 0) {
                        out.flush();
                    }
                }
            } catch (IOException ended) {
                // one side has closed
            } finally {
                close(upstream);
                close(client);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // expected
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
