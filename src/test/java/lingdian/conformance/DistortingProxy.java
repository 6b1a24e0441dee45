package lingdian.conformance;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;

/** Makes an honest service a broken one: passes every message on but distorts one kind. */
final class DistortingProxy implements AutoCloseable {
    private final HttpServer server;
    private final WebSocketClient client;
    private final URI service;
    private final String key;
    private final Distortion distortion;
    private ClientWebSocket next;
    private int verdicts;

    /** What is wrong with the service, and the check that must notice it. */
    enum Distortion {
        NONE(""),
        LETS_EVERY_KEY_IN("refusal/key-wrong-401"),
        FORGETS_WHAT_IT_TOOK("stream/goes-on-after-ackedSeq"),
        OFFERS_NO_WINDOW("stream/welcome"),
        LEAVES_THE_CHAIN_OUT("stream/ack-has-the-chain"),
        ALLOWS_MINORS("stream/denied-login-opens-nothing"),
        GIVES_NO_REASONS("vector/minor-denied-and-admitted"),
        NAMES_ANOTHER_CODE("vector/takeover"),
        ANSWERS_A_REPEAT_OTHERWISE("stream/repeat-is-answered-alike"),
        REPEATS_VALUES("refusal/reject-repeats-no-value"),
        CLOSES_4400_AS_1000("refusal/not-json-4400"),
        CLOSES_4408_AS_1000("stream/newer-connection-wins-4408"),
        CLOSES_4410_AS_1000("stream/superseded-4410"),
        NAMES_NO_NUMBER("refusal/gap-names-the-expected-number"),
        HAS_OTHER_HOURS("cafe/new-with-the-default-hours");

        final String check;

        Distortion(String check) {
            this.check = check;
        }
    }

    private DistortingProxy(Vertx vertx, URI service, String key, Distortion distortion) {
        this.client = vertx.createWebSocketClient();
        this.service = service;
        this.key = key;
        this.distortion = distortion;
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setWebSocketSubProtocols(List.of("lingdian.agent.v1")))
                .webSocketHandshakeHandler(this::shake)
                .webSocketHandler(this::opened);
    }

    static DistortingProxy start(Vertx vertx, URI service, String key, Distortion distortion) {
        var proxy = new DistortingProxy(vertx, service, key, distortion);
        proxy.server.listen(0, "127.0.0.1").await();
        return proxy;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** The kit opens one connection after the other, so the last one that was let in is the next that opens. */
    private void shake(ServerWebSocketHandshake asked) {
        var options = new WebSocketConnectOptions();
        options.setHost(service.getHost()).setPort(service.getPort()).setURI(asked.uri());
        String authorization = distortion == Distortion.LETS_EVERY_KEY_IN
                ? "Bearer " + key
                : String.valueOf(asked.headers().get("Authorization"));
        options.putHeader("Authorization", authorization).addSubProtocol("lingdian.agent.v1");
        ClientWebSocket up = client.webSocket();
        up.connect(options)
                .onSuccess(open -> {
                    next = up;
                    asked.accept();
                })
                .onFailure(refused -> asked.reject(
                        refused instanceof UpgradeRejectedException rejected ? rejected.getStatus() : 502));
    }

    private void opened(ServerWebSocket down) {
        join(down, next);
    }

    private void join(ServerWebSocket down, ClientWebSocket up) {
        down.textMessageHandler(up::writeTextMessage);
        up.textMessageHandler(text -> {
            if (!down.isClosed()) {
                down.writeTextMessage(distorted(new JsonObject(text)).encode());
            }
        });
        up.closeHandler(closed -> {
            Short code = up.closeStatusCode();
            if (code != null && !down.isClosed()) {
                close(down, code, up.closeReason());
            }
        });
        down.closeHandler(closed -> up.close());
        down.exceptionHandler(broken -> {});
    }

    private void close(ServerWebSocket down, short code, String reason) {
        boolean hidden = distortion.name().equals("CLOSES_" + code + "_AS_1000");
        down.close(hidden ? 1000 : code, distortion == Distortion.NAMES_NO_NUMBER ? "no" : reason);
    }

    private JsonObject distorted(JsonObject message) {
        return switch (message.getString("type")) {
            case "welcome" -> welcome(message);
            case "ack" -> {
                if (distortion == Distortion.LEAVES_THE_CHAIN_OUT) {
                    message.remove("chain");
                }
                yield message;
            }
            case "verdict" -> verdict(message);
            case "reject" -> reject(message);
            default -> message;
        };
    }

    private JsonObject welcome(JsonObject message) {
        return switch (distortion) {
            case FORGETS_WHAT_IT_TOOK -> message.put("ackedSeq", 0);
            case OFFERS_NO_WINDOW -> message.put("window", 0);
            default -> message;
        };
    }

    private JsonObject verdict(JsonObject message) {
        return switch (distortion) {
            case ALLOWS_MINORS -> message.put("allow", true);
            case GIVES_NO_REASONS -> message.put("reasons", new JsonArray());
            case ANSWERS_A_REPEAT_OTHERWISE -> message.put("answer", verdicts++);
            case HAS_OTHER_HOURS -> message.putNull("closesAt");
            default -> message;
        };
    }

    private JsonObject reject(JsonObject message) {
        return switch (distortion) {
            case NAMES_ANOTHER_CODE -> message.put("code", "duplicate-session");
            case REPEATS_VALUES -> message.put("message", "geheim-3604811990 is wrong");
            default -> message;
        };
    }

    @Override
    public void close() {
        server.close().await();
        client.close().await();
    }
}
