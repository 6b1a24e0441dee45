package lingdian.testing;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A small honest service that speaks the agent protocol (handbook, protocol.md) and stores the events: it requires
 * numbers without gaps, answers repeats as the first time, and has one current connection per café. It does not judge
 * by itself. All state belongs to one event loop.
 */
public final class FakeService implements AutoCloseable {
    public static final String ADMIN = "admin-token";

    private final Vertx vertx;
    private final HttpServer http;
    public final Map<String, String> cafeByKey = new ConcurrentHashMap<>();
    public final Map<String, JsonObject> cafes = new ConcurrentHashMap<>();
    /** Events by café and number; these tests need only one stream per café. */
    public final Map<String, ConcurrentSkipListMap<Long, JsonObject>> events = new ConcurrentHashMap<>();

    public final Map<String, List<JsonObject>> hellos = new ConcurrentHashMap<>();
    public final List<Integer> messageSizes = new CopyOnWriteArrayList<>();
    /** The sending time stated in each message; empty if it had none. */
    public final List<String> sent = new CopyOnWriteArrayList<>();

    public final Map<String, String> streams = new ConcurrentHashMap<>();
    /** The service's clock. */
    public volatile String serverTime = "2026-11-10T12:00:00+08:00";

    /** Streams that were superseded by a newer one. */
    public final List<String> superseded = new CopyOnWriteArrayList<>();

    private final Map<String, ServerWebSocket> sockets = new ConcurrentHashMap<>();

    public volatile int window = 4096;
    /** After this many further events, their connection is cut once, without an answer to the last message. */
    public volatile int cutAfter = Integer.MAX_VALUE;

    public volatile int mostUnacknowledged;
    /** Returns the verdict or reject of an event; null for none. */
    public volatile Function<JsonObject, JsonObject> judge = FakeService::allow;
    /** If not null, every hello is answered by closing with this code. */
    public volatile Short closeWith;

    public volatile boolean withhold;

    public FakeService(Vertx vertx) {
        this.vertx = vertx;
        this.http = await(vertx.createHttpServer(new HttpServerOptions()
                        .setMaxWebSocketFrameSize(1024 * 1024)
                        .setMaxWebSocketMessageSize(1024 * 1024)
                        .setWebSocketSubProtocols(List.of("lingdian.agent.v1")))
                .webSocketHandshakeHandler(this::shake)
                .webSocketHandler(this::accept)
                .requestHandler(this::admin)
                .listen(0, "127.0.0.1"));
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + http.actualPort());
    }

    public String key(String placeCode) {
        String key = "key-" + placeCode;
        cafeByKey.put(key, placeCode);
        return key;
    }

    public int count(String placeCode) {
        return events.getOrDefault(placeCode, new ConcurrentSkipListMap<>()).size();
    }

    public void closeSocket(String placeCode, int code) {
        ServerWebSocket socket = sockets.get(placeCode);
        if (socket != null) { // an agent that found something wrong may have left just now
            socket.close((short) code, "as the test wants");
        }
    }

    private void shake(ServerWebSocketHandshake handshake) {
        String authorization = handshake.headers().get("Authorization");
        boolean known = authorization != null && cafeByKey.containsKey(authorization.replace("Bearer ", ""));
        Future<?> decided = known ? handshake.accept() : handshake.reject(401);
    }

    private void accept(ServerWebSocket socket) {
        String placeCode = cafeByKey.get(socket.headers().get("Authorization").replace("Bearer ", ""));
        var greeted = new boolean[1];
        socket.textMessageHandler(text -> {
            if (!greeted[0]) {
                greeted[0] = true;
                greet(socket, placeCode, new JsonObject(text));
            } else {
                take(socket, placeCode, events(text));
            }
        });
    }

    private JsonArray events(String text) {
        if (text.startsWith("[")) {
            return new JsonArray(text);
        }
        var message = new JsonObject(text);
        sent.add(message.getString("sent", ""));
        return "batch".equals(message.getString("type"))
                ? message.getJsonArray("events")
                : new JsonArray().add(message);
    }

    private void greet(ServerWebSocket socket, String placeCode, JsonObject hello) {
        hellos.computeIfAbsent(placeCode, code -> new CopyOnWriteArrayList<>()).add(hello);
        if (closeWith != null) {
            socket.close(closeWith, "refused");
            return;
        }
        if (superseded.contains(hello.getString("stream"))) {
            socket.close((short) 4410, "superseded");
            return;
        }
        ServerWebSocket older = sockets.put(placeCode, socket);
        if (older != null) {
            older.close((short) 4408, "newer connection");
        }
        socket.closeHandler(closed -> sockets.remove(placeCode, socket));
        String stream = hello.getString("stream");
        if (!stream.equals(streams.put(placeCode, stream))) {
            events.put(placeCode, new ConcurrentSkipListMap<>());
        }
        socket.writeTextMessage(new JsonObject()
                .put("type", "welcome")
                .put("placeCode", placeCode)
                .put("stream", stream)
                .put("ackedSeq", acked(placeCode))
                .put("serverTime", serverTime)
                .put("heartbeatSeconds", 60)
                .put("window", window)
                .put("hours", new JsonArray())
                .encode());
    }

    /** Sends a message to the agent. */
    public void tell(String placeCode, JsonObject message) {
        sockets.get(placeCode).writeTextMessage(message.encode());
    }

    private long acked(String placeCode) {
        var stream = events.get(placeCode);
        return stream.isEmpty() ? 0 : stream.lastKey();
    }

    private void take(ServerWebSocket socket, String placeCode, JsonArray message) {
        var stream = events.get(placeCode);
        messageSizes.add(message.size());
        mostUnacknowledged = Math.max(mostUnacknowledged, message.size());
        for (int i = 0; i < message.size(); i++) {
            JsonObject event = message.getJsonObject(i);
            long seq = event.getLong("seq");
            if (seq > acked(placeCode) + 1) {
                socket.close((short) 4409, "expected " + (acked(placeCode) + 1));
                return;
            }
            stream.putIfAbsent(seq, event);
        }
        cutAfter -= message.size();
        if (cutAfter <= 0) {
            cutAfter = Integer.MAX_VALUE;
            socket.close((short) 1001, "going away");
            return;
        }
        if (!withhold) {
            answer(socket, placeCode, message);
        }
    }

    private void answer(ServerWebSocket socket, String placeCode, JsonArray message) {
        socket.writeTextMessage(new JsonObject()
                .put("type", "ack")
                .put("seq", acked(placeCode))
                .put("chain", chain(acked(placeCode)))
                .encode());
        for (int i = 0; i < message.size(); i++) {
            JsonObject answer = judge.apply(message.getJsonObject(i));
            if (answer != null) {
                socket.writeTextMessage(answer.encode());
            }
        }
    }

    /** The chain hash of this service, which only needs to differ between numbers. */
    public static String chain(long seq) {
        return String.format("%064x", seq);
    }

    public static JsonObject allow(JsonObject event) {
        return "login".equals(event.getString("type")) ? verdict(event) : null;
    }

    public static JsonObject verdict(JsonObject event, String... reasons) {
        return new JsonObject()
                .put("type", "verdict")
                .put("seq", event.getLong("seq"))
                .put("session", event.getString("session"))
                .put("allow", reasons.length == 0)
                .put("reasons", new JsonArray(List.of(reasons)))
                .putNull("closesAt");
    }

    public static JsonObject reject(JsonObject event, String code) {
        return new JsonObject()
                .put("type", "reject")
                .put("seq", event.getLong("seq"))
                .put("code", code)
                .put("path", "")
                .put("message", "no");
    }

    private void admin(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            String[] path = request.path().split("/");
            boolean keys = path.length > 5 && path[5].equals("agent-keys");
            if (!("Bearer " + ADMIN).equals(request.getHeader("Authorization"))) {
                end(request, 401, new JsonObject().put("title", "not signed in"));
            } else if (keys && request.method().name().equals("DELETE")) {
                cafeByKey.remove("key-" + path[4]);
                end(request, 204, null);
            } else if (keys && cafes.containsKey(path[4])) {
                end(request, 201, new JsonObject().put("id", "1").put("key", key(path[4])));
            } else if (keys) {
                end(request, 404, new JsonObject().put("title", "no such café"));
            } else {
                cafes.put(path[4], body.toJsonObject());
                end(request, 200, body.toJsonObject());
            }
        });
    }

    private static void end(HttpServerRequest request, int status, JsonObject body) {
        var response = request.response().setStatusCode(status);
        Future<?> ended = body == null ? response.end() : response.end(body.encode());
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not within 20 s", late);
        }
    }

    @Override
    public void close() {
        await(http.close());
    }
}
