package lingdian.reliability;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A faulty network between callers and servers: it can be cut, go silent in one or both directions, be slow, or lose
 * the caller's side of a connection and keep the server's. Like a balancer it connects each caller to the next server
 * that listens.
 */
final class FaultyWire implements AutoCloseable {
    /** The state of the wire. */
    enum State {
        SOUND,
        /** Connections are refused. */
        CUT,
        /** No data passes and no connection is closed; all data arrives when the wire works again. */
        DEAD,
        /** The same, only for data from callers. */
        DEAD_TO_SERVERS,
        /** The same, only for data from servers. */
        DEAD_TO_CALLERS,
        /** A quarter of a kilobyte every two milliseconds per connection. */
        SLOW
    }

    private static final int CHUNK = 8_192;
    private static final int SLOW_CHUNK = 256;
    private static final long SLOW_PAUSE_NANOS = 2_000_000;
    private static final int CONNECT_MILLIS = 2_000;

    private final ServerSocket door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private List<Integer> servers;
    private int next;
    private State state = State.SOUND;

    private record Pair(Socket caller, Socket server) {}

    /** @param servers the servers' ports on this machine */
    FaultyWire(Integer... servers) throws IOException {
        this.servers = List.of(servers);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Connects new callers to these servers from now on. */
    synchronized void lead(List<Integer> to) {
        servers = List.copyOf(to);
    }

    /** Sets the state. Existing connections stay open, unless the wire is cut. */
    synchronized void is(State now) {
        state = now;
        notifyAll();
        if (now == State.CUT) {
            breakAll();
        }
    }

    /** Ends every connection on both sides, and accepts new ones. */
    void breakAll() {
        for (Pair pair : pairs) {
            close(pair.caller());
            close(pair.server());
        }
    }

    /** Ends every connection on the callers' side only. The servers receive no more data, and no end. */
    void loseCallers() {
        for (Pair pair : pairs) {
            pairs.remove(pair);
            close(pair.caller());
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        is(State.CUT);
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = door.accept();
                Thread.ofVirtual().start(() -> connect(caller));
            }
        } catch (IOException closed) {
            // closed
        }
    }

    private void connect(Socket caller) {
        Socket server = state() == State.CUT ? null : server();
        if (server == null) {
            close(caller);
            return;
        }
        var pair = new Pair(caller, server);
        pairs.add(pair);
        Thread.ofVirtual().start(() -> pass(pair, caller, server, State.DEAD_TO_SERVERS));
        Thread.ofVirtual().start(() -> pass(pair, server, caller, State.DEAD_TO_CALLERS));
    }

    /** The next server that listens; null if none does. */
    private Socket server() {
        List<Integer> all;
        int first;
        synchronized (this) {
            all = servers;
            first = next++;
        }
        for (int i = 0; i < all.size(); i++) {
            var server = new Socket();
            try {
                int port = all.get(Math.floorMod(first + i, all.size()));
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
                server.setTcpNoDelay(true);
                return server;
            } catch (IOException away) {
                close(server);
            }
        }
        return null;
    }

    private void pass(Pair pair, Socket from, Socket to, State dead) {
        try {
            copy(from, to, dead);
            awaitAlive(dead); // an end must also wait
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (pairs.remove(pair)) { // else the caller was lost, which the server must not notice
            close(from);
            close(to);
        }
    }

    private void copy(Socket from, Socket to, State dead) throws InterruptedException {
        byte[] bytes = new byte[CHUNK];
        try {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                awaitAlive(dead);
                write(out, bytes, count);
            }
        } catch (IOException ended) {
            // one side has closed
        }
    }

    private void write(OutputStream out, byte[] bytes, int count) throws IOException {
        for (int from = 0; from < count; ) {
            boolean slow = state() == State.SLOW;
            int part = Math.min(slow ? SLOW_CHUNK : CHUNK, count - from);
            out.write(bytes, from, part);
            from += part;
            if (slow) {
                LockSupport.parkNanos(SLOW_PAUSE_NANOS);
            }
        }
    }

    private synchronized State state() {
        return state;
    }

    private synchronized void awaitAlive(State dead) throws InterruptedException {
        while (state == State.DEAD || state == dead) {
            wait();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (SocketException alreadyClosed) {
            // expected
        } catch (IOException broken) {
            // closed anyway
        }
    }
}
