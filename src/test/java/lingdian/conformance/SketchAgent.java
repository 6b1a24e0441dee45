package lingdian.conformance;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A vendor's first sketch of an agent, right or with one mistake. All state belongs to one event loop. */
final class SketchAgent implements AutoCloseable {
    private static final long EVENT_MILLIS = 5;
    /** How long it waits for a verdict. */
    private static final long VERDICT_MILLIS = 40;

    private static final long RETURN_MILLIS = 50;

    /** Its mistake, and the word by which the kit names it. */
    enum Mistake {
        NONE(""),
        SENDS_NO_KEY("key-missing"),
        NAMES_NO_SUBPROTOCOL("subprotocol-missing"),
        RETURNS_AT_ONCE("hurried-return"),
        RETURNS_AT_ONCE_FROM_CUTS("hurried-return"),
        STAYS_AWAY("not-returned"),
        SENDS_EVENTS_FIRST("hello-missing"),
        GREETS_AGAIN("second-hello"),
        BEGINS_A_STREAM_EACH_TIME("stream-changed"),
        FORGETS_ITS_RECORDS("records-forgotten"),
        SENDS_BINARY("binary-message"),
        SENDS_NONSENSE("message-malformed"),
        SENDS_AN_INVALID_EVENT("event-invalid"),
        LOSES_WHAT_WAS_CUT("events-lost"),
        SKIPS_A_NUMBER("seq-gap"),
        ALTERS_REPEATS("repeat-altered"),
        IGNORES_THE_WINDOW("window-exceeded"),
        FALLS_SILENT("heartbeat-missing"),
        SENDS_NO_HEARTBEATS("heartbeat-late"),
        USES_A_SESSION_TWICE("session-reused"),
        LOGS_NOBODY_IN("login-missing"),
        SEATS_THE_DENIED("denied-but-seated"),
        SHOWS_THE_DENIED("denied-but-seated"),
        SEATS_THE_REJECTED("rejected-but-seated"),
        LOSES_NOBODY("lost-missing"),
        SENDS_NO_RECEIPT("receipt-missing"),
        LEAVES_AT_THE_UNKNOWN("left-without-cause"),
        GOES_ON_SUPERSEDED("superseded-goes-on");

        final String word;

        Mistake(String word) {
            this.word = word;
        }
    }

    private final Vertx vertx;
    private final URI server;
    private final Mistake mistake;
    private final WebSocketClient client;
    private final List<JsonObject> events = new ArrayList<>();
    /** When each guest who is not answered yet was asked for, by session. */
    private final Map<String, Long> asked = new LinkedHashMap<>();

    private final List<String> inUse = new ArrayList<>();
    private UUID stream = UUID.randomUUID();
    private ClientWebSocket socket;
    private boolean welcomed;
    private long acked;
    private int next = 1;
    private int window;
    private boolean closed;
    private int connections;
    private int logins;
    private int made;

    private SketchAgent(Vertx vertx, URI server, Mistake mistake) {
        this.vertx = vertx;
        this.server = server;
        this.mistake = mistake;
        this.client = vertx.createWebSocketClient();
    }

    static SketchAgent start(Vertx vertx, URI server, Mistake mistake) {
        var agent = new SketchAgent(vertx, server, mistake);
        vertx.getOrCreateContext().runOnContext(nothing -> {
            agent.connect();
            vertx.setPeriodic(EVENT_MILLIS, id -> agent.work());
        });
        return agent;
    }

    private void connect() {
        var options = new WebSocketConnectOptions();
        options.setHost(server.getHost()).setPort(server.getPort()).setURI("/agent/v1");
        if (mistake != Mistake.SENDS_NO_KEY) {
            options.putHeader("Authorization", "Bearer key-of-a-sketch");
        }
        if (mistake != Mistake.NAMES_NO_SUBPROTOCOL) {
            options.addSubProtocol("lingdian.agent.v1");
        }
        ClientWebSocket opening = client.webSocket();
        opening.textMessageHandler(text -> received(new JsonObject(text)));
        opening.closeHandler(nothing -> lost(opening.closeStatusCode()));
        opening.exceptionHandler(broken -> {});
        opening.connect(options)
                .onSuccess(open -> greet(opening))
                .onFailure(refused -> again(mistake == Mistake.RETURNS_AT_ONCE ? 1 : RETURN_MILLIS));
    }

    private void again(long millis) {
        if (!closed) {
            vertx.setTimer(millis, id -> connect());
        }
    }

    private void greet(ClientWebSocket opened) {
        socket = opened;
        connections++;
        if (mistake == Mistake.SENDS_EVENTS_FIRST) {
            write(event(1, "opened"));
        }
        if (mistake == Mistake.BEGINS_A_STREAM_EACH_TIME) {
            stream = UUID.randomUUID();
            events.clear();
        }
        hello();
    }

    private void hello() {
        write(new JsonObject()
                .put("type", "hello")
                .put("stream", stream.toString())
                .put("lastSeq", mistake == Mistake.FORGETS_ITS_RECORDS ? 0 : events.size())
                .put("agent", "sketch/1")
                .put("at", "2026-11-10T12:00:00+08:00")
                .put("terminals", 3));
    }

    private void received(JsonObject message) {
        switch (message.getString("type")) {
            case "welcome" -> welcomed(message);
            case "ack" -> acked = Math.max(acked, message.getLong("seq"));
            case "verdict" -> judged(message);
            case "reject" -> rejected(message);
            case "notice" -> noticed(message);
            default -> unknown();
        }
    }

    private void unknown() {
        if (mistake == Mistake.LEAVES_AT_THE_UNKNOWN) {
            socket.close();
        }
    }

    private void welcomed(JsonObject welcome) {
        acked = welcome.getLong("ackedSeq");
        window = mistake == Mistake.IGNORES_THE_WINDOW ? Integer.MAX_VALUE : welcome.getInteger("window");
        next = mistake == Mistake.LOSES_WHAT_WAS_CUT ? events.size() + 1 : (int) acked + 1;
        welcomed = true;
        switch (mistake) {
            case GREETS_AGAIN -> hello();
            case SENDS_BINARY -> socket.writeBinaryMessage(Buffer.buffer("{}"));
            case SENDS_NONSENSE -> socket.writeTextMessage("nonsense");
            default -> {}
        }
    }

    private void judged(JsonObject verdict) {
        String session = verdict.getString("session");
        boolean waits = asked.remove(session) != null;
        if (waits && (verdict.getBoolean("allow") || mistake == Mistake.SEATS_THE_DENIED)) {
            record(logout(session, "patron"));
        } else if (waits && mistake == Mistake.SHOWS_THE_DENIED) {
            inUse.add(terminal(session));
        }
    }

    private void rejected(JsonObject reject) {
        String session = events.get(reject.getInteger("seq") - 1).getString("session");
        if (asked.remove(session) != null && mistake == Mistake.SEATS_THE_REJECTED) {
            record(logout(session, "patron"));
        }
    }

    /** Whoever is not answered in time goes away; the mistakes with answers must hear them, however busy the machine. */
    private void giveUp() {
        if (List.of(Mistake.SEATS_THE_DENIED, Mistake.SHOWS_THE_DENIED, Mistake.SEATS_THE_REJECTED)
                .contains(mistake)) {
            return;
        }
        long now = System.nanoTime();
        List.copyOf(asked.keySet()).stream()
                .filter(session -> now - asked.get(session) > TimeUnit.MILLISECONDS.toNanos(VERDICT_MILLIS))
                .forEach(session -> {
                    asked.remove(session);
                    if (mistake != Mistake.LOSES_NOBODY) {
                        record(logout(session, "lost"));
                    }
                });
    }

    private void noticed(JsonObject notice) {
        if ("message".equals(notice.getString("notice")) && mistake != Mistake.SENDS_NO_RECEIPT) {
            write(new JsonObject()
                    .put("type", "receipt")
                    .put("id", notice.getString("id"))
                    .put("state", "delivered"));
        }
    }

    private void lost(Short code) {
        socket = null;
        welcomed = false;
        boolean superseded = code != null && code == 4410;
        if (superseded && mistake != Mistake.GOES_ON_SUPERSEDED) {
            closed = true;
        }
        if (mistake != Mistake.STAYS_AWAY) {
            again(mistake == Mistake.RETURNS_AT_ONCE_FROM_CUTS ? 1 : RETURN_MILLIS);
        }
    }

    private void work() {
        if (!welcomed || mistake == Mistake.FALLS_SILENT && events.size() > 2) {
            return;
        }
        giveUp();
        if (next > events.size()) {
            record(something(events.size() + 1));
        }
        while (next <= events.size() && next - 1 - acked < window) {
            JsonObject event = events.get(next - 1);
            if (mistake == Mistake.ALTERS_REPEATS && connections > 1) {
                event.put("at", "2026-11-10T12:00:" + (10 + connections) + "+08:00");
            }
            write(event);
            next++;
        }
    }

    private void record(JsonObject event) {
        if (mistake == Mistake.SKIPS_A_NUMBER && events.size() == 1) {
            event.put("seq", 3);
        }
        events.add(event);
    }

    private JsonObject something(long seq) {
        boolean asks = made++ % 2 == 1 || mistake == Mistake.SENDS_NO_HEARTBEATS;
        if (asks && mistake != Mistake.LOGS_NOBODY_IN) {
            String session = mistake == Mistake.USES_A_SESSION_TWICE ? "always" : "s-" + logins++;
            asked.put(session, System.nanoTime());
            return event(seq, "login")
                    .put("session", session)
                    .put("terminal", terminal(session))
                    .put(
                            "document",
                            new JsonObject()
                                    .put("type", "111")
                                    .put("number", "11010519491231002X")
                                    .put("name", "王五")
                                    .put("read", "chip"))
                    .put("admitted", false);
        }
        JsonObject heartbeat = event(seq, "heartbeat").put("inUse", new JsonArray(List.copyOf(inUse)));
        if (mistake == Mistake.SENDS_AN_INVALID_EVENT) {
            heartbeat.remove("inUse");
        }
        return heartbeat;
    }

    /** Each guest has another one. */
    private static String terminal(String session) {
        return "A-" + session;
    }

    private JsonObject logout(String session, String reason) {
        return event(events.size() + 1, "logout").put("session", session).put("reason", reason);
    }

    private static JsonObject event(long seq, String type) {
        return new JsonObject().put("seq", seq).put("type", type).put("at", "2026-11-10T12:00:00+08:00");
    }

    private void write(JsonObject message) {
        if (socket != null && !socket.isClosed()) {
            socket.writeTextMessage(message.encode());
        }
    }

    @Override
    public void close() {
        closed = true;
        client.close().await();
    }
}
