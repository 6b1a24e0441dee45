package lingdian.benchmark;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.SplittableRandom;
import lingdian.agent.link.AgentConnection;
import lingdian.agent.link.AgentEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The WebSockets of a country's cafés. Each has at most one message under way. A café that loses its connection opens another one
 * after a random time of up to ten seconds, on any node that is up, and sends its unanswered message again. On one event loop.
 */
final class NationSockets {
    static final int SPREAD_MILLIS = 10_000;
    private static final int AGAIN_MILLIS = 2_000;
    private static final int CONNECTING_AT_ONCE = 25;
    private static final String SEQ = "\"seq\":";

    private final Vertx vertx;
    private final Context context;
    private final WebSocketClient client;
    private final NationBalancer balancer;
    private final NationTally tally;
    private final int[] terminals;
    private final Ready ready;
    private final SplittableRandom random = new SplittableRandom(2);
    private int welcomed;
    private int lost;

    /** The sender of the messages. */
    interface Ready {
        /** The café may send, for the first time or again. */
        void welcomed(NationCafe cafe);

        void answered(NationCafe.Message message);
    }

    /** A café's WebSocket, through all reconnections. */
    final class Line {
        private final NationCafe cafe;
        private @Nullable ClientWebSocket socket;
        private boolean greeted;
        private long ackedSeq;
        private int verdicts;

        private Line(NationCafe cafe) {
            this.cafe = cafe;
        }

        boolean isWelcomed() {
            return greeted;
        }

        void send(NationCafe.Message message) {
            verdicts = 0;
            if (socket != null) {
                socket.writeTextMessage(message.text);
            }
        }

        private void connect() {
            NationBalancer.Node node = balancer.forLine();
            if (node == null) {
                later(AGAIN_MILLIS);
                return;
            }
            node.lines++;
            ClientWebSocket next = client.webSocket();
            next.textMessageHandler(text -> received(next, text));
            next.exceptionHandler(failure -> {}); // the close handler follows
            next.closeHandler(nothing -> closed(next, node));
            next.connect(new AgentEndpoint(node.address(), NationCafes.key(cafe.number)).connectOptions())
                    .onSuccess(open -> hello(next))
                    .onFailure(refused -> {
                        node.lines--;
                        NationTally.count(tally.repeated, "WebSocket not opened");
                        later(AGAIN_MILLIS);
                    });
        }

        private void hello(ClientWebSocket open) {
            socket = open;
            open.writeTextMessage(new JsonObject()
                    .put("type", "hello")
                    .put("stream", NationCafes.stream(cafe.number).toString())
                    .put("lastSeq", cafe.acked)
                    .put("agent", "benchmark/1")
                    .put("at", Instant.now().toString())
                    .put("terminals", terminals[cafe.size])
                    .encode());
        }

        private void received(ClientWebSocket from, String text) {
            if (from != socket) {
                return;
            }
            if (text.startsWith("{\"type\":\"ack\"")) {
                ackedSeq = number(text, text.indexOf(SEQ) + SEQ.length());
                settle();
            } else if (text.startsWith("{\"type\":\"verdict\"")) {
                verdicts++;
                if (!text.contains("\"allow\":true")) {
                    NationTally.count(tally.wrong, "denied");
                }
                settle();
            } else if (text.startsWith("{\"type\":\"welcome\"")) {
                greeted = true;
                welcomed++;
                ready.welcomed(cafe);
            } else if (!text.startsWith("{\"type\":\"notice\"")) {
                NationTally.count(
                        tally.wrong, text.startsWith("{\"type\":\"reject\"") ? "rejected" : "unknown message");
            }
        }

        private void settle() {
            NationCafe.Message message = cafe.underWay;
            if (message != null && ackedSeq >= message.lastSeq() && verdicts >= message.logins) {
                ready.answered(message);
            }
        }

        private void closed(ClientWebSocket which, NationBalancer.Node node) {
            node.lines--;
            if (which == socket) {
                socket = null;
                if (greeted) {
                    greeted = false;
                    welcomed--;
                }
                lost++;
                later(SPREAD_MILLIS);
            }
        }

        private void later(int mostMillis) {
            vertx.setTimer(1 + random.nextInt(mostMillis), now -> connect());
        }
    }

    NationSockets(
            Vertx vertx,
            Context context,
            NationBalancer balancer,
            NationTally tally,
            int[] terminals,
            int number,
            Ready ready) {
        this.vertx = vertx;
        this.context = context;
        this.client = AgentConnection.sockets(vertx, Math.max(1, 2 * number));
        this.balancer = balancer;
        this.tally = tally;
        this.terminals = terminals;
        this.ready = ready;
    }

    private static long number(String text, int from) {
        int end = from;
        while (Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Long.parseLong(text, from, end, 10);
    }

    /** A café that holds a WebSocket from now on. */
    Line line(NationCafe cafe) {
        return new Line(cafe);
    }

    /** Begins to connect all of them, 250 a second: a node that has just begun takes no more. From any thread. */
    void connect(NationCafe[] cafes, int number) {
        context.runOnContext(begin -> connectNext(cafes, 0, number));
    }

    private void connectNext(NationCafe[] cafes, int from, int number) {
        int to = Math.min(number, from + CONNECTING_AT_ONCE);
        for (int i = from; i < to; i++) {
            NationSockets.Line line = cafes[i].line;
            if (line != null) {
                line.connect();
            }
        }
        if (to < number) {
            vertx.setTimer(100, next -> connectNext(cafes, to, number));
        }
    }

    /** How many cafés are connected. */
    int welcomed() {
        return welcomed;
    }

    /** How often a connection was lost. */
    int lost() {
        return lost;
    }
}
