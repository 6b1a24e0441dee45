package lingdian.benchmark;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The load balancer in front of a country's nodes, as a part of the generator. It behaves as the shipped configurations do: it posts
 * over a few kept connections to each node, one request at a time, always to the same node of a café while that is up ({@code
 * -Dbenchmark.balance=any}: to the node with the fewest requests under way, whichever café sent the request). It asks each node every
 * second whether it is ready, leaves it out after one failure and takes it back after two successes. A request that was answered with
 * 503 or not at all is repeated on the other node. On one event loop.
 */
final class NationBalancer {
    private static final boolean BY_CAFE = !"any".equals(System.getProperty("benchmark.balance"));
    private static final int CONNECTIONS_MAX = Integer.getInteger("benchmark.connections", 256);
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final int CHECK_MILLIS = 1_000;
    private static final int RISE = 2;
    private static final int TRIES = 4; // the first one and three more
    private static final String BODY = "\r\n\r\n";
    private static final String LENGTH = "\r\ncontent-length: ";
    private static final String CLOSE = "\r\nconnection: close";
    static final String OK = "200";
    private static final String UNAVAILABLE = "503";
    static final String BROKEN = "no answer";

    private final Vertx vertx;
    private final Context context;
    private final NetClient sockets;
    private final HttpClient checks;
    private final Answered answered;
    private final NationTally tally;
    private final List<Node> nodes = new ArrayList<>();
    private int turn;
    private int mostConnections;

    /** The sender of the requests. */
    interface Answered {
        void answered(NationCafe.Message message, String body);

        /** @param status what the café sees: a status, or that there was no answer */
        void failed(NationCafe.Message message, String status);
    }

    /** A node and its connections. Its address changes with a restart. */
    final class Node {
        private final int index;
        private URI address;
        private final ArrayDeque<Connection> idle = new ArrayDeque<>();
        private final ArrayDeque<NationCafe.Message> waiting = new ArrayDeque<>();
        private int connections;
        private int underWay;
        private int good;
        private boolean up;
        /** WebSockets that are open or being opened. */
        int lines;

        private Node(int index, URI address) {
            this.index = index;
            this.address = address;
        }

        URI address() {
            return address;
        }

        boolean isUp() {
            return up;
        }

        private void checked(boolean ready) {
            good = ready ? good + 1 : 0;
            up = ready && (up || good >= RISE);
        }

        private void post(NationCafe.Message message) {
            underWay++;
            Connection free = idle.pollLast();
            if (free != null) {
                free.post(message);
            } else if (connections < CONNECTIONS_MAX) {
                connect(message);
            } else {
                waiting.add(message);
            }
        }

        private void connect(NationCafe.Message message) {
            connections++;
            mostConnections = Math.max(mostConnections, connections);
            sockets.connect(address.getPort(), address.getHost())
                    .onSuccess(socket -> new Connection(this, socket).post(message))
                    .onFailure(refused -> {
                        connections--;
                        over(message, BROKEN, "");
                        connectNext();
                    });
        }

        private void connectNext() {
            NationCafe.Message next = waiting.poll();
            if (next != null) {
                connect(next);
            }
        }

        private void free(Connection connection) {
            NationCafe.Message next = waiting.poll();
            if (next == null) {
                idle.add(connection);
            } else {
                connection.post(next);
            }
        }

        private void lost(Connection connection) {
            connections--;
            idle.remove(connection);
            connectNext();
        }

        private void over(NationCafe.Message message, String status, String body) {
            underWay--;
            if (status.equals(OK)) {
                answered.answered(message, body);
                return;
            }
            boolean again = status.equals(UNAVAILABLE) || status.equals(BROKEN);
            if (again) {
                checked(false);
            }
            if (again && message.tries < TRIES) {
                NationTally.count(tally.repeated, status);
                give(message, this);
            } else {
                message.tries = 0;
                answered.failed(message, status);
            }
        }
    }

    /** A kept connection, with at most one request under way. */
    private final class Connection {
        private final Node node;
        private final NetSocket socket;
        private NationCafe.@Nullable Message current;
        private String said = "";

        Connection(Node node, NetSocket socket) {
            this.node = node;
            this.socket = socket;
            socket.handler(this::read);
            socket.exceptionHandler(failure -> {}); // the close handler follows
            socket.closeHandler(nothing -> closed());
        }

        void post(NationCafe.Message message) {
            current = message;
            byte[] body = message.text.getBytes(StandardCharsets.UTF_8);
            Buffer request = Buffer.buffer(body.length + 300)
                    .appendString("POST /agent/v1/events HTTP/1.1\r\nHost: lingdian\r\nAuthorization: Bearer ")
                    .appendString(NationCafes.key(message.cafe.number))
                    .appendString("\r\nLingdian-Stream: ")
                    .appendString(NationCafes.stream(message.cafe.number).toString())
                    .appendString("\r\nContent-Type: application/x-ndjson\r\nContent-Length: ")
                    .appendString(Integer.toString(body.length))
                    .appendString(BODY)
                    .appendBytes(body);
            socket.write(request);
        }

        private void read(Buffer some) {
            said += some.toString(StandardCharsets.ISO_8859_1);
            int head = said.indexOf(BODY);
            if (head < 0) {
                return;
            }
            int body = head + BODY.length();
            int length = length(head);
            if (length < 0) {
                socket.close();
            } else if (said.length() >= body + length) {
                String whole = said;
                said = "";
                boolean last = whole.lastIndexOf(CLOSE, head) >= 0;
                done(whole.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()), whole.substring(body), last);
            }
        }

        /** The length of the body, which the service always states; negative if it does not. */
        private int length(int head) {
            int from = said.indexOf(LENGTH);
            if (from < 0 || from > head) {
                return -1;
            }
            int begin = from + LENGTH.length();
            return Integer.parseInt(said, begin, said.indexOf('\r', begin), 10);
        }

        private void done(String status, String body, boolean last) {
            NationCafe.Message message = current;
            current = null;
            if (last) {
                socket.close();
            } else {
                node.free(this);
            }
            if (message != null) {
                node.over(message, status, body);
            }
        }

        private void closed() {
            NationCafe.Message message = current;
            current = null;
            node.lost(this);
            if (message != null) {
                node.over(message, BROKEN, "");
            }
        }
    }

    NationBalancer(Vertx vertx, Context context, NationTally tally, Answered answered, List<URI> addresses) {
        this.vertx = vertx;
        this.context = context;
        this.tally = tally;
        this.answered = answered;
        this.sockets = vertx.createNetClient(
                new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS).setTcpNoDelay(true));
        this.checks = vertx.createHttpClient();
        for (URI address : addresses) {
            nodes.add(new Node(nodes.size(), address));
        }
        context.runOnContext(begin -> check());
    }

    /** The node listens there from now on. From any thread. */
    void moved(int node, URI address) {
        context.runOnContext(now -> nodes.get(node).address = address);
    }

    private void check() {
        for (Node node : nodes) {
            checks.request(HttpMethod.GET, node.address.getPort(), node.address.getHost(), "/health/ready")
                    .compose(request -> request.send())
                    .compose(answer -> answer.end().map(answer.statusCode() == 200))
                    .otherwise(false)
                    .onSuccess(node::checked);
        }
        vertx.setTimer(CHECK_MILLIS, later -> check());
    }

    boolean isWhole() {
        return nodes.stream().allMatch(Node::isUp);
    }

    /** The largest number of connections that one node had for posting. */
    int mostConnections() {
        return mostConnections;
    }

    void send(NationCafe.Message message) {
        give(message, null);
    }

    private void give(NationCafe.Message message, @Nullable Node tried) {
        Node node = BY_CAFE ? ofCafe(message.cafe, tried) : leastBusy(tried);
        if (node == null) {
            message.tries = 0;
            answered.failed(message, "503 of the balancer");
        } else {
            message.tries++;
            node.post(message);
        }
    }

    /** @param tried the node that has just failed; chosen again only if no other is up */
    private @Nullable Node leastBusy(@Nullable Node tried) {
        Node least = null;
        turn++;
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get((turn + i) % nodes.size());
            if (node.up && node != tried && (least == null || node.underWay < least.underWay)) {
                least = node;
            }
        }
        return least == null && tried != null && tried.up ? tried : least;
    }

    private @Nullable Node ofCafe(NationCafe cafe, @Nullable Node tried) {
        int first = Integer.hashCode(cafe.number * 0x9E3779B9) >>> 16;
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get((first + i) % nodes.size());
            if (node.up && node != tried) {
                return node;
            }
        }
        return tried != null && tried.up ? tried : null;
    }

    /** The node for a new WebSocket: the one with the fewest; null while none is up. */
    @Nullable
    Node forLine() {
        Node least = null;
        for (Node node : nodes) {
            if (node.up && (least == null || node.lines < least.lines)) {
                least = node;
            }
        }
        return least;
    }

    /** Of each node: whether it is up, its WebSockets and the requests that it has. */
    String describe() {
        var text = new StringBuilder();
        for (Node node : nodes) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append("node ")
                    .append(node.index + 1)
                    .append(node.up ? " up, " : " left out, ")
                    .append(node.lines)
                    .append(" sockets, ")
                    .append(node.underWay)
                    .append(" requests");
        }
        return text.toString();
    }
}
