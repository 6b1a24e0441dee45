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
 * A wire between callers and the servers behind it, with everything that wires do: it is cut, goes dead without a word,
 * in both directions or in one, is slow, or loses the caller and keeps the server. It gives each caller the next server
 * that listens, as a balancer does.
 */
final class FaultyWire implements AutoCloseable {
    /** What goes through, and how. */
    enum State {
        SOUND,
        /** Nobody gets a connection. */
        CUT,
        /** Nothing passes, nothing is closed, and all of it arrives when the wire works again. */
        DEAD,
        /** The same for what callers say only. */
        DEAD_TO_SERVERS,
        /** The same for what servers say only. */
        DEAD_TO_CALLERS,
        /** A quarter of a kilobyte every two milliseconds and connection. */
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

    /** @param servers their ports on this machine */
    FaultyWire(Integer... servers) throws IOException {
        this.servers = List.of(servers);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** From now on callers get these. */
    synchronized void lead(List<Integer> to) {
        servers = List.copyOf(to);
    }

    /** Existing connections stay open, unless the wire is cut. */
    synchronized void is(State now) {
        state = now;
        notifyAll();
        if (now == State.CUT) {
            breakAll();
        }
    }

    /** Ends every connection on both sides, and takes new ones. */
    void breakAll() {
        for (Pair pair : pairs) {
            close(pair.caller());
            close(pair.server());
        }
    }

    /** Ends every connection on the callers' side only: the servers hear nothing more, and nothing of an end either. */
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
            // the end
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
            awaitAlive(dead); // an end is something, too
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (pairs.remove(pair)) { // else the caller was lost, and the server is not to hear of it
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
            // by either side
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
            // as wanted
        } catch (IOException broken) {
            // closed all the same
        }
    }
}
