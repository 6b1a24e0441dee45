package lingdian.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lingdian.platform.database.DatabaseAddress;

/**
 * A proxy port in front of a server, mostly a database. At first it does not listen; then it accepts and drops
 * connections, like a server that is starting; then it forwards them, until they are cut.
 */
public final class TcpProxy implements AutoCloseable {
    private static final String PASSWORD = "nobody-may-read-this";

    private final DatabaseAddress target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket server;
    private boolean forwarding;
    private int dropped;

    private TcpProxy(DatabaseAddress target, int port) {
        this.target = target;
        this.port = port;
    }

    /** A proxy on a free port, not listening yet. */
    public static TcpProxy before(DatabaseAddress target) throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new TcpProxy(target, free.getLocalPort());
        }
    }

    /** A proxy in front of any server of this machine, which listens but forwards nothing yet. */
    public static TcpProxy listeningBefore(int port) throws IOException {
        TcpProxy proxy = before(new DatabaseAddress("127.0.0.1", port, "none", "none", PASSWORD));
        proxy.listen();
        return proxy;
    }

    /** A proxy on a port that was chosen before the server had one. It forwards at once. */
    public static TcpProxy forwarding(int port, int target) throws IOException {
        var proxy = new TcpProxy(new DatabaseAddress("127.0.0.1", target, "none", "none", PASSWORD), port);
        proxy.forward();
        proxy.listen();
        return proxy;
    }

    public int port() {
        return port;
    }

    /** Drops all current connections, and from now on every new one. */
    public synchronized void cut() throws IOException {
        forwarding = false;
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** The database's address through this proxy. */
    public DatabaseAddress address() {
        return new DatabaseAddress("127.0.0.1", port, target.name(), target.user(), target.password());
    }

    /** From now on connections are accepted and dropped. */
    public synchronized void listen() throws IOException {
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ServerSocket listening = server;
        Thread.ofPlatform().daemon().start(() -> accept(listening));
    }

    /** From now on connections are forwarded. */
    public synchronized void forward() {
        forwarding = true;
    }

    /** Waits until {@code count} connections have been dropped. */
    public synchronized void awaitDropped(int count) throws InterruptedException {
        long deadline = System.nanoTime() + Await.PATIENCE.toNanos();
        while (dropped < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("only " + dropped + " connections came");
            }
            wait(1_000);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (server != null) {
            server.close();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket client = listening.accept();
                if (drops()) {
                    client.close();
                } else {
                    passOn(client);
                }
            }
        } catch (IOException closed) {
            // closed
        }
    }

    private synchronized boolean drops() {
        if (!forwarding) {
            dropped++;
            notifyAll();
        }
        return !forwarding;
    }

    private void passOn(Socket client) throws IOException {
        var database = new Socket(target.host(), target.port());
        client.setTcpNoDelay(true);
        database.setTcpNoDelay(true);
        open.add(client);
        open.add(database);
        Thread.ofPlatform().daemon().start(() -> pump(client, database));
        Thread.ofPlatform().daemon().start(() -> pump(database, client));
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException broken) {
            // both sides are closed
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }
}
